// Each file is sent as soon as it is chosen, one after another, and its row is drawn anew from the answer. A file that
// the network cut off is sent again by itself. Without scripts the same form sends what was chosen, by its button.
const PAUSES = [1000, 3000, 8000]; // milliseconds before it is tried again
const AWAY = new Set([429, 502, 503, 504]); // answers of a site that is there, and not now
const PATIENCE = 180_000; // milliseconds for one file
const LONGEST = 60; // seconds that are waited where the site says for how long

const form = document.querySelector("[data-uploads]");
const told = document.querySelector("[data-uploads-status]");
const failed = new Map(); // key of a component → files that were not sent
const changing = new Set(); // keys of components whose row is on its way
let line = Promise.resolve(), waiting = 0;

const row = (key) => document.getElementById(`giay-${key}`);
const words = (text, file, n = 0) => text.replace("{name}", file.name).replace("{n}", n);
const tell = (text) => (told.textContent = text);
const later = (pause) => new Promise((done) => setTimeout(done, pause));

const show = (key, text, value = null, again = false) => {
  const place = row(key).querySelector("[data-row-progress]"), bar = place.querySelector("progress");
  place.hidden = !text;
  place.querySelector("[data-row-words]").textContent = text;
  bar.hidden = value === null;
  bar.value = value ?? 0;
  place.querySelector("[data-row-again]").hidden = !again;
};

const post = (address, body, progress = () => undefined) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has gone
    request.open("POST", address);
    request.timeout = PATIENCE;
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(Math.round((event.loaded / event.total) * 100)));
    request.addEventListener("load", () => done(request));
    for (const cut of ["error", "abort", "timeout"]) request.addEventListener(cut, () => fail(new Error(cut)));
    request.send(body);
  });

const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;

// The row as the site draws it; what had the focus has it again.
const replace = (key, html) => {
  const page = new DOMParser().parseFromString(html, "text/html"), fresh = page.getElementById(`giay-${key}`), old = row(key);
  if (!fresh) return false;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(document.importNode(fresh, true));
  if (focused) {
    const same = [...row(key).querySelectorAll("button, input")].find(
      (part) => part.name === focused.name && part.value === focused.value && part.getAttribute("formaction") === focused.getAttribute("formaction"),
    );
    (same ?? row(key).querySelector("h2")).focus();
  }
  if (failed.get(key)?.length) show(key, words(form.dataset.cut, failed.get(key)[0]), null, true);
  return true;
};

const fail = (key, file) => {
  failed.set(key, [...(failed.get(key) ?? []), file]);
  show(key, words(form.dataset.cut, file), null, true);
  tell(words(form.dataset.cut, file));
};

// An answer that is no row: signed out meanwhile, or refused as a whole. The page tells it better.
const giveUp = (answer, key, file) => {
  if (answer.responseURL && new URL(answer.responseURL).pathname !== new URL(form.action).pathname) location.reload();
  else fail(key, file);
};

const tryOnce = async (key, file) => {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  body.set("row", key);
  body.append(`tep-${key}`, file, file.name);
  return post(form.action, body, (n) => show(key, words(form.dataset.sending, file, n), n));
};

const pauseOf = (answer, pause) => {
  const seconds = Number(answer?.getResponseHeader("Retry-After"));
  return seconds > 0 && seconds <= LONGEST ? seconds * 1000 : pause;
};

const send = async (key, file) => {
  let answer;
  for (const pause of [...PAUSES, null]) {
    show(key, words(form.dataset.sending, file, 0), 0);
    answer = await tryOnce(key, file).catch(() => undefined);
    if (answer && !AWAY.has(answer.status)) break;
    if (pause === null) return fail(key, file);
    show(key, words(form.dataset.again, file));
    tell(words(form.dataset.again, file));
    await later(pauseOf(answer, pause));
  }
  if (!replace(key, answer.responseText)) return giveUp(answer, key, file);
  return tell(words(answer.status === 200 ? form.dataset.sent : form.dataset.refused, file));
};

const queue = (key, files) => {
  for (const file of files) {
    if (file.size > Number(form.dataset.uploads)) {
      show(key, words(form.dataset.large, file));
      tell(words(form.dataset.large, file));
      continue;
    }
    waiting += 1;
    show(key, words(form.dataset.waiting, file));
    line = line.then(() => send(key, file)).catch(() => fail(key, file)).finally(() => (waiting -= 1));
  }
};

// Turned, moved, taken out: the row comes back. A second press while the first is on its way does nothing.
const change = async (event) => {
  const button = event.submitter, key = button?.closest("[data-row]")?.dataset.row;
  if (!key) return;
  event.preventDefault();
  if (changing.has(key)) return;
  changing.add(key);
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), row: key, [button.name || "viec"]: button.value });
  try {
    const answer = await post(button.formAction, body);
    if (!replace(key, answer.responseText)) return location.reload();
    tell(row(key).querySelector(".govuk-error-message")?.textContent.trim() ?? form.dataset.changed);
  } catch {
    tell(form.dataset.away);
    show(key, form.dataset.away);
  } finally {
    changing.delete(key);
  }
};

export const sendUploads = () => {
  form.querySelector("[data-uploads-button]").hidden = true;
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    const files = [...target.files], { row: key } = target.closest("[data-row]").dataset;
    target.value = "";
    queue(key, files);
  });
  form.querySelector(".mc-papers").addEventListener("input", (event) => event.stopPropagation()); // nothing here is kept as typed
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-row-again]");
    if (!button) return;
    const { row: key } = button.closest("[data-row]").dataset, files = failed.get(key) ?? [];
    failed.delete(key);
    queue(key, files);
  });
  form.addEventListener("submit", (event) => event.preventDefault()); // Enter sends nothing twice
  document.getElementById("viec-tep").addEventListener("submit", change);
  addEventListener("beforeunload", (event) => waiting && event.preventDefault());
};
