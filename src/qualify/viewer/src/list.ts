// Page "/examples": a list to filter. Only the rows in sight are in the page, so that it stays
// quick with many.
import { getIndex, NOT_GIVEN, type Index, type Row } from "./api";
import { h, select } from "./dom";
import { methodTable } from "./methods";
import { apply, classOf, CLASSES, filterOf, isBest, queryOf, type Filter } from "./ranks";

const ROW_HEIGHT = 28;

export async function list(main: HTMLElement, query: URLSearchParams): Promise<void> {
  const index = await getIndex();
  let filter = filterOf(query);
  document.title = filter.symbol ? `${filter.symbol} – examples` : "Examples";
  const table = h("details", {});
  const heading = h("h1", {});
  const rows = h("div", { class: "rows", tabindex: 0, role: "listbox", "aria-label": "Examples" });

  const show = () => {
    const matching = apply(index, filter);
    heading.textContent = `${matching.length.toLocaleString()} of ${index.rows.length.toLocaleString()} examples`;
    table.replaceChildren(h("summary", {}, "By method"), methodTable(index, matching, filter));
    showRows(rows, index, matching, filter);
  };
  const change = (part: Partial<Filter>) => {
    filter = { ...filter, ...part };
    const query = queryOf(filter).toString();
    history.replaceState(null, "", query ? `/examples?${query}` : "/examples");
    show();
  };
  const values = (of: (row: Row) => string): [string, string][] => [
    ["", "all"],
    ...[...new Set(index.rows.map(of))].filter((v) => v).sort().map((v) => [v, v] as [string, string]),
  ];
  const methods: [string, string][] = [["", "–"], ...index.methods.map((m) => [m, m] as [string, string])];
  main.append(
    heading,
    h("div", { class: "filters" },
      h("label", { class: "field" }, h("span", {}, "Search"),
        h("input", {
          type: "search", id: "search", value: filter.text, placeholder: "base or answer (/)",
          oninput: (e: Event) => change({ text: (e.target as HTMLInputElement).value }),
        })),
      select("Base", values((r) => r.symbol), filter.symbol, (symbol) => change({ symbol })),
      select("Project", values((r) => r.project), filter.project, (project) => change({ project })),
      select("Slice", values((r) => r.slice), filter.slice, (slice) => change({ slice })),
      select("Method", methods, filter.method, (method) => change({ method })),
      select("Its answer is", [["", "any"], ...CLASSES.map((c, i) => [String(i), c] as [string, string])],
        filter.class, (c) => change({ class: c, method: filter.method || index.methods[0] || "" })),
      select("Which got", [["", "–"], ["better", "better"], ["worse", "worse"], ["same", "no different"]],
        filter.change, (c) => change({ change: c })),
      select("than with", methods, filter.from, (from) => change({ from })),
    ),
    table,
    rows,
  );
  show();
}

function showRows(box: HTMLElement, index: Index, matching: Row[], filter: Filter): void {
  const method = index.methods.indexOf(filter.method);
  const query = queryOf(filter);
  let chosen = 0;
  const columns = `5rem minmax(10rem, 2fr) minmax(8rem, 1fr) repeat(${index.methods.length}, minmax(4rem, .6fr))`;
  const spacer = h("div", { style: `height:${matching.length * ROW_HEIGHT}px; position:relative` });
  const href = (row: Row) => {
    query.set("idx", String(row.idx));
    return `/example?${query}`;
  };
  const line = (row: Row, i: number) =>
    h("div", {
      class: `row${i === chosen ? " chosen" : ""}`, role: "option", "aria-selected": i === chosen,
      style: `top:${i * ROW_HEIGHT}px; grid-template-columns:${columns}`,
    },
      h("a", { href: href(row), title: method >= 0 ? CLASSES[classOf(row, method)] : "" }, `Example ${row.idx}`),
      h("span", { class: "cut" }, row.symbol),
      h("span", { class: "cut answer" }, row.expected),
      row.ranks.map((rank, m) =>
        h("span", { class: rank === 0 ? "correct" : rank > 0 && isBest(row, m) ? "best" : "" },
          rank === NOT_GIVEN ? "N/A" : rank < 0 ? "–" : rank + 1)),
    );
  const draw = () => {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW_HEIGHT) - 10);
    const last = Math.min(matching.length, first + Math.ceil(box.clientHeight / ROW_HEIGHT) + 20);
    spacer.replaceChildren(...matching.slice(first, last).map((row, i) => line(row, first + i)));
  };
  const choose = (next: number) => {
    chosen = Math.max(0, Math.min(matching.length - 1, next));
    const top = chosen * ROW_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
    draw();
  };
  box.replaceChildren(
    h("div", { class: "row head", style: `grid-template-columns:${columns}` },
      ["", "Base", "Answer", ...index.methods].map((t) => h("span", { class: "cut", title: t }, t))),
    spacer,
  );
  box.scrollTop = 0;
  box.onscroll = draw;
  box.onkeydown = (e) => {
    const page = Math.floor(box.clientHeight / ROW_HEIGHT) - 1;
    const moves: Record<string, number> = {
      ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + page, PageUp: chosen - page,
      Home: 0, End: matching.length - 1,
    };
    const row = matching[chosen];
    if (e.key in moves) choose(moves[e.key]!);
    else if (e.key === "Enter" && row) location.assign(href(row));
    else return;
    e.preventDefault();
  };
  draw();
}
