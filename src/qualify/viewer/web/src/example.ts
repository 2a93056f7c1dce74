// Page "/example": one example, seen from all sides.
import { getExample, getIndex, getSite, type Example } from "./api";
import { point, showCode, unitsInDocument } from "./code";
import { completionCards } from "./completions";
import { h, say } from "./dom";
import * as exports from "./exports";
import { showGraph } from "./graph";
import { apply, filterOf } from "./ranks";
import { fromBytes, withoutAnswer } from "./text";

const VIEWS = ["completions", "seen", "tree", "graph"] as const;
type View = (typeof VIEWS)[number];
const TITLES: Record<View, string> = {
  completions: "Completions", seen: "Text seen", tree: "Syntax tree", graph: "Program graph",
};

export async function example(main: HTMLElement, query: URLSearchParams, keys: Map<string, () => void>): Promise<void> {
  const index = await getIndex();
  const wanted = Number(query.get("idx") ?? "0");
  if (!Number.isInteger(wanted)) throw new Error("idx is the number of an example");
  // Previous and next go through what the list showed; the ends meet.
  const rows = apply(index, filterOf(query)).map((row) => row.idx);
  const order = rows.includes(wanted) ? rows : index.rows.map((row) => row.idx);
  if (order.length === 0) throw new Error("no examples are loaded");
  const idx = Math.max(0, Math.min(index.rows.length - 1, wanted));
  const at = Math.max(0, order.indexOf(idx));
  const one = await getExample(idx);
  let view: View = VIEWS.find((v) => v === query.get("view")) ?? "completions";
  let buffer = query.get("buffer") ?? "";
  document.title = `${one.symbol}.${one.expected} – example ${idx}`;

  const address = (change: Record<string, string>) => {
    const next = new URLSearchParams(query);
    next.set("view", view);
    if (buffer) next.set("buffer", buffer);
    for (const [name, value] of Object.entries(change)) next.set(name, value);
    return `/example?${next}`;
  };
  const neighbour = (step: number) =>
    address({ idx: String(order[(at + step + order.length) % order.length]!) });
  const back = new URLSearchParams(query);
  for (const name of ["idx", "view", "buffer"]) back.delete(name);

  const code = h("div", { class: "code" });
  const panel = h("div", { class: "panel" });
  const tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Sides of the example" });
  const keep = h("button", { type: "button", title: "Keep for a curated file (e)" });
  const showKeep = () => {
    const all = exports.chosen();
    keep.textContent = all.includes(idx) ? `★ Kept (${all.length})` : `☆ Keep (${all.length})`;
  };
  const toggleKeep = () => {
    say(exports.toggle(idx) ? "kept" : "no longer kept");
    showKeep();
  };
  keep.onclick = toggleKeep;
  const copy = () => {
    navigator.clipboard.writeText(one.text).then(() => say("copied"), () => say("the browser does not allow copying"));
  };
  const playground = `/playground?idx=${idx}`;
  main.append(
    h("div", { class: "title" },
      h("span", { class: "steps" },
        h("a", { class: "button", href: neighbour(-1), title: "previous (←)", "aria-label": "previous" }, "‹"),
        h("span", { class: "quiet" }, `${at + 1} of ${order.length}`),
        h("a", { class: "button", href: neighbour(1), title: "next (→)", "aria-label": "next" }, "›")),
      h("h1", {}, h("span", { class: "quiet" }, `${one.symbol}.`), one.expected),
      h("span", { class: "quiet" }, [
        index.sources.length > 1 ? index.rows[idx]!.source : "", one.project, one.slice, one.condition].filter((t) => t).join(" · ")),
      h("span", { class: "gap" }),
      h("a", { class: "button", href: `/examples?${back}` }, "List"),
      h("a", { class: "button", href: playground, title: "edit and ask again (p)" }, "Playground"),
      h("button", { type: "button", onclick: copy, title: "copy the text (c)" }, "Copy"),
      keep,
      h("button", { type: "button", onclick: () => void exports.download() }, "Download kept"),
    ),
    h("div", { class: "split" }, code, h("div", {}, tabs, panel)),
  );
  showKeep();

  const shown = textOf(one, buffer);
  const answerAt = fromBytes(one.text, one.cursor);
  const answer = !buffer && one.text.startsWith(one.expected, answerAt) ? one.expected.length : 0;
  const editor = showCode(code, shown.text, fromBytes(shown.text, shown.cursor), answer);

  const show = async () => {
    tabs.replaceChildren(
      ...VIEWS.map((v) =>
        h("button", { type: "button", role: "tab", "aria-selected": String(v === view), onclick: () => go(v) }, TITLES[v])));
    panel.replaceChildren();
    const seen = buffer ? shown.text : withoutAnswer(one.text, one.cursor, one.expected);
    try {
      if (view === "completions") {
        panel.append(
          one.methods.length > 0
            ? h("div", {},
              h("p", { class: "quiet right-note" }, "The right answer is marked green; beside each method stands its place in that method's list."),
              completionCards(one.methods, one.expected))
            : h("p", {}, "No method has answered this example yet; fastnode rebuild-curated-examples asks them."));
      } else if (view === "seen") {
        panel.append(
          h("p", {}, "What a method saw: the text on the left is that of "),
          h("ul", {}, ["", ...one.methods.map((m) => m.name)].map((name) =>
            h("li", {}, h("a", { href: bufferHref(name), class: name === buffer ? "current" : "" }, name || "the example itself")))));
      } else if (view === "tree") {
        panel.append(h("pre", { class: "tree" }, (await getSite(seen, one.cursor)).tree));
      } else {
        await showGraph(panel, seen, one.cursor, (node) => {
          if (!node) return;
          // Places in the text without the answer, and with the placeholder that stands for it.
          const begin = fromBytes(seen, Math.min(node.begin, one.cursor));
          point(editor, unitsInDocument(seen, begin), unitsInDocument(seen, fromBytes(seen, Math.min(node.end, Math.max(node.begin, one.cursor)))));
        });
      }
    } catch (error) {
      panel.append(h("p", { class: "error" }, (error as Error).message));
    }
  };
  const bufferHref = (name: string) => {
    const next = new URLSearchParams(query);
    next.set("view", "seen");
    if (name) next.set("buffer", name);
    else next.delete("buffer");
    return `/example?${next}`;
  };
  const go = (to: View) => {
    view = to;
    history.replaceState(null, "", address({}));
    void show();
  };
  await show();
  keys.set("ArrowLeft", () => location.assign(neighbour(-1)));
  keys.set("ArrowRight", () => location.assign(neighbour(1)));
  keys.set("c", copy);
  keys.set("e", toggleKeep);
  keys.set("p", () => location.assign(playground));
  VIEWS.forEach((v, i) => keys.set(String(i + 1), () => go(v)));
}

function textOf(one: Example, buffer: string): { text: string; cursor: number } {
  if (!buffer) return { text: one.text, cursor: one.cursor };
  const method = one.methods.find((m) => m.name === buffer);
  if (!method) throw new Error(`no method is called '${buffer}'`);
  return { text: method.seen || one.text, cursor: one.cursor };
}
