// Page "/runs": what was trained and validated, side by side.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { getCurve, getRuns, type Point, type Run } from "./api";
import { h } from "./dom";

const COLOURS = ["#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#0891b2"];
const FIRST_CURVES = ["validation/accuracy", "validation/mrr", "train/loss"];

export async function runs(main: HTMLElement, query: URLSearchParams): Promise<void> {
  document.title = "Runs";
  const all = await getRuns();
  const chosen = query.getAll("run").filter((name) => all.some((r) => r.name === name));
  const choose = (name: string, on: boolean) => {
    const next = new URLSearchParams((on ? [...chosen, name] : chosen.filter((n) => n !== name)).map((n) => ["run", n]));
    location.assign(`/runs?${next}`);
  };
  main.append(h("h1", {}, "Runs"));
  if (all.length === 0) {
    main.append(h("p", {}, "No records: start the viewer with --runs runs, after 'make'."));
    return;
  }
  main.append(
    h("div", { class: "wide runs" },
      h("table", {},
        h("thead", {}, h("tr", {}, ["", "Run", "Command", "Status", "Commit", "Dataset"].map((t) => h("th", {}, t)))),
        h("tbody", {}, all.map((r) =>
          h("tr", { class: r.run.status === "failed" || r.run.status === "lost" ? "bad" : "" },
            h("td", {}, h("input", { type: "checkbox", checked: chosen.includes(r.name), "aria-label": `compare ${r.name}`,
              onchange: (e: Event) => choose(r.name, (e.target as HTMLInputElement).checked) })),
            h("th", { scope: "row" }, r.name),
            h("td", {}, r.run.command), h("td", { title: r.run.error ?? "" }, r.run.status),
            h("td", {}, r.run.commit), h("td", {}, (r.run.dataset_id ?? "").slice(0, 12))))))),
    h("p", { class: "quiet" }, "Choose some to see them side by side."),
  );
  const shown = chosen.map((name) => all.find((r) => r.name === name)!);
  if (shown.length === 0) return;
  await curves(main, shown);
  main.append(results(shown), parameters(shown), ...shown.map(skipped));
}

async function curves(main: HTMLElement, shown: Run[]): Promise<void> {
  const points = await Promise.all(shown.map((r) => getCurve(r.name)));
  const names = [...new Set(points.flat().flatMap((p) => Object.keys(p)))].filter((n) => n !== "step");
  if (names.length === 0) return;
  const first = FIRST_CURVES.filter((n) => names.includes(n));
  const plots = h("div", { class: "plots" });
  main.append(
    h("h2", {}, "Curves"),
    h("p", { class: "legend" }, shown.map((r, i) => h("span", { style: `--colour:${COLOURS[i % COLOURS.length]}`, class: "edge-kind" }, r.name))),
    plots,
    h("label", { class: "field" }, h("span", {}, "More"),
      h("select", { onchange: (e: Event) => plot(plots, (e.target as HTMLSelectElement).value, points, shown) },
        h("option", { value: "" }, "–"), names.sort().map((n) => h("option", { value: n }, n)))),
  );
  for (const name of first) plot(plots, name, points, shown);
}

function plot(parent: HTMLElement, name: string, points: Point[][], shown: Run[]): void {
  if (!name) return;
  const steps = [...new Set(points.flatMap((p) => p.filter((x) => name in x).map((x) => x.step)))].sort((a, b) => a - b);
  const series = points.map((p) => {
    const byStep = new Map(p.filter((x) => name in x).map((x) => [x.step, x[name]!]));
    return steps.map((s) => byStep.get(s) ?? null);
  });
  const colour = getComputedStyle(document.body).color;
  const axis = { stroke: colour, grid: { stroke: "#8884", width: 1 } };
  const box = h("figure", {}, h("figcaption", {}, name));
  parent.append(box);
  new uPlot({
    width: 420, height: 240, scales: { x: { time: false } }, axes: [axis, axis], legend: { show: true },
    series: [{ label: "step" }, ...shown.map((r, i) => ({
      label: shown.length > 1 ? `${i + 1}` : r.name.split("_").pop() ?? "", stroke: COLOURS[i % COLOURS.length]!, width: 1.5, spanGaps: true,
    }))],
  }, [steps, ...series] as uPlot.AlignedData, box);
}

function results(shown: Run[]): HTMLElement {
  const names = [...new Set(shown.flatMap((r) => (r.run.results ?? []).map((x) => x.name)))];
  return section("Results", shown, names, (r, name) => {
    const value = r.run.results?.find((x) => x.name === name)?.value;
    return value === undefined ? "" : String(Math.round(value * 1e5) / 1e5);
  });
}

function parameters(shown: Run[]): HTMLElement {
  const flat = shown.map((r) => flatten(r.run.parameters));
  const names = [...new Set(flat.flatMap((f) => [...f.keys()]))];
  return section("Parameters", shown, names, (r, name) => flat[shown.indexOf(r)]!.get(name) ?? "");
}

function section(title: string, shown: Run[], names: string[], cell: (run: Run, name: string) => string): HTMLElement {
  return h("div", { class: "wide" }, h("h2", {}, title),
    h("table", {},
      h("thead", {}, h("tr", {}, h("th", {}, ""), shown.map((r) => h("th", {}, r.name)))),
      h("tbody", {}, names.map((name) => {
        const values = shown.map((r) => cell(r, name));
        const differ = values.some((v) => v !== values[0]);
        return h("tr", { class: differ && shown.length > 1 ? "differs" : "" }, h("th", { scope: "row" }, name), values.map((v) => h("td", { class: "cut" }, v)));
      }))));
}

function skipped(run: Run): HTMLElement {
  const all = Object.entries(run.run.skipped ?? {});
  return h("div", {},
    run.run.error && h("p", { class: "error" }, run.run.error),
    all.length > 0 && h("h2", {}, `Left out: ${run.name}`),
    all.map(([what, reasons]) => h("div", {}, h("h3", {}, what),
      h("ul", {}, Object.entries(reasons).map(([reason, r]) =>
        h("li", {}, `${r.count} × ${reason}`, r.samples?.length > 0 && h("ul", {}, r.samples.map((s) => h("li", { class: "quiet" }, s)))))))),
    (run.run.artifacts ?? []).length > 0 && h("p", { class: "quiet" }, `Made: ${run.run.artifacts!.join(", ")}`));
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    for (const [name, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${name}` : name, into);
  } else if (path) {
    into.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return into;
}
