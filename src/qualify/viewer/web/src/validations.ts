// Page "/validations": the pages that validations made, each shut in a frame of its own.
import { getIndex, getValidations } from "./api";
import { h, tabs } from "./dom";
import { when } from "./time";

const TITLES: Record<string, string> = {
  "validation.html": "Attributes",
  "validation-names.html": "Names and words",
  "validation-calls.html": "Whole calls",
  "validation-chains.html": "Whole expressions",
  "validation-decisions.html": "Single decisions",
};
const titleOf = (name: string) => TITLES[name] ?? name;

export async function validations(main: HTMLElement, query: URLSearchParams): Promise<void> {
  document.title = "Validations";
  const [index, pages] = await Promise.all([getIndex(), getValidations()]);
  main.append(h("h1", {}, "Validations"));
  if (pages.length === 0) {
    main.append(h("p", {}, index.validations
      ? "There is no validation page there yet; 'make' makes them."
      : "Start the viewer with --validations out, where 'make' has put its validations."));
    return;
  }
  const order = Object.keys(TITLES);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  pages.sort((a, b) => place(a.name) - place(b.name) || (a.name < b.name ? -1 : 1));
  const shown = pages.find((p) => p.name === query.get("name")) ?? pages[0]!;
  main.classList.add("filled");
  main.append(
    h("div", { class: "title" },
      tabs("Validations", pages.map((p) =>
        [`/validations?${new URLSearchParams({ name: p.name })}`, titleOf(p.name), p === shown])),
      h("span", { class: "quiet" }, `of ${when(new Date(shown.seconds * 1000))}`)),
    h("iframe", {
      sandbox: "", title: `Validation: ${titleOf(shown.name)}`,
      src: `/api/validation?${new URLSearchParams({ name: shown.name })}`,
    }));
}
