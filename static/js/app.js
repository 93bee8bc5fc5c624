// Everything here is a comfort: each page does its work without it.
import { Button, ErrorSummary, SkipLink, createAll } from "./govuk-frontend.min.js";
import { askOnlyWhatIsNeeded } from "./asked.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
createAll(Button, { preventDoubleClick: true });
createAll(ErrorSummary);
createAll(SkipLink);
askOnlyWhatIsNeeded();
// Fetched only where something can be typed that would be missed, or a session ends.
if (document.querySelector("main form[method=post], [data-session-seconds]"))
  import("./typed.js").then(({ keepWhatIsTyped }) => keepWhatIsTyped());
// Fetched only where a paper is still being made, or is to be printed.
if (document.querySelector("[data-being-made], [data-print]")) import("./papers.js").then(({ awaitPapers }) => awaitPapers());

// Fetched only where one tick chooses a whole list, or a batch is under way.
if (document.querySelector("[data-choose-all]")) import("./choice.js").then(({ chooseAll }) => chooseAll());
if (document.querySelector("[data-under-way]")) import("./progress.js").then(({ followProgress }) => followProgress());

// Back may show a page as the browser remembers it, from before an act: it is asked for again, unless somebody typed on it.
const isTouched = (input) =>
  input.type === "checkbox" || input.type === "radio" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && ![...document.querySelectorAll("main input, main textarea")].some(isTouched)) location.reload();
});

// F2 goes to the search or scan box, F8 presses the main button, F9 opens the next dossier of a list and Shift F9 the one
// before: function keys type no letters.
document.addEventListener("keydown", (event) => {
  const target = { F2: "[data-key-f2]", F8: "[data-key-f8]", F9: event.shiftKey ? "[data-key-shift-f9]" : "[data-key-f9]" }[event.key];
  const found = target && document.querySelector(target);
  if (!found) return;
  event.preventDefault();
  if (event.key === "F2") found.focus();
  else found.click();
});
