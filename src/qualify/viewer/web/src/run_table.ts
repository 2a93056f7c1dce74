// The table of runs: when, what, how it went, what came out.
import type { Run } from "./api";
import { h } from "./dom";
import { howLong, parseStamp, when } from "./time";

const SHOWN = 12;

export const isTraining = (run: Run) => (run.run.command ?? "").startsWith("train");
export const kindOf = (run: Run) =>
  isTraining(run) ? "training" : (run.run.command ?? "").startsWith("validate") ? "validation" : "other";

export interface Choosing {
  everything: boolean;
  colour: (name: string) => string; // of a chosen one, else ""
  choose: (name: string, on: boolean) => void;
  showAll: () => void;
}

export function runTable(runs: Run[], choosing: Choosing): HTMLElement {
  const shown = choosing.everything ? runs : runs.filter((r, i) => i < SHOWN || choosing.colour(r.name));
  const more = runs.length - shown.length;
  const models = runs.some(modelOf); // older records have none
  return h("div", {},
    h("table", { class: "runs" },
      h("thead", {}, h("tr", {},
        ["", "Run", ...(models ? ["Model"] : []), "Status", "Duration", "Result", "Dataset", "Commit"].map((t) =>
          t ? h("th", { scope: "col" }, t) : h("td", {})))),
      h("tbody", {}, shown.map((r) => row(r, models, choosing)))),
    runs.length === 0 && h("p", { class: "quiet" }, "No run is like that."),
    more > 0 && h("button", { type: "button", onclick: choosing.showAll }, `Show ${more} more`));
}

function row(r: Run, models: boolean, { colour, choose }: Choosing): HTMLElement {
  const status = r.run.status ?? "";
  const chosen = colour(r.name);
  return h("tr", { class: status === "failed" || status === "lost" ? "bad" : "" },
    h("td", { class: "pick" }, h("input", {
      type: "checkbox", checked: chosen !== "", "aria-label": `compare ${r.name}`,
      style: chosen && `accent-color:${chosen}`,
      onchange: (e: Event) => choose(r.name, (e.target as HTMLInputElement).checked),
    })),
    h("th", { scope: "row", title: r.name },
      h("span", { class: "what" }, titleOf(r)),
      r.run.note && h("span", { class: "note" }, r.run.note),
      r.run.error && h("span", { class: "note error" }, r.run.error)),
    models && h("td", { class: "model cut", title: modelOf(r) }, modelOf(r)),
    h("td", { class: "status" }, status === "started" ? h("span", { class: "live" }, "running") : status),
    h("td", { class: "took" }, durationOf(r)),
    h("td", { class: "result" }, headline(r)),
    h("td", { class: "roomy mono", title: r.run.dataset_id }, (r.run.dataset_id ?? "").slice(0, 8)),
    h("td", { class: "roomy mono", title: r.run.commit }, (r.run.commit ?? "").replace("-dirty", "+").slice(0, 10)));
}

// "26 Nov, 03:14 · train"
export function titleOf(r: Run): string {
  const started = parseStamp(r.run.started ?? r.name);
  return [started ? when(started) : r.name, (r.run.command ?? "").replace("validate-", "validate ")]
    .filter((t) => t).join(" · ");
}

// Name and version of what the run made, or else of what it read.
function modelOf(r: Run): string {
  const { inputs, outputs } = r.run;
  const version = outputs?.release ?? inputs?.release ?? outputs?.model ?? inputs?.model ?? "";
  return [r.run.model_name, version.slice(0, 12)].filter((t) => t).join(" ");
}

function durationOf(r: Run): string {
  const start = parseStamp(r.run.started), end = parseStamp(r.run.ended);
  if (start && end) return howLong((end.getTime() - start.getTime()) / 1000);
  if (start && r.run.status === "started") return `${howLong(Math.max(0, Date.now() - start.getTime()) / 1000)} so far`;
  return "–";
}

// Older records have results but no headline.
const HEADLINES = ["model recall@1", "validation/accuracy", "accuracy"];

function headline(r: Run): string {
  const results = (r.run.results ?? []).filter((x) => typeof x.value === "number");
  const one = r.run.headline ?? HEADLINES.map((name) => results.find((x) => x.name === name)).find((x) => x) ?? results[0];
  if (!one) return "";
  const verdict = results.find((x) => x.name === "passed");
  const value = one.value >= 0 && one.value <= 1 ? `${(100 * one.value).toFixed(1)} %` : String(Math.round(one.value * 1000) / 1000);
  return `${one.name.replace(/^(model |validation\/)/, "")} ${value}${verdict ? (verdict.value ? ", passed" : ", failed a gate") : ""}`;
}
