// A batch under way is told again by itself until it is done. Without scripts a link does the same.
const PAUSE = 2000, TRIES = 900; // milliseconds between two questions, and how many

const later = () => new Promise((done) => setTimeout(done, PAUSE));

const fresh = async () => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "error" });
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("progress");
};

export const followProgress = async () => {
  const shown = document.getElementById("progress");
  for (let left = TRIES; left; left -= 1) {
    await later();
    const now = await fresh().catch(() => null); // the network may be away for a moment: it is asked again
    if (now && !("underWay" in now.dataset)) return location.reload();
    if (now) shown.replaceChildren(...now.children);
  }
};
