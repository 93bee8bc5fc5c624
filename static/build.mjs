// Builds what the browser and the printer need into static/built: one style sheet, scripts, icons, fonts.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const built = join(root, "static", "built");

rmSync(built, { recursive: true, force: true });
for (const folder of ["", "fonts", "icons", "js"]) mkdirSync(join(built, folder), { recursive: true });

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

const wanted = readFileSync(join(root, "static/icons.txt"), "utf8").split(/\s+/).filter(Boolean);
for (const name of wanted) cpSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), join(built, "icons", `${name}.svg`));

cpSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), join(built, "js", "govuk-frontend.min.js"));
