// What is typed and not sent is kept on the server: never in the browser, which the next person may use.
// Without scripts a form is kept once it is sent; everything here only does it earlier.
const WAIT = 3000; // milliseconds after the last key
const WARNING = 120; // seconds before the session ends
const LONGEST = 2 ** 31 - 1; // of a timer
const PRIVATE = "input[type=password]";

const bar = document.querySelector("[data-session-seconds]");
const forms = [...document.querySelectorAll("main form[method=post]")].filter(
  (form) => !form.closest("[data-session-seconds]") && form.getAttribute("role") !== "search",
);
const isKept = (form) => bar && !form.querySelector(PRIVATE);
const typed = new Set(); // forms with what was not sent
const leaving = new Set(); // forms that are on their way
const underway = new Map(); // form → what is being kept

const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]")?.value;
const send = (address, body, form) =>
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(form) }, redirect: "error", keepalive: true });

const words = (form) => {
  const inputs = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(inputs).toString();
};

// A citizen's section is kept in the draft; any other form in a row of the account.
const keepInDraft = async (form) => {
  const data = new FormData(form);
  data.set("autosave", "1");
  const answer = await send(form.action, new URLSearchParams(data), form);
  if (answer.ok) form.querySelector("[name=seen]").value = (await answer.json()).seen;
};
const keepInRow = (form) => {
  const address = new URL(form.action).pathname;
  return send(bar.dataset.keep, new URLSearchParams({ address, words: words(form) }), form);
};

const keep = (form, way) => {
  if (leaving.has(form) || !typed.has(form)) return underway.get(form);
  const work = Promise.resolve(underway.get(form))
    .then(() => way(form))
    .then(() => typed.delete(form))
    .catch(() => undefined) // the network is away: the form still stands, and is kept with the next key
    .finally(() => underway.get(form) === work && underway.delete(form));
  underway.set(form, work);
  return work;
};
const wayOf = (form) => (form.hasAttribute("data-draft") ? keepInDraft : keepInRow);

const watch = (form) => {
  let timer;
  form.addEventListener("input", () => {
    typed.add(form);
    clearTimeout(timer);
    if (isKept(form)) timer = setTimeout(keep, WAIT, form, wayOf(form));
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    const work = underway.get(form);
    if (work && !leaving.has(form)) {
      event.preventDefault(); // the one that is sent must come last
      leaving.add(form);
      work.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    leaving.add(form);
    typed.delete(form);
  });
};

// The other language opens the same page: what was typed is kept first, or, of a stranger, asked about.
const watchLanguages = () => {
  for (const link of document.querySelectorAll("a[hreflang][data-question]")) {
    link.addEventListener("click", async (event) => {
      const waiting = forms.filter((form) => typed.has(form) || underway.has(form));
      const isCarried = document.querySelector("main input[type=hidden][name=typed]"); // through sign-in
      if (!isCarried && !waiting.length) return;
      if (isCarried || !waiting.every(isKept)) {
        if (!window.confirm(link.dataset.question)) event.preventDefault();
        return;
      }
      event.preventDefault();
      waiting.forEach((form) => typed.add(form));
      await Promise.all(waiting.map((form) => keep(form, keepInRow)));
      window.location.assign(link.href);
    });
  }
};

const watchSession = () => {
  let timer;
  const wait = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => (bar.hidden = false), Math.min(Math.max(seconds - WARNING, 0) * 1000, LONGEST));
  };
  bar.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(event.target.action, new URLSearchParams(), bar).catch(() => undefined);
    if (!answer?.ok) return window.location.reload();
    bar.hidden = true;
    return wait((await answer.json()).seconds);
  });
  wait(Number(bar.dataset.sessionSeconds));
};

export const keepWhatIsTyped = () => {
  forms.forEach(watch);
  watchLanguages();
  if (bar) watchSession();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") [...typed].filter(isKept).forEach((form) => keep(form, wayOf(form)));
  });
};
