// Papers beside the form: a chosen file is shown in place, and the page around it stays as it is. Without scripts each
// link of the list asks for the page again with that file in it. A file is fetched when it is chosen, never before: what
// is sent is recorded as read.
const ZOOMS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4]; // of the width of the pane
const BESIDE = matchMedia("(min-width: 1200px)");
const one = (name) => document.querySelector(`[data-viewer${name}]`);

// A photograph as wide as the pane, times the zoom, turned by quarters; its sheet is as large as what is seen of it.
const lay = (view) => {
  const { image, turn, zoom } = view;
  if (!image?.naturalWidth) return;
  const stage = one("-stage"), sheet = one("-sheet"), isAcross = turn % 2;
  const [wide, high] = isAcross ? [image.naturalHeight, image.naturalWidth] : [image.naturalWidth, image.naturalHeight];
  const width = Math.round(stage.clientWidth * ZOOMS[zoom]), height = Math.round((width * high) / wide);
  [sheet.style.width, sheet.style.height] = [`${width}px`, `${height}px`];
  [image.style.width, image.style.height] = isAcross ? [`${height}px`, `${width}px`] : [`${width}px`, `${height}px`];
  image.className = `mc-viewer__turned mc-viewer__turned--${turn}`;
};

const say = (kind) => {
  for (const words of document.querySelectorAll("[data-viewer-words]")) words.hidden = words.dataset.viewerWords !== kind;
};

// The image or the frame that is on the sheet: new, or as the server put it there.
const take = (view) => {
  const image = one("-sheet").querySelector("img");
  Object.assign(view, { image, turn: 0, zoom: ZOOMS.indexOf(1) });
  one("-tools").hidden = !image;
  image?.addEventListener("load", () => lay(view));
  image?.addEventListener("error", () => say("missing"));
  lay(view);
};

const draw = (view, choice) => {
  const { choice: kind, source } = choice.dataset, name = choice.textContent, sheet = one("-sheet");
  sheet.removeAttribute("style");
  sheet.replaceChildren();
  say(kind);
  if (kind === "image") sheet.append(Object.assign(new Image(), { src: source, alt: name }));
  if (kind === "pdf") sheet.append(Object.assign(document.createElement("iframe"), { src: source, title: name }));
  one("-stage").scrollTo(0, 0);
  take(view);
};

const lead = (link, choice) => {
  link.hidden = !choice;
  if (choice) link.href = choice.href;
  else link.removeAttribute("href");
};

const describe = (choice) => {
  const { title, mark, other, earlier, address } = choice.dataset, isEarlier = earlier !== undefined;
  one("-title").textContent = title;
  one("-name").textContent = choice.textContent;
  one("-mark").textContent = mark;
  one("-mark").className = isEarlier ? "mc-tag mc-tag--warning" : "";
  const compared = other ? document.getElementById(other) : null;
  const inForce = [...document.querySelectorAll("[data-choice]:not([data-earlier])")];
  const place = inForce.indexOf(isEarlier ? compared : choice);
  lead(one("-previous"), inForce[place - 1]);
  lead(one("-next"), inForce[place + 1]);
  lead(one("-before"), isEarlier ? null : compared);
  lead(one("-after"), isEarlier ? compared : null);
  one("-alone").href = address;
};

const mark = (choice) => {
  document.querySelector("[data-choice][aria-current]")?.removeAttribute("aria-current");
  choice?.setAttribute("aria-current", "true");
  choice?.scrollIntoView({ block: "nearest" });
};

const open = (view, choice) => {
  const viewer = one(""), wasClosed = viewer.hidden;
  viewer.hidden = false;
  viewer.closest(".mc-case").classList.add("mc-case--open");
  if (wasClosed) for (const section of document.querySelectorAll("[data-section]")) section.open = true;
  mark(choice);
  describe(choice);
  draw(view, choice);
  history.replaceState(history.state, "", choice.href);
  // Beside the form it stays where it is; on a narrow screen it lies above the list, and the page moves to it.
  if (wasClosed || !BESIDE.matches) viewer.closest(".mc-case__papers").scrollIntoView({ block: "start" });
  one("-stage").focus({ preventScroll: true });
};

const close = () => {
  one("").hidden = true;
  one("").closest(".mc-case").classList.remove("mc-case--open");
  one("-sheet").replaceChildren();
  const choice = document.querySelector("[data-choice][aria-current]");
  mark(null);
  lead(one("-next"), document.querySelector("[data-choice]"));
  for (const name of ["-previous", "-before", "-after"]) lead(one(name), null);
  history.replaceState(history.state, "", one("-close").href);
  choice?.focus();
};

const zoom = (view, step) => {
  view.zoom = Math.min(Math.max(view.zoom + step, 0), ZOOMS.length - 1);
  lay(view);
};

const turn = (view) => {
  view.turn = (view.turn + 1) % 4;
  lay(view);
};

// Letters only while the viewer has the focus: a reader who speaks, or types elsewhere, moves nothing.
const press = (view, event) => {
  if (!view.image || event.ctrlKey || event.altKey || event.metaKey) return;
  const act = { "+": () => zoom(view, 1), "=": () => zoom(view, 1), "-": () => zoom(view, -1), r: () => turn(view) }[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
};

const follow = (view, event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a new tab or window
  const link = event.target.closest?.("a[href]"), choice = link && [...document.querySelectorAll("[data-choice]")].find(({ href }) => href === link.href);
  if (!choice) return;
  event.preventDefault();
  open(view, choice);
};

export const viewPapers = () => {
  const view = { image: null, turn: 0, zoom: 0 }, viewer = one("");
  viewer.closest(".mc-case__papers").addEventListener("click", (event) => follow(view, event));
  one("-close").addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  for (const button of document.querySelectorAll("[data-viewer-zoom]"))
    button.addEventListener("click", () => zoom(view, Number(button.dataset.viewerZoom)));
  one("-turn").addEventListener("click", () => turn(view));
  viewer.addEventListener("keydown", (event) => press(view, event));
  addEventListener("resize", () => lay(view));
  if (!viewer.hidden) take(view);
};
