/**
 * Builds advisor/web/static/web and the font folders from npm packages. For maintainers; the output is committed.
 *
 * Usage: npm ci && npm run build   (pyftsubset of fonttools must be on PATH, or PYFTSUBSET name it)
 * Writes: ../static/web/{*.css, fonts/, js/govuk-frontend.min.js}, ../../dossiers/fonts/, ../../../tests/browser/axe.min.js
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "static", "web");
const dossierFonts = join(here, "..", "..", "dossiers", "fonts");
const browserTests = join(here, "..", "..", "..", "tests", "browser");
for (const folder of [join(out, "fonts"), join(out, "js"), dossierFonts, browserTests]) mkdirSync(folder, { recursive: true });

/** Compiles one sheet. A url() that names an image of the kits' own (crest, icons) becomes none: we ship none of them. */
function sheet(name) {
  const { css } = sass.compile(join(here, "scss", `${name}.scss`), {
    style: "compressed",
    quietDeps: true,
    loadPaths: [join(modules, "govuk-frontend", "dist"), modules],
    silenceDeprecations: ["import"],
  });
  const clean = css.replace(/url\((?!["']?fonts\/)[^)]*\)/g, "none").replace(/^\uFEFF/, "");
  writeFileSync(join(out, `${name}.css`), `${clean}\n`);
  console.log(`${name}.css ${clean.length} bytes`);
}

/** Cuts a font for the web, with all its layout features, without hints. */
function subset(source, target, ranges) {
  const tool = process.env.PYFTSUBSET ?? "pyftsubset";
  execFileSync(tool, [source, `--unicodes=${ranges}`, "--flavor=woff2", "--layout-features=*", "--no-hinting",
    "--desubroutinize", `--output-file=${join(out, "fonts", target)}`]);
}

const latin = "U+0000-024F,U+0259,U+02B0-02FF,U+1E00-1EFF,U+2000-206F,U+20A0-20BF,U+2100-214F,U+2190-21FF,U+2212,U+2215,U+2260-2265,U+FEFF,U+FFFD";
const greekCyrillic = "U+0370-03FF,U+0400-052F,U+1F00-1FFF";
const google = join(modules, "@expo-google-fonts");
const faces = {
  "noto-sans-400": join(google, "noto-sans", "400Regular", "NotoSans_400Regular.ttf"),
  "noto-sans-700": join(google, "noto-sans", "700Bold", "NotoSans_700Bold.ttf"),
  "noto-serif-600": join(google, "noto-serif", "600SemiBold", "NotoSerif_600SemiBold.ttf"),
};

/** The licences of what is copied: the kit names MIT in package.json and ships no text. */
function notice() {
  const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
  return `govuk-frontend ${version("govuk-frontend")}: MIT, Copyright (C) Crown Copyright (Government Digital Service)
Noto Sans, Noto Serif: SIL Open Font License 1.1, see fonts/OFL.txt

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
}

sheet("rogatory");
if (!process.argv.includes("--css")) {
  for (const [name, source] of Object.entries(faces)) {
    subset(source, `${name}-latin.woff2`, latin);
    subset(source, `${name}-el-cy.woff2`, greekCyrillic);
  }
  copyFileSync(join(google, "noto-sans", "LICENSE_FONT"), join(out, "fonts", "OFL.txt"));
  for (const style of ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"]) {
    const file = `NotoSans_${style}.ttf`;
    copyFileSync(join(google, "noto-sans", style, file), join(dossierFonts, file));
  }
  copyFileSync(join(google, "noto-sans", "LICENSE_FONT"), join(dossierFonts, "OFL.txt"));
  const script = readFileSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
  writeFileSync(join(out, "js", "govuk-frontend.min.js"), script.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n"));
  writeFileSync(join(out, "NOTICE.txt"), notice());
  copyFileSync(join(modules, "axe-core", "axe.min.js"), join(browserTests, "axe.min.js"));
}
