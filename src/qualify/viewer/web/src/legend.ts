// What the colours and signs of ranks mean, in one place for all pages.
import { NOT_FOUND, NOT_GIVEN, type Row } from "./api";
import { h } from "./dom";
import { isBest } from "./ranks";

// The place of a method's answer, as it is shown everywhere.
export function placeMark(row: Row, method: number): HTMLElement {
  const rank = row.ranks[method] ?? NOT_GIVEN;
  if (rank === NOT_GIVEN) return h("span", { class: "place none", title: "was not asked" }, "·");
  if (rank === NOT_FOUND) return h("span", { class: "place none", title: "does not have it" }, "–");
  const kind = rank === 0 ? "first" : isBest(row, method) ? "best" : "";
  return h("span", { class: `place ${kind}` }, rank + 1);
}

export function placeLegend(): HTMLElement {
  const mark = (kind: string, sign: string, text: string) =>
    h("li", {}, h("span", { class: `place ${kind}`, "aria-hidden": "true" }, sign), text);
  return h("ul", { class: "legend", "aria-label": "What the marks mean" },
    mark("first", "1", "the right answer comes first"),
    mark("best", "3", "not first, but no method ranks it higher"),
    mark("", "5", "its place in the list"),
    mark("none", "–", "not in the list"),
    mark("none", "·", "not asked"));
}
