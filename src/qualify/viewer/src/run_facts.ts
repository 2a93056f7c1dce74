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
    section("Results", shown, colourOf, resultsOf(shown), true),
    section("Parameters", shown, colourOf, parametersOf(shown), shown.length === 1),
    ...shown.map(leftOut),
  ];
  return parts.filter((part) => part !== null);
}

type Cells = Map<string, string[]>; // by name, a value a run

function resultsOf(shown: Run[]): Cells {
  return cells(shown, (r) => (r.run.results ?? [])
    .map((x) => [x.name, typeof x.value === "number" ? String(Math.round(x.value * 1e5) / 1e5) : ""]));
}

function parametersOf(shown: Run[]): Cells {
  return cells(shown, (r) => [...flatten(r.run.parameters)]);
}

function cells(shown: Run[], of: (run: Run) => string[][]): Cells {
  const all: Cells = new Map();
  shown.forEach((r, i) => {
    for (const [name, value] of of(r)) {
      if (!all.has(name!)) all.set(name!, shown.map(() => ""));
      all.get(name!)![i] = value!;
    }
  });
  return all;
}

// `whole`: rows in which all are alike as well; else those are a click away.
function section(
  title: string, shown: Run[], colourOf: (name: string) => string, all: Cells, whole: boolean,
): HTMLElement | null {
  if (all.size === 0) return null;
  const differs = (values: string[]) => shown.length > 1 && values.some((v) => v !== values[0]);
  const table = (rows: [string, string[]][]) =>
    h("table", { class: "sides" },
      shown.length > 1 && h("thead", {}, h("tr", {}, h("td", {}), shown.map((r, i) =>
        h("th", { scope: "col", title: r.name, style: `--colour:${colourOf(r.name)}` }, h("span", { class: "dot", "aria-hidden": "true" }), i + 1)))),
      h("tbody", {}, rows.map(([name, values]) =>
        h("tr", { class: differs(values) ? "differs" : "" }, h("th", { scope: "row" }, name), values.map((v) => h("td", {}, v))))));
  const rows = [...all];
  const first = whole ? rows : rows.filter(([, values]) => differs(values));
  const rest = rows.length - first.length;
  return h("section", { "aria-label": title },
    h("h2", {}, title),
    first.length > 0 ? table(first) : h("p", { class: "quiet" }, "All the same."),
    rest > 0 && h("details", {}, h("summary", {}, `${rest} that are the same`), table(rows.filter(([, values]) => !differs(values)))));
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

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into);
  } else if (path) {
    into.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return into;
}
