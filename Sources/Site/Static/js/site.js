// What every page needs: the row of stages shows today's stage, a refused form shows what is wrong.
const now = document.querySelector(".stages .now");
if (now) {
  const row = now.parentElement;
  row.scrollLeft = now.offsetLeft - row.offsetLeft - (row.clientWidth - now.offsetWidth) / 2;
}
document.getElementById("summary")?.focus();
document.addEventListener("keydown", (event) => {
  const open = document.querySelector("details.who-menu[open]");
  if (open && event.key === "Escape") {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  const open = document.querySelector("details.who-menu[open]");
  if (open && !open.contains(event.target)) open.open = false;
});
// Asked before it is done, where a button says so.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});
