// What JavaScript adds to a page that works without it: GOV.UK's parts, several States in one box, printing, a warning
// before typed text is thrown away. No inline script anywhere, so the strict Content-Security-Policy holds.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink, createAll,
} from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(part);
}
createAll(Button, { preventDoubleClick: true });

// A form marked data-guard says so before typed text is thrown away.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  document.body.addEventListener("rogatory:saved", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// The line that saves by itself says so when it could not: signed out, or no connection.
for (const line of document.querySelectorAll("[data-lost]")) {
  for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    line.addEventListener(trouble, () => { line.textContent = line.dataset.lost; });
  }
}

// A form that only hands on what was typed before a sign-in is sent at once.
const resume = document.querySelector("form[data-resume]");
if (resume) resume.requestSubmit();

// A button marked data-print prints; it stays hidden where scripts are off.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A box for several names: after a comma the browser's own list offers the next one. data-many names the full list.
let lists = 0;
for (const box of document.querySelectorAll("input[data-many]")) {
  const all = [...document.querySelectorAll(`#${CSS.escape(box.dataset.many)} option`)].map((option) => option.value);
  const list = document.createElement("datalist");
  lists += 1;
  list.id = `many-${lists}`;
  box.after(list);
  box.setAttribute("list", list.id);
  const offer = () => {
    const comma = box.value.lastIndexOf(",");
    const done = comma < 0 ? "" : `${box.value.slice(0, comma).trim()}, `;
    const word = box.value.slice(comma + 1).trim().toLowerCase();
    const fitting = all.filter((name) => name.toLowerCase().includes(word) && !done.includes(name)).slice(0, 12);
    list.replaceChildren(...fitting.map((name) => Object.assign(document.createElement("option"), { value: done + name })));
  };
  box.addEventListener("input", offer);
  box.addEventListener("focus", offer);
}
