// Chooses the page by the address, and listens to keys.
import "./style.css";
import { h } from "./dom";
import { example } from "./example";
import { list } from "./list";
import { overview } from "./overview";
import { playground } from "./playground";
import { runs } from "./runs";
import { validations } from "./validations";

type Page = (main: HTMLElement, query: URLSearchParams, keys: Map<string, () => void>) => Promise<void>;
const PAGES: Record<string, { title: string; page: Page }> = {
  "/": { title: "Overview", page: overview },
  "/examples": { title: "Examples", page: list },
  "/playground": { title: "Playground", page: playground },
  "/runs": { title: "Runs", page: runs },
  "/validations": { title: "Validations", page: validations },
};
const keys = new Map<string, () => void>();

const HELP: [string, string][] = [
  ["g then o, e, p, r, v", "overview, examples, playground, runs, validations"],
  ["/", "search"],
  ["← →", "previous and next example"],
  ["1 2 3 4", "completions, text seen, tree, graph"],
  ["c", "copy the text"],
  ["e", "keep the example for a curated file"],
  ["p", "open the example in the playground"],
  ["↑ ↓ Enter", "go through the list"],
  ["?", "this help"],
];

function start(): void {
  const main = document.querySelector("main")!;
  const here = location.pathname;
  document.querySelector("nav")!.append(
    ...Object.entries(PAGES).map(([path, { title }]) =>
      h("a", { href: path, "aria-current": path === here || (path === "/examples" && here === "/example") ? "page" : undefined }, title)));
  const dialog = document.querySelector<HTMLDialogElement>("#keys")!;
  dialog.append(h("h2", {}, "Keys"), h("dl", {}, HELP.flatMap(([k, what]) => [h("dt", {}, k), h("dd", {}, what)])),
    h("form", { method: "dialog" }, h("button", {}, "Close")));
  const help = () => (dialog.open ? dialog.close() : dialog.showModal());
  document.querySelector<HTMLButtonElement>("#help")!.onclick = help;
  keys.set("?", help);
  keys.set("/", () => {
    const search = document.querySelector<HTMLInputElement>("#search");
    if (search) search.focus();
    else location.assign("/examples#search");
  });
  let going = false;
  document.addEventListener("keydown", (e) => {
    const to = e.target as HTMLElement;
    if (e.ctrlKey || e.metaKey || e.altKey || to.closest("input, select, textarea, .cm-content[contenteditable=true], .rows")) return;
    const pages: Record<string, string> = { o: "/", e: "/examples", p: "/playground", r: "/runs", v: "/validations" };
    const page = going ? pages[e.key] : undefined;
    going = !going && e.key === "g";
    if (page) {
      location.assign(page);
      return e.preventDefault();
    }
    const action = keys.get(e.key);
    if (!action) return;
    action();
    e.preventDefault();
  });
  const page: Page = here === "/example" ? example : PAGES[here]?.page ?? overview;
  page(main, new URLSearchParams(location.search), keys).catch((error: Error) => {
    main.append(h("p", { class: "error", role: "alert" }, error.message));
  }).finally(() => {
    document.body.dataset.ready = "true";
    if (location.hash === "#search") document.querySelector<HTMLInputElement>("#search")?.focus();
  });
}

start();
