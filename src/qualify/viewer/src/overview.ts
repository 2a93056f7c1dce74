// Page "/": methods, then symbols.
import { getIndex, type Index, type Row } from "./api";
import { h, percent } from "./dom";
import { methodTable } from "./methods";
import { count, NO_FILTER, queryOf } from "./ranks";

const SHOWN = 300;

export async function overview(main: HTMLElement, query: URLSearchParams): Promise<void> {
  const index = await getIndex();
  document.title = "Fastnode examples";
  if (index.rows.length === 0) {
    main.append(h("p", {}, "No examples are loaded. ", h("a", { href: "/runs" }, "Runs")));
    return;
  }
  main.append(
    h("h1", {}, `${index.rows.length.toLocaleString()} examples`),
    h("p", { class: "quiet" }, index.paths.join(", ")),
    methodTable(index, index.rows, NO_FILTER),
    h("p", {}, h("a", { href: "/examples" }, "Show all")),
    h("h2", {}, "Bases"),
    symbolTable(index, query.get("sort") ?? ""),
  );
}

function symbolTable(index: Index, sort: string): HTMLElement {
  const bySymbol = new Map<string, Row[]>();
  for (const row of index.rows) {
    const rows = bySymbol.get(row.symbol);
    if (rows) rows.push(row);
    else bySymbol.set(row.symbol, [row]);
  }
  const m = index.methods.indexOf(sort);
  const symbols = [...bySymbol].map(([symbol, rows]) => ({
    symbol,
    rows,
    counts: count(rows, index.methods.length),
  }));
  // By a method: where it is best of all first.
  const leads = (s: (typeof symbols)[number]) =>
    m >= 0 && s.counts[m]!.best === Math.max(...s.counts.map((c) => c.best)) ? 1 : 0;
  symbols.sort(
    (a, b) => leads(b) - leads(a) || b.rows.length - a.rows.length || (a.symbol < b.symbol ? -1 : 1),
  );
  const more = symbols.length - SHOWN;
  return h(
    "div",
    { class: "wide" },
    h(
      "table",
      { class: "symbols" },
      h("thead", {},
        h("tr", {},
          h("th", {}, h("a", { href: "/" }, "Base")),
          h("th", {}, "Examples"),
          index.methods.map((method) =>
            h("th", { "aria-sort": method === sort ? "descending" : undefined },
              h("a", { href: `/?${new URLSearchParams({ sort: method })}`, title: "best / first" }, method)),
          ))),
      h("tbody", {},
        symbols.slice(0, SHOWN).map(({ symbol, rows, counts }) => {
          const most = Math.max(...counts.map((c) => c.best));
          return h("tr", {},
            h("th", { scope: "row" },
              h("a", { href: `/examples?${queryOf({ ...NO_FILTER, symbol })}` }, symbol || "(none)")),
            h("td", {}, rows.length),
            counts.map((c, i) =>
              h("td", { class: c.best === most && most > 0 ? "best" : "" },
                h("a", { href: `/examples?${queryOf({ ...NO_FILTER, symbol, method: index.methods[i]! })}` },
                  `${percent(c.best, c.given)} / ${percent(c.correct, c.given)}`))),
          );
        })),
    ),
    more > 0 && h("p", { class: "quiet" }, `${more} more bases: search in `, h("a", { href: "/examples" }, "all examples")),
  );
}
