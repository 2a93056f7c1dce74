// The program graph round a site: why a model says what it says. Nodes stand in columns by how many
// hops they are away, each in a row of its own, so that no label covers another.
import cytoscape from "cytoscape";
import { getSite, type GraphNode, type Site } from "./api";
import { h } from "./dom";

export const EDGE_COLOURS = ["#64748b", "#a16207", "#ea580c", "#2563eb", "#dc2626", "#059669"];
// By hops; the last is for all that are farther away.
const HOP_COLOURS = ["#dc2626", "#f59e0b", "#10b981", "#3b82f6", "#8b5cf6"];
const HOP_NAMES = ["the site", "1 hop", "2 hops", "3 hops", "more"];
const farthest = HOP_COLOURS.length - 1;
const ring = (node: GraphNode) => (node.hops < 0 ? farthest : Math.min(node.hops, farthest));

const MOST_SHOWN = 120, FIRST_SHOWN = 30;
const NARROW = 560, FIRST_SHOWN_NARROW = 14; // there columns stand below each other, each set in
const ROW = 27, ROWS_A_COLUMN = 15, LONGEST_LABEL = 20, LETTER = 6.7;

// `hover` gets the node under the pointer, or null.
export async function showGraph(
  parent: HTMLElement, text: string, cursor: number, hover: (node: GraphNode | null) => void,
): Promise<void> {
  const site = await getSite(text, cursor);
  const weights = site.nodes.map((n) => n.weight).sort((a, b) => b - a);
  const canvas = h("div", { class: "graph", "aria-label": "Program graph; the same as a list below", role: "img" });
  const facts = h("div", { class: "facts", role: "status" }, "Point at a node.");
  const nodes = h("tbody", {});
  const hidden = new Set<number>();
  const first = parent.clientWidth < NARROW ? FIRST_SHOWN_NARROW : FIRST_SHOWN;
  let most = Math.min(first, site.nodes.length);
  let hops = Math.min(3, Math.max(1, ...site.nodes.map((n) => n.hops)));
  const label = h("output", {}), hopLabel = h("output", {});
  const draw = () => {
    const shown = site.nodes.filter((n) => n.hops <= hops && (n.id === 0 || n.weight >= (weights[most - 1] ?? 0)));
    label.textContent = `${shown.length} of ${site.nodes.length} nodes`;
    hopLabel.textContent = String(hops);
    paint(canvas, site, shown, hidden, (node) => {
      facts.textContent = node ? describe(node) : "Point at a node.";
      hover(node);
    });
    nodes.replaceChildren(...[...shown].sort((a, b) => b.weight - a.weight).map((n) =>
      h("tr", {}, h("th", { scope: "row" }, firstLine(n)), h("td", {}, n.kind), h("td", {}, n.hops), h("td", {}, weightOf(n)))));
  };
  const slider = (name: string, max: number, value: number, output: HTMLElement, change: (value: number) => void) =>
    h("label", {}, `${name} `, h("input", {
      type: "range", min: 1, max, value, "aria-label": name === "Hops" ? "hops" : "nodes by weight",
      oninput: (e: Event) => { change(Number((e.target as HTMLInputElement).value)); draw(); },
    }), " ", output);
  parent.append(
    h("div", { class: "legend sliders" },
      slider("Heaviest", Math.min(MOST_SHOWN, site.nodes.length), most, label, (value) => { most = value; }),
      slider("Hops", Math.max(1, ...site.nodes.map((n) => n.hops)), hops, hopLabel, (value) => { hops = value; })),
    h("div", { class: "legend", role: "group", "aria-label": "Edges" },
      site.kinds.map((kind, k) =>
        h("label", { style: `--colour:${EDGE_COLOURS[k % EDGE_COLOURS.length]}` },
          h("input", {
            type: "checkbox", checked: true,
            onchange: (e: Event) => {
              if ((e.target as HTMLInputElement).checked) hidden.delete(k);
              else hidden.add(k);
              draw();
            },
          }),
          h("span", { class: "edge-kind" }, kind)))),
    h("ul", { class: "legend", "aria-label": "Nodes" },
      HOP_NAMES.map((name, i) => h("li", { style: `--colour:${HOP_COLOURS[i]}` }, h("span", { class: "dot", "aria-hidden": "true" }), name)),
      h("li", { class: "quiet" }, "larger: heavier")),
    canvas,
    facts,
    h("details", {}, h("summary", {}, "Nodes as a list"),
      h("table", { class: "nodes" },
        h("thead", {}, h("tr", {}, ["Text", "Kind", "Hops", "Weight"].map((t) => h("th", { scope: "col" }, t)))), nodes)),
    h("p", { class: "quiet" },
      "Weight: the share of what reaches the site in three rounds of messages that comes from a node, if all messages counted alike."),
  );
  draw();
}

const firstLine = (node: GraphNode) => (node.text.split("\n")[0] ?? "").trim() || node.kind;
const weightOf = (node: GraphNode) => `${(100 * node.weight).toFixed(2)} %`;

function describe(node: GraphNode): string {
  const far = node.hops < 0 ? "not reached" : node.hops === 1 ? "1 hop" : `${node.hops} hops`;
  return `${node.kind} ${JSON.stringify(node.text)} · ${far} · weight ${weightOf(node)}`;
}

function labelOf(node: GraphNode): string {
  const text = firstLine(node);
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

// Columns of nodes, nearest first. In each, nodes come in the order of what they hang on in the
// columns before it; tall ones are parted.
function columnsOf(site: Site, nodes: GraphNode[]): GraphNode[][] {
  const neighbours = new Map<number, number[]>(nodes.map((n) => [n.id, []]));
  for (const { from, to } of site.edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const place = new Map<number, number>();
  const columns: GraphNode[][] = [];
  for (let i = 0; i <= farthest; ++i) {
    const pull = new Map(nodes.filter((n) => ring(n) === i).map((n) => {
      const known = neighbours.get(n.id)!.map((id) => place.get(id)).filter((p) => p !== undefined);
      return [n, known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : 0.5] as const;
    }));
    const column = [...pull.keys()].sort((a, b) => pull.get(a)! - pull.get(b)! || b.weight - a.weight || a.id - b.id);
    column.forEach((n, at) => place.set(n.id, (at + 0.5) / column.length));
    const parts = Math.ceil(column.length / ROWS_A_COLUMN), rows = Math.ceil(column.length / parts);
    for (let part = 0; part < parts; ++part) columns.push(column.slice(part * rows, (part + 1) * rows));
  }
  return columns;
}

function paint(
  canvas: HTMLElement, site: Site, nodes: GraphNode[], hidden: Set<number>,
  hover: (node: GraphNode | null) => void,
): void {
  canvas.replaceChildren();
  const ids = new Set(nodes.map((n) => n.id));
  const column = new Map<number, number>();
  const style = getComputedStyle(document.body);
  const elements: cytoscape.ElementDefinition[] = [];
  const narrow = canvas.clientWidth < NARROW;
  let x = 0, y = 0;
  columnsOf(site, nodes).forEach((members, c) => {
    const widest = Math.max(...members.map((n) => labelOf(n).length));
    members.forEach((n, row) => {
      column.set(n.id, c);
      elements.push({
        data: { id: String(n.id), label: labelOf(n), fill: HOP_COLOURS[ring(n)]!, size: 9 + 15 * Math.sqrt(Math.min(1, n.weight)) },
        position: narrow ? { x, y: y + ROW * row } : { x, y: ROW * (row - (members.length - 1) / 2) },
      });
    });
    x += narrow ? ROW : widest * LETTER + 62;
    y += ROW * members.length;
  });
  site.edges.forEach((e, i) => {
    if (hidden.has(e.kind) || !ids.has(e.from) || !ids.has(e.to)) return;
    elements.push({
      data: { id: `e${i}`, source: String(e.from), target: String(e.to), colour: EDGE_COLOURS[e.kind % EDGE_COLOURS.length]! },
      classes: column.get(e.from) === column.get(e.to) ? "within" : "",
    });
  });
  const graph = cytoscape({
    container: canvas,
    elements,
    style: [
      {
        selector: "node",
        style: {
          label: "data(label)", "background-color": "data(fill)", width: "data(size)", height: "data(size)",
          color: style.color, "font-size": 11, "font-family": "monospace",
          "text-halign": "right", "text-valign": "center", "text-margin-x": 4,
          "text-background-color": style.backgroundColor, "text-background-opacity": 0.85, "text-background-padding": "1px",
        },
      },
      { selector: "edge", style: { width: 1.2, opacity: 0.75, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
      // In a column they go round what stands between.
      { selector: "edge.within", style: { "curve-style": "unbundled-bezier", "control-point-distances": [-28], "control-point-weights": [0.5] } },
      { selector: ".near", style: { opacity: 1, width: 2.4 } },
      { selector: ".far", style: { opacity: 0.15 } },
    ],
    layout: { name: "preset", fit: true, padding: 12 },
    maxZoom: 1.6,
    wheelSensitivity: 0.3,
  });
  graph.on("mouseover tap", "node", (e) => {
    const edges = e.target.connectedEdges();
    graph.edges().removeClass("near").addClass("far");
    edges.removeClass("far").addClass("near");
    hover(site.nodes[Number(e.target.id())] ?? null);
  });
  graph.on("mouseout", "node", () => {
    graph.edges().removeClass("near far");
    hover(null);
  });
  // For tests: how much is drawn, and where.
  canvas.dataset.nodes = String(graph.nodes().length);
  canvas.dataset.edges = String(graph.edges().length);
  canvas.dataset.labels = JSON.stringify(graph.nodes().map((n) => {
    const box = n.boundingBox({ includeLabels: true, includeNodes: false, includeEdges: false, includeOverlays: false });
    return [n.data("label"), box.x1, box.y1, box.x2, box.y2];
  }));
}
