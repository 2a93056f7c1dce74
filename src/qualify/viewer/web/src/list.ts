// Page "/examples": a list to filter. Only the rows in sight are in the page, and as many columns
// as there is room for.
import { getIndex, type Index, type Row } from "./api";
import { choice, h, select, setAddress } from "./dom";
import { placeLegend, placeMark } from "./legend";
import { methodTable } from "./methods";
import { apply, classOf, CLASSES, filterOf, queryOf, type Filter } from "./ranks";

const ROW_HEIGHT = 30;
const METHOD_WIDTH = 94, NUMBER_WIDTH = 60, PROJECT_WIDTH = 150;
const LEAST_NAME_WIDTH = 190; // of base and answer
const ROOMY = 900; // from this width on there is a column for the project

export async function list(main: HTMLElement, query: URLSearchParams): Promise<void> {
  const index = await getIndex();
  let filter = filterOf(query);
  document.title = filter.symbol ? `${filter.symbol} – examples` : "Examples";
  const table = h("details", {});
  const heading = h("h1", {});
  const rows = h("div", { class: "list" });
  let layOut = () => {};

  const show = () => {
    const matching = apply(index, filter);
    heading.textContent = `${matching.length.toLocaleString()} of ${index.rows.length.toLocaleString()} examples`;
    table.replaceChildren(h("summary", {}, "These by method"), methodTable(index, matching, filter));
    layOut = showRows(rows, index, matching, filter);
  };
  const change = (part: Partial<Filter>) => {
    filter = { ...filter, ...part };
    setAddress("/examples", queryOf(filter));
    show();
  };
  const values = (of: (row: Row) => string): [string, string][] => [
    ["", "all"],
    ...[...new Set(index.rows.map(of))].filter((v) => v).sort().map((v) => [v, v] as [string, string]),
  ];
  const methods: [string, string][] = [["", "–"], ...index.methods.map((m) => [m, m] as [string, string])];
  const used = Object.entries(filter).some(([name, value]) => value && name !== "text" && name !== "source");
  main.append(
    heading,
    h("div", { class: "bar-of-choices" },
      index.sources.length > 1 && choice("From", [["", "all"], ...index.sources.map((s) => [s, s] as [string, string])],
        filter.source, (source) => change({ source })),
      h("label", { class: "field search" }, h("span", {}, "Search"),
        h("input", {
          type: "search", id: "search", value: filter.text, placeholder: "base or answer (/)",
          oninput: (e: Event) => change({ text: (e.target as HTMLInputElement).value }),
        }))),
    h("details", { class: "filters", open: used || innerWidth > ROOMY },
      h("summary", {}, "Filters"),
      h("div", {},
        select("Base", values((r) => r.symbol), filter.symbol, (symbol) => change({ symbol })),
        select("Project", values((r) => r.project), filter.project, (project) => change({ project })),
        select("Slice", values((r) => r.slice), filter.slice, (slice) => change({ slice })),
        select("Method", methods, filter.method, (method) => change({ method })),
        select("Its answer is", [["", "any"], ...CLASSES.map((c, i) => [String(i), c] as [string, string])],
          filter.class, (c) => change({ class: c, method: filter.method || index.methods[0] || "" })),
        select("Which got", [["", "–"], ["better", "better"], ["worse", "worse"], ["same", "no different"]],
          filter.change, (c) => change({ change: c })),
        select("than with", methods, filter.from, (from) => change({ from })))),
    table,
    placeLegend(),
    rows,
  );
  new ResizeObserver(() => layOut()).observe(rows);
  show();
}

// Methods in the order in which they matter, as many as there is room for.
function columnsFor(width: number, index: Index, filter: Filter): { methods: number[]; project: boolean; style: string } {
  const project = width >= ROOMY && index.rows.some((row) => row.project);
  const room = width - NUMBER_WIDTH - LEAST_NAME_WIDTH - (project ? PROJECT_WIDTH : 0);
  const chosen = [filter.method, filter.from].map((m) => index.methods.indexOf(m)).filter((m) => m >= 0);
  const all = [...new Set([...chosen, ...index.methods.keys()])];
  const methods = all.slice(0, Math.max(1, Math.floor(room / METHOD_WIDTH)));
  return {
    methods, project,
    style: `grid-template-columns: ${NUMBER_WIDTH}px minmax(0, 1fr) ${project ? `${PROJECT_WIDTH}px ` : ""}repeat(${methods.length}, ${METHOD_WIDTH}px)`,
  };
}

// Returns what to call when the width has changed.
function showRows(parent: HTMLElement, index: Index, matching: Row[], filter: Filter): () => void {
  const method = index.methods.indexOf(filter.method);
  const query = queryOf(filter);
  let chosen = 0;
  let columns = columnsFor(parent.clientWidth, index, filter);
  const head = h("div", { class: "row head", "aria-hidden": "true" });
  const spacer = h("div", { class: "spacer", role: "presentation", style: `height:${matching.length * ROW_HEIGHT}px` });
  const box = h("div", { class: "rows", tabindex: 0, role: "listbox", "aria-label": "Examples" }, spacer);
  const href = (row: Row) => {
    query.set("idx", String(row.idx));
    return `/example?${query}`;
  };
  const line = (row: Row, i: number) =>
    h("div", {
      class: `row${i === chosen ? " chosen" : ""}`, role: "option", id: `row-${i}`,
      "aria-selected": String(i === chosen), "aria-posinset": i + 1, "aria-setsize": matching.length,
      style: `top:${i * ROW_HEIGHT}px; ${columns.style}`,
    },
      h("a", { href: href(row), tabindex: -1, "aria-label": `Example ${row.idx}`, title: method >= 0 ? CLASSES[classOf(row, method)] : "" }, row.idx),
      h("span", { class: "name", title: `${row.symbol}.${row.expected}` },
        h("span", { class: "cut" }, row.symbol), ".", h("b", { class: "cut answer" }, row.expected)),
      columns.project && h("span", { class: "cut quiet project", title: row.project }, row.project),
      columns.methods.map((m) => placeMark(row, m)));
  const draw = () => {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW_HEIGHT) - 10);
    const last = Math.min(matching.length, first + Math.ceil(box.clientHeight / ROW_HEIGHT) + 20);
    spacer.replaceChildren(...matching.slice(first, last).map((row, i) => line(row, first + i)));
    if (matching.length > 0) box.setAttribute("aria-activedescendant", `row-${chosen}`);
  };
  const layOut = () => {
    columns = columnsFor(box.clientWidth, index, filter);
    head.setAttribute("style", columns.style);
    const left = index.methods.length - columns.methods.length;
    head.replaceChildren(h("span", {}, "No."),
      h("span", {}, "Base and answer", left > 0 ? h("small", {}, ` (${left} more ${left > 1 ? "methods" : "method"} on a wider window)`) : ""),
      columns.project ? h("span", {}, "Project") : "",
      ...columns.methods.map((m) => h("span", { class: "method", title: index.methods[m] }, index.methods[m])));
    draw();
  };
  const choose = (next: number) => {
    chosen = Math.max(0, Math.min(matching.length - 1, next));
    const top = chosen * ROW_HEIGHT;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + ROW_HEIGHT > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW_HEIGHT - box.clientHeight;
    draw();
  };
  box.onscroll = draw;
  box.onclick = (e) => {
    const row = (e.target as HTMLElement).closest<HTMLElement>("[role=option]");
    if (row && !(e.target as HTMLElement).closest("a")) location.assign(row.querySelector("a")!.href);
  };
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
  parent.replaceChildren(head, box, matching.length === 0 ? h("p", { class: "quiet" }, "No example is like that.") : "");
  layOut();
  return layOut;
}
