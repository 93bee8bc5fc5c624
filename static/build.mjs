// Builds what the browser and the printer need into static/built: one style sheet, scripts, icons, fonts.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const built = join(root, "static", "built");

rmSync(built, { recursive: true, force: true });
for (const folder of ["", "fonts", "icons", "js", "licences"]) mkdirSync(join(built, folder), { recursive: true });

for (const sheet of ["app", "paper"]) {
  const source = join(root, "static/scss", `${sheet}.scss`);
  const options = { loadPaths: [modules], style: "compressed", quietDeps: true };
  writeFileSync(join(built, `${sheet}.css`), sass.compile(source, options).css);
}

const noto = join(modules, "@fontsource-variable/noto-sans/files");
for (const part of ["latin", "latin-ext", "vietnamese"])
  cpSync(join(noto, `noto-sans-${part}-wght-normal.woff2`), join(built, "fonts", `noto-sans-${part}.woff2`));
for (const [folder, file] of [["400Regular", "regular"], ["400Regular_Italic", "italic"], ["700Bold", "bold"], ["700Bold_Italic", "bold-italic"]]) {
  const source = join(modules, "@expo-google-fonts/tinos", folder);
  cpSync(join(source, readdirSync(source).find((name) => name.endsWith(".ttf"))), join(built, "fonts", `tinos-${file}.ttf`));
}

const stroke = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
const icons = JSON.parse(readFileSync(join(modules, "@iconify-json/tabler/icons.json"), "utf8"));
const wanted = readFileSync(join(root, "static/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
for (const name of wanted) {
  const shapes = icons.icons[name].body.replaceAll(/ (fill="none"|stroke="currentColor"|stroke-width="2"|stroke-line(cap|join)="round")/g, ""); // the tag that draws it says so once
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ${stroke}>${shapes}</svg>`;
  writeFileSync(join(built, "icons", `${name}.svg`), svg);
}

cpSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), join(built, "js", "govuk-frontend.min.js"));

// What is built of others' work carries their licences; what only builds (sass) or tests (axe-core) is not in it.
const parts = ["govuk-frontend", "@iconify-json/tabler", "@fontsource-variable/noto-sans", "@expo-google-fonts/tinos"].map((name) => {
  const folder = join(modules, name);
  const { license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file)).pop(); // of two, the font's own
  const source = text ? join(folder, text) : join(root, "static/licences", `${name.split("/").pop()}.txt`);
  const file = `${name.replace("@", "").replace("/", "-")}.txt`;
  if (!existsSync(source)) throw new Error(`${name} has no licence text; put one at ${source}`);
  cpSync(source, join(built, "licences", file));
  return { name, licence: license, homepage, file };
});
writeFileSync(join(built, "licences", "index.json"), JSON.stringify(parts, null, 2));
