// Reloads a page's live part when its docket has news. The news says only that there is some.
const docket = document.body.dataset.live;
let loading = false;
let again = false;

async function reload() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.getElementById("live");
      const old = document.getElementById("live");
      // Never under somebody's hands: a form being filled in stays as it is.
      const busy = old?.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
      if (fresh && old && !busy) {
        old.replaceWith(document.adoptNode(fresh));
        document.dispatchEvent(new CustomEvent("daylight:live"));
      }
    }
  } catch {
    // The next news, or the reader, tries again.
  } finally {
    loading = false;
    if (again) {
      again = false;
      reload();
    }
  }
}

if (docket && "EventSource" in window) {
  const source = new EventSource("/events?docket=" + encodeURIComponent(docket));
  source.addEventListener("news", reload);
  window.addEventListener("pagehide", () => source.close());
}
