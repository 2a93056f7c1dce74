// The program graph round a site: why a model says what it says.
import cytoscape from "cytoscape";
import { getSite, type GraphNode, type Site } from "./api";
import { h } from "./dom";

export const EDGE_COLOURS = ["#64748b", "#a16207", "#ea580c", "#2563eb", "#dc2626", "#059669"];

// Colour of a node by how many steps it is away.
const HOP_COLOURS = ["#dc2626", "#f59e0b", "#10b981", "#3b82f6", "#8b5cf6"];
const hopColour = (hops: number) => HOP_COLOURS[Math.min(Math.max(hops, 0), HOP_COLOURS.length - 1)]!;

const MOST_SHOWN = 120;

// `hover` gets the node under the pointer, or null.
export async function showGraph(
  parent: HTMLElement, text: string, cursor: number, hover: (node: GraphNode | null) => void,
): Promise<void> {
  const site = await getSite(text, cursor);
  const weights = site.nodes.map((n) => n.weight).sort((a, b) => b - a);
  const canvas = h("div", { class: "graph", "aria-label": "Program graph", role: "img" });
  const facts = h("div", { class: "facts", role: "status" }, "Point at a node.");
  const hidden = new Set<number>();
  let most = Math.min(40, site.nodes.length);
  let hops = 3;
  const label = h("output", {});
  const draw = () => {
    label.textContent = `${most} of ${site.nodes.length} nodes`;
    paint(canvas, site, (n) => n.hops <= hops && (n.id === 0 || n.weight >= (weights[most - 1] ?? 0)),
      hidden, (node) => {
        facts.textContent = node ? describe(node) : "Point at a node.";
        hover(node);
      });
  };
  const slider = h("input", {
    type: "range", min: 1, max: Math.min(MOST_SHOWN, site.nodes.length), value: most, "aria-label": "nodes by weight",
    oninput: (e: Event) => { most = Number((e.target as HTMLInputElement).value); draw(); },
  });
  const hopSlider = h("input", {
    type: "range", min: 1, max: Math.max(1, ...site.nodes.map((n) => n.hops)), value: hops, "aria-label": "hops",
    oninput: (e: Event) => { hops = Number((e.target as HTMLInputElement).value); draw(); },
  });
  parent.append(
    h("div", { class: "legend" },
      h("label", {}, "Heaviest ", slider, " ", label),
      h("label", {}, "Hops ", hopSlider),
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
          h("span", { class: "edge-kind" }, kind))),
    ),
    canvas,
    facts,
    h("p", { class: "quiet" },
      "Weight: the share of what reaches the site in three rounds of messages that comes from a node, were all messages alike."),
  );
  draw();
}

function describe(node: GraphNode): string {
  const far = node.hops < 0 ? "not reached" : node.hops === 1 ? "1 hop" : `${node.hops} hops`;
  return `${node.kind} ${JSON.stringify(node.text)} · ${far} · weight ${(100 * node.weight).toFixed(2)} %`;
}

function paint(
  canvas: HTMLElement, site: Site, shown: (node: GraphNode) => boolean, hidden: Set<number>,
  hover: (node: GraphNode | null) => void,
): void {
  canvas.replaceChildren();
  const nodes = site.nodes.filter(shown);
  const ids = new Set(nodes.map((n) => n.id));
  const colour = getComputedStyle(document.body).color;
  const graph = cytoscape({
    container: canvas,
    elements: [
      ...nodes.map((n) => ({ data: { id: String(n.id), label: (n.text.split("\n")[0] ?? "").slice(0, 22) || n.kind, fill: hopColour(n.hops), size: 12 + 40 * Math.sqrt(n.weight) } })),
      ...site.edges
        .filter((e) => !hidden.has(e.kind) && ids.has(e.from) && ids.has(e.to))
        .map((e, i) => ({ data: { id: `e${i}`, source: String(e.from), target: String(e.to), colour: EDGE_COLOURS[e.kind % EDGE_COLOURS.length]! } })),
    ],
    style: [
      { selector: "node", style: { label: "data(label)", "background-color": "data(fill)", width: "data(size)", height: "data(size)", color: colour, "font-size": 11, "font-family": "monospace" } },
      { selector: "edge", style: { width: 1.4, "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "bezier" } },
    ],
    layout: {
      name: "concentric",
      concentric: (node) => -(site.nodes[Number(node.id())]?.hops ?? 9),
      levelWidth: () => 1,
      minNodeSpacing: 18,
      animate: false,
    },
    wheelSensitivity: 0.3,
  });
  graph.on("mouseover tap", "node", (e) => hover(site.nodes[Number(e.target.id())] ?? null));
  graph.on("mouseout", "node", () => hover(null));
  // For tests: how much is drawn.
  canvas.dataset.nodes = String(graph.nodes().length);
  canvas.dataset.edges = String(graph.edges().length);
}
