// Plots of training curves, each with every chosen run. What is measured at each step is noisy, so it is
// smoothed, with the measured values behind; validations are few and shown as they are.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Point } from "./api";
import { h } from "./dom";

const FIRST = ["validation/accuracy", "validation/mrr", "train/loss"];
const HEIGHT = 230;
const isSmoothed = (name: string) => !name.startsWith("validation");

export interface Curve {
  name: string;
  colour: string;
  points: Point[];
}

interface Plot {
  chart: uPlot;
  box: HTMLElement;
  readout: HTMLElement;
}

export function curvePlots(): { element: HTMLElement; draw: (curves: Curve[]) => void } {
  let curves: Curve[] = [], smoothing = 0.6, drawn = "";
  let wanted: Set<string> | null = null; // null: the first ones
  const plots = new Map<string, Plot>();
  const grid = h("div", { class: "plots" });
  const menu = h("div", { class: "legend" }), menuTitle = h("summary", {});
  const output = h("output", {}, smoothing.toFixed(2));
  const element = h("section", { class: "curves", "aria-label": "Curves" },
    h("h2", {}, "Curves"),
    h("div", { class: "legend sliders" },
      h("label", {}, "Smoothing ", h("input", {
        type: "range", min: 0, max: 0.98, step: 0.02, value: smoothing, "aria-label": "smoothing",
        oninput: (e: Event) => {
          smoothing = Number((e.target as HTMLInputElement).value);
          output.textContent = smoothing.toFixed(2);
          fill();
        },
      }), " ", output)),
    grid,
    h("details", {}, menuTitle, menu));

  const names = () => [...new Set(curves.flatMap((c) => c.points.flatMap((p) => Object.keys(p))))].filter((n) => n !== "step").sort();
  const shownNames = (all: string[]) => {
    if (wanted) return all.filter((n) => wanted!.has(n));
    const first = FIRST.filter((n) => all.includes(n));
    return first.length > 0 ? first : all.slice(0, 3);
  };
  const fill = () => {
    for (const [name, plot] of plots) {
      plot.chart.setData(dataOf(name, curves, smoothing));
      plot.readout.replaceChildren(...readoutOf(plot.chart, curves, null));
    }
    grid.dataset.points = String(curves.reduce((sum, c) => sum + c.points.length, 0));
  };
  const build = () => {
    const all = names(), shown = shownNames(all);
    element.hidden = all.length === 0;
    menuTitle.textContent = `Which curves (${shown.length} of ${all.length})`;
    menu.replaceChildren(...all.map((name) => h("label", {}, h("input", {
      type: "checkbox", checked: shown.includes(name),
      onchange: (e: Event) => {
        const now = new Set(shownNames(names()));
        if ((e.target as HTMLInputElement).checked) now.add(name);
        else now.delete(name);
        wanted = now;
        build();
      },
    }), name)));
    for (const plot of plots.values()) plot.chart.destroy();
    plots.clear();
    grid.replaceChildren();
    for (const name of shown) plots.set(name, plotOf(grid, name, curves));
    fill();
  };
  new ResizeObserver(() => {
    for (const { chart, box } of plots.values()) {
      if (box.clientWidth > 0 && box.clientWidth !== chart.width) chart.setSize({ width: box.clientWidth, height: HEIGHT });
    }
  }).observe(grid);
  return {
    element,
    draw: (next) => {
      curves = next;
      const now = JSON.stringify([curves.map((c) => [c.name, c.colour]), names()]);
      if (now !== drawn) build();
      else fill();
      drawn = now;
    },
  };
}

function plotOf(parent: HTMLElement, name: string, curves: Curve[]): Plot {
  const style = getComputedStyle(document.body);
  const axis: uPlot.Axis = { stroke: style.color, grid: { stroke: "#8883", width: 1 }, ticks: { show: false }, font: `11px ${style.fontFamily}` };
  const readout = h("span", { class: "readout" });
  const box = h("div", {});
  parent.append(h("figure", { "aria-label": name }, h("figcaption", {}, h("b", {}, name), readout), box));
  const chart = new uPlot({
    width: Math.max(200, box.clientWidth), height: HEIGHT,
    scales: { x: { time: false } }, axes: [{ ...axis, size: 28 }, { ...axis, size: 52 }], legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    series: [{}, ...curves.flatMap((c): uPlot.Series[] => [
      { stroke: `${c.colour}55`, width: 1, spanGaps: true, points: { show: false } },
      { stroke: c.colour, width: 2, spanGaps: true, points: { show: isSmoothed(name) ? false : undefined } },
    ])],
    hooks: { setCursor: [(u) => readout.replaceChildren(...readoutOf(u, curves, u.cursor.idx ?? null))] },
  }, dataOf(name, curves, 0), box);
  return { chart, box, readout };
}

// The smoothed values at a place, or the last ones.
function readoutOf(chart: uPlot, curves: Curve[], at: number | null): Node[] {
  const steps = chart.data[0];
  const last = at ?? steps.length - 1;
  if (last < 0) return [];
  const valueOf = (i: number): number | null => {
    const values = chart.data[2 + 2 * i]!;
    for (let k = last; k >= 0; --k) if (values[k] != null) return values[k]!;
    return null;
  };
  return [h("span", { class: "quiet" }, `step ${steps[last]}`),
    ...curves.map((c, i) => h("span", { style: `--colour:${c.colour}` }, h("span", { class: "dot", "aria-hidden": "true" }), number(valueOf(i))))];
}

const number = (value: number | null) =>
  value === null ? "–" : Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(4);

// Steps, then for each run the measured values and the smoothed ones: a mean in which older values
// count for less and less, corrected at its beginning.
function dataOf(name: string, curves: Curve[], wanted: number): uPlot.AlignedData {
  const smoothing = isSmoothed(name) ? wanted : 0;
  const of = curves.map((c) => new Map(c.points.filter((p) => typeof p[name] === "number").map((p) => [p.step, p[name]!])));
  const steps = [...new Set(of.flatMap((values) => [...values.keys()]))].sort((a, b) => a - b);
  const series = of.flatMap((values) => {
    const raw = steps.map((step) => values.get(step) ?? null);
    let mean = 0, weight = 0;
    const smooth = raw.map((value) => {
      if (value === null) return null;
      mean = smoothing * mean + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);
      return mean / weight;
    });
    return [raw, smooth];
  });
  return [steps, ...series];
}
