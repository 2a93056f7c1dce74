// Completions of several methods side by side, a row a rank.
import type { Completion } from "./api";
import { h } from "./dom";

export function completionTable(
  methods: { name: string; completions: Completion[] }[], expected: string,
): HTMLElement {
  const longest = Math.max(0, ...methods.map((m) => m.completions.length));
  return h("div", { class: "wide" },
    h("table", { class: "completions" },
      h("thead", {}, h("tr", {}, h("th", {}, "#"), methods.map((m) => h("th", { colspan: 2 }, m.name)))),
      h("tbody", {},
        Array.from({ length: longest }, (_, rank) =>
          h("tr", {}, h("td", { class: "quiet" }, rank + 1),
            methods.flatMap((m) => {
              const one = m.completions[rank];
              if (!one) return [h("td"), h("td")];
              const right = one.text === expected ? "correct" : "";
              return [
                h("td", { class: right }, one.text),
                h("td", { class: `score ${right}` }, score(one.score)),
              ];
            })))),
    ));
}

// A probability if it can be one.
function score(value: number): string {
  if (value >= 0 && value <= 1) return value >= 0.001 || value === 0 ? value.toFixed(3) : "<0.001";
  return String(Math.round(value * 1000) / 1000);
}
