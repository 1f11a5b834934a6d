"""Checks of a page in the manner of axe (WCAG 2.2 AA), in one script of our own, and a visit that makes them all."""
import os
import pathlib
import re

from conftest import page_of

CHECKS = r"""
() => {
  const faults = [];
  const shown = (element) => {
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const describe = (element) => {
    const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const id = element.id ? "#" + element.id : "";
    return `<${element.tagName.toLowerCase()}${id} class="${element.className}"> ${text}`;
  };

  // Language and title (3.1.1, 2.4.2)
  if (!/^(zh-CN|en)$/.test(document.documentElement.lang)) faults.push("the page states no language");
  if (!document.title.trim()) faults.push("the page has no title");

  // Headings: one first level, no level left out (1.3.1)
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(shown);
  if (headings.filter((one) => one.tagName === "H1").length !== 1) faults.push("not exactly one h1");
  headings.reduce((before, one) => {
    const level = Number(one.tagName[1]);
    if (level > before + 1) faults.push(`heading jumps from ${before} to ${level}: ${describe(one)}`);
    return level;
  }, 0);
  if (!document.querySelector("main")) faults.push("no main landmark");

  // Names of controls (4.1.2, 3.3.2)
  const nameOf = (element) => {
    const labelled = element.getAttribute("aria-labelledby");
    if (labelled) return labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
    if (element.labels?.length) return [...element.labels].map((label) => label.textContent).join(" ");
    const image = element.querySelector?.("img[alt], svg[aria-label]");
    const text = element.tagName === "INPUT" && /submit|button/.test(element.type) ? element.value : element.textContent;
    return text.trim() || image?.getAttribute("alt") || image?.getAttribute("aria-label") || element.title || "";
  };
  const controls = document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=button]");
  for (const element of controls) {
    const needsLabel = /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && !/submit|button/.test(element.type);
    const name = needsLabel && !element.getAttribute("aria-label") && !element.getAttribute("aria-labelledby")
      ? [...(element.labels ?? [])].map((label) => label.textContent).join(" ") : nameOf(element);
    if (!name.trim()) faults.push("without a name: " + describe(element));
  }
  for (const image of document.querySelectorAll("img:not([alt])")) faults.push("image without alt: " + describe(image));
  for (const table of document.querySelectorAll("table")) {
    if (!table.querySelector("th")) faults.push("table without headings: " + describe(table));
  }
  const groups = [...document.querySelectorAll("fieldset")];
  for (const group of groups) {
    if (!group.querySelector(":scope > legend")?.textContent.trim()) faults.push("fieldset without legend");
  }

  // Ids are unique, references lead somewhere (4.1.1, 1.3.1)
  const ids = new Map();
  for (const element of document.querySelectorAll("[id]")) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
  for (const [id, count] of ids) if (count > 1) faults.push(`id ${id} stands ${count} times`);
  for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby], label[for]")) {
    for (const attribute of ["aria-describedby", "aria-labelledby", "for"]) {
      for (const id of (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) faults.push(`${attribute} names ${id}, which is not there`);
      }
    }
  }

  // Contrast of text against what lies behind it (1.4.3)
  const parse = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { r: parts[0], g: parts[1], b: parts[2], a: parts[3] ?? 1 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1,
  });
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const [red, green, blue] = [r, g, b].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const told = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "hidden";
    if ((!own && !field) || !shown(element) || element.disabled || element.closest("[disabled], .visually-hidden")) continue;
    const style = getComputedStyle(element);
    const back = behind(element);
    const front = over(parse(style.color), back);
    const [high, low] = [light(front), light(back)].sort((one, other) => other - one);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      const fault = `contrast ${ratio.toFixed(2)}: ${describe(element)}`;
      if (!told.has(fault)) faults.push(fault);
      told.add(fault);
    }
  }

  // Room for fingers (2.5.8), except links inside sentences
  for (const element of document.querySelectorAll("button, select, input:not([type=hidden]), summary, .btn, .tab")) {
    if (!shown(element)) continue;
    const box = element.getBoundingClientRect();
    if (/checkbox|radio/.test(element.type)) continue;
    if (box.height < 24 || box.width < 24) faults.push(`smaller than 24 px: ${describe(element)}`);
  }

  // Nothing runs out of the window sideways (1.4.10)
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".table-wrap, .stages"))
      .slice(0, 3).map(describe);
    faults.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}: ${wide.join("; ")}`);
  }

  // Sentences that no catalogue has show as their keys, gaps that nobody filled as braces
  const text = document.body.innerText;
  const key = text.match(/\b(page|field|command|choice|refusal|role|error|act|term|span|form|part)\.[a-z]\w+(\.\w+)*\b/);
  if (key && !document.querySelector("pre")?.innerText.includes(key[0])) faults.push("an unfilled key: " + key[0]);
  if (/\{\w+\}|\{\{|\[\[/.test(text.replace(document.querySelector("pre")?.innerText ?? "", ""))) {
    faults.push("an unfilled gap");
  }
  return faults;
}
"""

KEYBOARD = r"""
() => {
  const reachable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  window.daylightControls = [...document.querySelectorAll(reachable)].filter((element) =>
    element.checkVisibility({ checkVisibilityCSS: true }) && !element.disabled && element.tabIndex >= 0);
  return window.daylightControls.length;
}
"""

# Radio buttons of one name are one stop; where the focus is invisible, nobody can follow it.
STOP = r"""
() => {
  const at = document.activeElement;
  const index = window.daylightControls.indexOf(at);
  const style = getComputedStyle(at);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  return { index, visible: ring || style.boxShadow !== "none", tag: at.tagName + " " + (at.id || at.textContent.trim().slice(0, 30)) };
}
"""


def keyboard_faults(page):
    """Walks the page by the Tab key: every control must be reached, with a visible focus."""
    count = page.evaluate(KEYBOARD)
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    reached, faults = set(), []
    for _ in range(count * 4 + 20):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["index"] < 0:
            if len(reached) >= count:
                break
            continue
        if stop["index"] in reached and len(reached) >= count:
            break
        reached.add(stop["index"])
        if not stop["visible"]:
            faults.append("focus cannot be seen on " + stop["tag"])
    if len(reached) < count:
        missing = page.evaluate(
            "(seen) => window.daylightControls.filter((_, i) => !seen.includes(i)).map((e) => e.outerHTML.slice(0, 90))",
            sorted(reached))
        faults.append(f"{count - len(reached)} controls are not reached by keyboard: {missing[:5]}")
    return faults


def look(page, path, language, width, *, status=200, keyboard=True, ready=None):
    """Opens a page in one language and width; returns everything that is wrong with it."""
    faults = []

    def on_console(message):
        # A page that is meant to be an error says so in the console too.
        if message.type == "error" and not (status >= 400 and f"status of {status}" in message.text):
            faults.append("console: " + message.text)

    def on_error(error):
        faults.append(f"script: {error}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    try:
        page.set_viewport_size({"width": width, "height": 900})
        separator = "&" if "?" in path else "?"
        answer = page.goto(f"{path}{separator}lang={language}")
        if answer.status != status:
            faults.append(f"answered {answer.status}, expected {status}")
        page.wait_for_load_state("load")
        if ready:
            ready(page)
        if page.locator("html").get_attribute("lang") != language:
            faults.append("is in another language")
        faults += page.evaluate(CHECKS)
        picture(page, path, language, width)
        if keyboard:
            faults += keyboard_faults(page)
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
    return faults


def picture(page, path, language, width):
    """Keeps a screenshot when the environment names a folder for it."""
    folder = os.environ.get("DAYLIGHT_SCREENSHOTS")
    if not folder:
        return
    name = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(target / f"{name}-{language}-{width}.png"), full_page=True)


def visit(context, path, **options):
    """A page at both widths in both languages; raises with all faults together."""
    found = []
    page = page_of(context)
    for language in ("zh-CN", "en"):
        for width in (1280, 390):
            for fault in look(page, path, language, width, **options):
                found.append(f"{path} {language} {width}: {fault}")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not found, "\n".join(found)
