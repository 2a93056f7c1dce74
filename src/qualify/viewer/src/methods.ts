// The table of methods: how many examples each has best, first and found.
import type { Index, Row } from "./api";
import { h, percent } from "./dom";
import { count, queryOf, type Filter } from "./ranks";

export function methodTable(index: Index, rows: Row[], filter: Filter): HTMLElement {
  const counts = count(rows, index.methods.length);
  const most = Math.max(...counts.map((c) => (c.given ? c.best / c.given : 0)), 0);
  const cell = (part: number, whole: number) =>
    h(
      "td",
      {},
      h("span", { class: "bar", style: `--share:${whole ? part / whole : 0}` }),
      percent(part, whole),
    );
  return h(
    "table",
    { class: "methods" },
    h("thead", {}, h("tr", {}, ["Method", "Best", "First", "Found", "Examples"].map((t) => h("th", {}, t)))),
    h(
      "tbody",
      {},
      index.methods.map((method, m) => {
        const c = counts[m]!;
        const leads = c.given > 0 && c.best / c.given === most;
        return h(
          "tr",
          { class: leads ? "leads" : "" },
          h("th", { scope: "row" },
            h("a", { href: `/examples?${queryOf({ ...filter, method })}`, title: "sort by it" }, method)),
          cell(c.best, c.given),
          cell(c.correct, c.given),
          cell(c.found, c.given),
          h("td", {}, c.given),
        );
      }),
    ),
  );
}
