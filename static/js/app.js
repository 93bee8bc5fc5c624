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

// Fetched only where an officer looks at an applicant's papers.
if (document.querySelector("[data-viewer]")) import("./viewer.js").then(({ viewPapers }) => viewPapers());

// Fetched only where the papers of a draft are given.
if (document.querySelector("[data-uploads]")) import("./uploads.js").then(({ sendUploads }) => sendUploads());

// Back may show a page as the browser remembers it, from before an act: it is asked for again, unless somebody typed on it.
const isTouched = (input) =>
  input.type === "checkbox" || input.type === "radio" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue;
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && ![...document.querySelectorAll("main input, main textarea")].some(isTouched)) location.reload();
});

// F2 goes to the search or scan box, F4 shows the next paper beside the form and Shift F4 the one before, F8 presses the
// main button, F9 opens the next dossier of a list and Shift F9 the one before: function keys type no letters. Browsers
// keep F3, F5 to F7 and F10 to F12 for themselves; F4 opens a list in some, so in a field it stays theirs.
document.addEventListener("keydown", (event) => {
  const before = event.shiftKey ? "shift-" : "";
  const target = { F2: "f2", F4: `${before}f4`, F8: "f8", F9: `${before}f9` }[event.key];
  const found = target && document.querySelector(`[data-key-${target}]`);
  if (!found || event.altKey || event.ctrlKey) return;
  if (event.key === "F4" && event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea")) return;
  event.preventDefault();
  if (event.key === "F2") found.focus();
  else found.click();
});
