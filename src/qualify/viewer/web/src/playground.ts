// Page "/playground": edit, move the cursor, ask the loaded release again.
import { complete, getExample, getIndex } from "./api";
import { editCode } from "./code";
import { completionCards } from "./completions";
import { h } from "./dom";
import { showGraph } from "./graph";
import { fromBytes, toBytes, withoutAnswer } from "./text";

const FIRST = 'import os\n\npath = os.path.\n';

export async function playground(main: HTMLElement, query: URLSearchParams): Promise<void> {
  const index = await getIndex();
  document.title = "Playground";
  let text = FIRST, cursor = FIRST.length - 1, expected = "";
  if (query.has("idx")) {
    const one = await getExample(Number(query.get("idx")));
    text = withoutAnswer(one.text, one.cursor, one.expected);
    cursor = fromBytes(text, one.cursor);
    expected = one.expected;
  }
  const code = h("div", { class: "code" });
  const answer = h("div", { class: "panel", id: "answer" });
  const graph = h("div", { class: "panel" });
  main.append(
    h("h1", {}, "Playground"),
    index.release
      ? h("p", { class: "quiet" }, "Edit, move the cursor: the release is asked again.", expected && ` The answer was ${expected}.`)
      : h("p", { class: "error" }, "No release is loaded, so that nothing can be asked: start the viewer with --release out/serve."),
    h("div", { class: "split" }, code, h("div", {}, answer, h("details", {
      ontoggle: (e: Event) => { if ((e.target as HTMLDetailsElement).open) void redraw(); },
    }, h("summary", {}, "Program graph"), graph))),
  );
  let asked = 0;
  const redraw = async () => {
    graph.replaceChildren();
    try {
      await showGraph(graph, text, toBytes(text, cursor), () => {});
    } catch (error) {
      graph.append(h("p", { class: "error" }, (error as Error).message));
    }
  };
  const ask = async () => {
    if (!index.release) return;
    const mine = ++asked;
    const start = performance.now();
    try {
      const got = await complete(text, toBytes(text, cursor));
      if (mine !== asked) return; // a later request is on its way
      const took = performance.now() - start;
      answer.replaceChildren(
        h("p", { class: "quiet" }, `${got.task}${got.prefix && `, "${got.prefix}" typed`}; ${took.toFixed(0)} ms`),
        got.completions.length > 0
          ? completionCards([{ name: "release", completions: got.completions }], expected)
          : h("p", {}, "There is nothing to complete here."),
        h("details", {}, h("summary", {}, "What the model sees"), h("pre", { class: "tree" }, got.seen)));
    } catch (error) {
      if (mine === asked) answer.replaceChildren(h("p", { class: "error" }, (error as Error).message));
    }
    if (graph.parentElement?.hasAttribute("open")) await redraw();
  };
  let timer = 0;
  editCode(code, text, cursor, (t, c) => {
    text = t;
    cursor = c;
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), 80);
  }).focus();
  // The document's line ends are one unit each.
  cursor = text.slice(0, cursor).replace(/\r\n?/g, "\n").length;
  text = text.replace(/\r\n?/g, "\n");
  await ask();
}
