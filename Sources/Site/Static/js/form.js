// Rows that can be added and removed. Without this module a form offers three spare rows; with it, a button.
for (const rows of document.querySelectorAll("[data-rows]")) {
  const items = () => [...rows.querySelectorAll(":scope > .row-item")];
  const pattern = items().at(-1)?.cloneNode(true);
  if (!pattern) continue;
  for (const item of items()) if ("spare" in item.dataset) item.remove();
  const maximum = Number(rows.dataset.maximum);
  const prefix = rows.id.slice(2);

  const add = button(rows.dataset.add);
  rows.append(add);
  add.addEventListener("click", () => {
    const item = pattern.cloneNode(true);
    empty(item);
    add.before(item);
    dress(item);
    number();
    item.querySelector("input, select, textarea")?.focus();
  });
  items().forEach(dress);
  number();

  function button(text) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "btn btn-sm btn-outline-dark";
    element.textContent = text;
    return element;
  }

  function dress(item) {
    const remove = button(rows.dataset.remove);
    remove.dataset.removeRow = "";
    remove.addEventListener("click", () => {
      item.remove();
      number();
      add.focus();
    });
    item.append(remove);
  }

  function empty(item) {
    for (const control of item.querySelectorAll("input, textarea, select")) {
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
      control.removeAttribute("aria-invalid");
    }
    for (const fault of item.querySelectorAll(".field-fault")) fault.remove();
    delete item.dataset.spare;
  }

  // Names and ids carry the row's number: prefix.0.field and f-prefix-0-field.
  function number() {
    const all = items();
    all.forEach((item, index) => {
      const title = item.querySelector(":scope > legend");
      title.textContent = title.textContent.replace(/\d+/, index + 1);
      const name = prefix.replaceAll("-", ".");
      for (const element of item.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const [attribute, start, separator] of [
          ["name", name, "."], ["id", rows.id, "-"], ["for", rows.id, "-"], ["aria-describedby", rows.id, "-"],
        ]) {
          const value = element.getAttribute(attribute);
          if (value === null) continue;
          element.setAttribute(attribute, value.split(" ").map((part) => {
            if (!part.startsWith(start + separator)) return part;
            const rest = part.slice(start.length + 1);
            const cut = rest.indexOf(separator);
            return start + separator + index + rest.slice(cut < 0 ? rest.length : cut);
          }).join(" "));
        }
      }
    });
    add.hidden = all.length >= maximum;
  }
}

// A form is sent once: a second click on the way there would only be refused.
for (const form of document.querySelectorAll("[data-form]")) {
  form.addEventListener("submit", () => {
    for (const control of form.querySelectorAll("button[type=submit]")) control.setAttribute("aria-disabled", "true");
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest("button[aria-disabled=true]")) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    for (const control of form.querySelectorAll("button[aria-disabled]")) control.removeAttribute("aria-disabled");
  });
}
