// A paper whose file is being made turns into its link by itself; what was asked to be printed is printed then.
// Without scripts the page says so, and a link opens it again.
const PAUSE = 1500, TRIES = 200; // milliseconds between two questions, and how many

const later = () => new Promise((done) => setTimeout(done, PAUSE));

const isMade = async (row) => {
  const answer = await fetch(row.dataset.beingMade, { cache: "no-store", redirect: "error" });
  return answer.status === 204;
};

// Everything else on the page stays as it is: somebody may be typing in a form beside it.
const show = async (row) => {
  if (!row.id) return location.reload();
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(row.id);
  if (fresh) row.replaceWith(document.importNode(fresh, true));
};

const wait = async (row) => {
  for (let left = TRIES; left; left -= 1) {
    await later();
    // The network may be away for a moment: it is asked again.
    if (await isMade(row).catch(() => false)) return show(row).catch(() => undefined);
  }
};

// A frame of our own holds the file while the browser's print window is open.
const print = (address) => {
  const frame = document.createElement("iframe");
  frame.className = "govuk-visually-hidden";
  frame.title = document.title;
  frame.tabIndex = -1;
  frame.addEventListener("load", () => frame.contentWindow.print(), { once: true });
  frame.src = address;
  document.body.append(frame);
};

export const awaitPapers = async () => {
  await Promise.all([...document.querySelectorAll("[data-being-made]")].map(wait));
  for (const kind of (document.querySelector("[data-print]")?.dataset.print ?? "").split(" ").filter(Boolean)) {
    const links = document.querySelectorAll(`a[data-paper="${kind}"]`);
    if (links.length) print(links[links.length - 1].href);
  }
};
