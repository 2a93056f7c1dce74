// Page "/": methods, then bases.
import { getIndex, type Index, type Row } from "./api";
import { choice, h, select, setAddress } from "./dom";
import { methodTable } from "./methods";
import { count, NO_FILTER, queryOf, type Counts, type Filter } from "./ranks";

const SHOWN = 50;

export async function overview(main: HTMLElement, query: URLSearchParams): Promise<void> {
  const index = await getIndex();
  document.title = "Fastnode examples";
  if (index.rows.length === 0) {
    main.append(h("h1", {}, "Overview"), h("p", {}, "No examples are loaded. There are ",
      h("a", { href: "/runs" }, "runs"), " and ", h("a", { href: "/validations" }, "validations"), "."));
    return;
  }
  let source = query.get("source") ?? "", sort = query.get("sort") ?? "", shown = SHOWN;
  const heading = h("h1", {});
  const body = h("div", {});
  const show = () => {
    const rows = source ? index.rows.filter((row) => row.source === source) : index.rows;
    const filter = { ...NO_FILTER, source };
    heading.textContent = `${rows.length.toLocaleString()} examples`;
    setAddress("/", new URLSearchParams(Object.entries({ source, sort }).filter(([, v]) => v)));
    body.replaceChildren(
      methodTable(index, rows, filter),
      h("p", { class: "quiet" }, "Of the examples that a method was asked about. First: the right answer leads the list. Best: no method ranks it higher. Found: it is in the list. ",
        h("a", { href: `/examples?${queryOf(filter)}` }, "Show the examples")),
      h("h2", {}, "Bases"),
      baseTable(index, rows, filter, sort, shown, (next) => { sort = next; show(); }, () => { shown = Infinity; show(); }));
  };
  main.append(heading,
    index.sources.length > 1 && choice("From", [["", "all"], ...index.sources.map((s) => [s, s] as [string, string])],
      source, (next) => { source = next; show(); }) || "",
    h("p", { class: "quiet paths" }, index.paths.join(", ")), body);
  show();
}

const rate = (c: Counts) => (c.given ? c.correct / c.given : 0);

function baseTable(
  index: Index, rows: Row[], filter: Filter, sort: string, shown: number,
  sortBy: (method: string) => void, showAll: () => void,
): HTMLElement {
  const bySymbol = new Map<string, Row[]>();
  for (const row of rows) {
    const of = bySymbol.get(row.symbol);
    if (of) of.push(row);
    else bySymbol.set(row.symbol, [row]);
  }
  const m = index.methods.indexOf(sort);
  const bases = [...bySymbol].map(([symbol, of]) => ({ symbol, of, counts: count(of, index.methods.length) }));
  // By a method: the base where it leads by most comes first.
  const leads = (counts: Counts[]) =>
    m >= 0 && rate(counts[m]!) > 0 && rate(counts[m]!) === Math.max(...counts.map(rate)) ? 1 : 0;
  bases.sort((a, b) =>
    leads(b.counts) - leads(a.counts) || b.of.length - a.of.length || (a.symbol < b.symbol ? -1 : 1));
  // Where there is no room for all methods, this one is shown.
  const narrow = m >= 0 ? m : 0;
  const more = bases.length - shown;
  return h("div", {},
    select("Sorted by", [["", "number of examples"], ...index.methods.map((t) => [t, `where ${t} leads`] as [string, string])], sort, sortBy),
    h("table", { class: "bases" },
      h("thead", {},
        h("tr", {},
          h("th", { scope: "col" }, "Base"),
          h("th", { scope: "col" }, "Examples"),
          index.methods.map((method, i) =>
            h("th", { scope: "col", class: i === narrow ? "" : "roomy", "aria-sort": method === sort ? "descending" : undefined },
              h("button", { type: "button", class: "plain", title: "sort by it", onclick: () => sortBy(method) }, method))))),
      h("tbody", {},
        bases.slice(0, shown).map(({ symbol, of, counts }) => {
          const most = Math.max(...counts.map(rate));
          return h("tr", {},
            h("th", { scope: "row" },
              h("a", { href: `/examples?${queryOf({ ...filter, symbol })}` }, symbol || "(none)")),
            h("td", {}, of.length.toLocaleString()),
            counts.map((c, i) =>
              h("td", {
                class: [c.correct === 0 ? "quiet" : rate(c) === most ? "first" : "", i === narrow ? "" : "roomy"].join(" "),
                title: `of ${c.given}: ${c.correct} first, ${c.best} best, ${c.found} found`,
              },
                h("a", { href: `/examples?${queryOf({ ...filter, symbol, method: index.methods[i]! })}` },
                  c.given === 0 ? "–" : `${Math.round((100 * c.correct) / c.given)} %`))));
        }))),
    h("p", { class: "quiet" }, "How often the right answer comes first; the leading method is marked."),
    more > 0 && h("button", { type: "button", onclick: showAll }, `Show ${more.toLocaleString()} more bases`));
}
