// Completions of several methods, one card each, as many beside each other as there is room for.
import type { Completion } from "./api";
import { h } from "./dom";

const SHOWN = 8; // of several methods; one alone has room for all

export function completionCards(
  methods: { name: string; completions: Completion[] }[], expected: string,
): HTMLElement {
  const first = methods.length > 1 ? SHOWN : Infinity;
  const longest = Math.max(0, ...methods.map((m) => m.completions.length));
  const box = h("div", { class: "cards" });
  const more = h("button", { type: "button", onclick: () => { draw(longest); more.remove(); } }, `Show all ${longest}`);
  const draw = (shown: number) =>
    box.replaceChildren(...methods.map((m) => card(m.name, m.completions, expected, shown)));
  draw(first);
  return h("div", { class: "completions" }, box, longest > first && more);
}

function card(name: string, completions: Completion[], expected: string, shown: number): HTMLElement {
  const place = completions.findIndex((c) => c.text === expected);
  // The right one is always in sight, whatever its rank.
  const listed = completions.map((c, rank) => ({ ...c, rank })).filter((c) => c.rank < shown || c.rank === place);
  const rest = completions.length - listed.length;
  return h("section", { class: "card", "aria-label": name },
    h("h3", {},
      h("span", { class: "cut", title: name }, name),
      expected && (place < 0
        ? h("span", { class: "place none", title: "does not have the right answer" }, "–")
        : h("span", { class: `place ${place === 0 ? "first" : ""}`, title: "the place of the right answer" }, place + 1))),
    completions.length === 0
      ? h("p", { class: "quiet" }, "nothing")
      : h("ol", {},
        listed.map((c) =>
          h("li", { class: c.rank === place ? "right" : "", value: c.rank + 1 },
            h("span", { class: "rank" }, c.rank + 1),
            h("span", { class: "cut text", title: c.text }, c.text),
            h("span", { class: "score" }, score(c.score))))),
    rest > 0 && h("p", { class: "quiet" }, `and ${rest} more`));
}

// A probability, if the value can be one.
function score(value: number): string {
  if (value >= 0 && value <= 1) return value >= 0.001 || value === 0 ? value.toFixed(3) : "<0.001";
  return String(Math.round(value * 1000) / 1000);
}
