// Results, parameters and what was left out, of several runs side by side.
import type { Run } from "./api";
import { h } from "./dom";
import { titleOf } from "./run_table";

export function runLegend(shown: Run[], colourOf: (name: string) => string): HTMLElement {
  if (shown.length === 0) return h("p", { class: "quiet" }, "Choose some above to see them side by side.");
  return h("ul", { class: "legend", "aria-label": "Runs shown" }, shown.map((r, i) =>
    h("li", { style: `--colour:${colourOf(r.name)}`, title: r.name }, h("span", { class: "dot", "aria-hidden": "true" }), `${i + 1}: ${titleOf(r)}`)));
}

export function facts(shown: Run[], colourOf: (name: string) => string): HTMLElement[] {
  const parts = [
    results(shown, colourOf),
    parameters(shown, colourOf),
    ...shown.map(leftOut),
  ];
  return parts.filter((part) => part !== null);
}

type Cells = [name: string, values: string[]][]; // one value per run

const FIRST_RESULTS = 10;

function results(shown: Run[], colourOf: (name: string) => string): HTMLElement | null {
  const rows = cells(shown, (r) => (r.run.results ?? [])
    .map((x) => [x.name, typeof x.value === "number" ? String(Math.round(x.value * 1e4) / 1e4) : ""]));
  return section("Results", shown, colourOf, rows.slice(0, FIRST_RESULTS), rows.slice(FIRST_RESULTS), "more");
}

function parameters(shown: Run[], colourOf: (name: string) => string): HTMLElement | null {
  const rows = cells(shown, (r) => [...flatten(r.run.parameters)]);
  if (shown.length === 1) return section("Parameters", shown, colourOf, [], rows, "parameters");
  const differs = ([, values]: Cells[number]) => values.some((v) => v !== values[0]);
  return section("Parameters that differ", shown, colourOf, rows.filter(differs), rows.filter((row) => !differs(row)), "that are the same");
}

function cells(shown: Run[], of: (run: Run) => string[][]): Cells {
  const all = new Map<string, string[]>();
  shown.forEach((r, i) => {
    for (const [name, value] of of(r)) {
      if (!all.has(name!)) all.set(name!, shown.map(() => ""));
      all.get(name!)![i] = value!;
    }
  });
  return [...all];
}

// The first rows in sight, the rest a click away.
function section(
  title: string, shown: Run[], colourOf: (name: string) => string, first: Cells, rest: Cells, what: string,
): HTMLElement | null {
  if (first.length + rest.length === 0) return null;
  const table = (rows: Cells) =>
    h("table", { class: "sides" },
      shown.length > 1 && h("thead", {}, h("tr", {}, h("td", {}), shown.map((r, i) =>
        h("th", { scope: "col", title: r.name, style: `--colour:${colourOf(r.name)}` }, h("span", { class: "dot", "aria-hidden": "true" }), i + 1)))),
      h("tbody", {}, rows.map(([name, values]) =>
        h("tr", {}, h("th", { scope: "row" }, name), values.map((v) => h("td", { class: v.length < 10 && shown.length < 4 ? "short" : "" }, v))))));
  return h("section", { "aria-label": title },
    h("h2", {}, title),
    first.length > 0 && table(first),
    rest.length > 0 && h("details", {}, h("summary", {}, `${rest.length} ${what}`), table(rest)));
}

function leftOut(run: Run): HTMLElement | null {
  const all = Object.entries(run.run.skipped ?? {});
  const made = run.run.artifacts ?? [];
  if (all.length === 0 && made.length === 0) return null;
  return h("details", {}, h("summary", {}, `Left out and made: ${titleOf(run)}`),
    all.map(([what, reasons]) => h("div", {}, h("h3", {}, what),
      h("ul", {}, Object.entries(reasons).map(([reason, r]) =>
        h("li", {}, `${r.count} × ${reason}`, r.samples?.length > 0 && h("ul", {}, r.samples.map((s) => h("li", { class: "quiet" }, s)))))))),
    made.length > 0 && h("p", { class: "quiet paths" }, `Made: ${made.join(", ")}`));
}

// Leaves of nested objects by their paths: "recipe.learning_rate". Some are JSON inside a text.
function flatten(given: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  const value = typeof given === "string" && given.startsWith("{") ? parsed(given) : given;
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into);
  } else if (path) {
    into.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return into;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
