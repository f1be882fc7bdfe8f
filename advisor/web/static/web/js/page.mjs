// What JavaScript adds to a page that works without it: GOV.UK's parts, focus on a first error, a warning before leaving
// a changed form. No inline script anywhere, so the strict Content-Security-Policy holds.
import { CharacterCount, ErrorSummary, PasswordInput, Radios, Checkboxes, SkipLink, NotificationBanner, Button, createAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const part of [CharacterCount, ErrorSummary, PasswordInput, Radios, Checkboxes, SkipLink, NotificationBanner]) createAll(part);
createAll(Button, { preventDoubleClick: true });

// A form marked data-guard says so before typed text is thrown away.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// A button marked data-print prints; it is hidden where scripts are off.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
