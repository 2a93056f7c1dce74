// The table of methods: how many examples each has first, best and found.
import type { Index, Row } from "./api";
import { h, percent } from "./dom";
import { count, queryOf, type Filter } from "./ranks";

const COLUMNS: [title: string, what: string][] = [
  ["First", "the right answer comes first"],
  ["Best", "no method ranks the right answer higher"],
  ["Found", "the right answer is in the list"],
  ["Examples", "that the method was asked about"],
];

export function methodTable(index: Index, rows: Row[], filter: Filter): HTMLElement {
  const counts = count(rows, index.methods.length);
  // Only a method that was asked about all of them can lead.
  const asked = Math.max(...counts.map((c) => c.given));
  const most = Math.max(...counts.filter((c) => c.given === asked).map((c) => c.correct));
  const cell = (part: number, whole: number) =>
    h("td", {},
      h("span", { class: "bar", style: `--share:${whole ? part / whole : 0}` }),
      percent(part, whole));
  return h("table", { class: "methods" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Method"),
      COLUMNS.map(([title, what]) => h("th", { scope: "col", title: what }, title)))),
    h("tbody", {},
      index.methods.map((method, m) => {
        const c = counts[m]!;
        const leads = c.correct > 0 && c.given === asked && c.correct === most;
        return h("tr", { class: leads ? "leads" : "" },
          h("th", { scope: "row" },
            h("a", { href: `/examples?${queryOf({ ...filter, method })}`, title: "its examples, from best to worst" }, method)),
          cell(c.correct, c.given),
          cell(c.best, c.given),
          cell(c.found, c.given),
          h("td", { class: c.given < asked ? "quiet" : "" }, c.given.toLocaleString()));
      })));
}
