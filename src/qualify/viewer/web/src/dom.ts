// Elements without markup: text from examples stays text and never becomes HTML.

export type Child = Node | string | number | null | undefined | false;
type Properties = Record<string, unknown>;

// h("a", {href, class: "x", onclick}, "text", child...)
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name === "class") {
      element.className = String(value);
    } else if (name === "value" || name === "checked" || name === "selected") {
      (element as unknown as Properties)[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

export function say(text: string): void {
  document.getElementById("status")!.textContent = text;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

export function select(
  label: string,
  options: [value: string, text: string][],
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const list = h(
    "select",
    { onchange: (e: Event) => change((e.target as HTMLSelectElement).value) },
    options.map(([v, text]) => h("option", { value: v, selected: v === value }, text)),
  );
  return h("label", { class: "field" }, h("span", {}, label), list);
}

// A choice among a few, all in sight.
export function choice(
  label: string,
  options: [value: string, text: string][],
  value: string,
  change: (value: string) => void,
): HTMLElement {
  const name = `choice-${label}`;
  return h("fieldset", { class: "choice" }, h("legend", {}, label),
    options.map(([v, text]) =>
      h("label", {},
        h("input", { type: "radio", name, value: v, checked: v === value, onchange: () => change(v) }),
        h("span", {}, text))));
}

// The same, as links.
export function tabs(label: string, links: [href: string, text: string, current: boolean][]): HTMLElement {
  return h("nav", { class: "tabs", "aria-label": label },
    links.map(([href, text, current]) => h("a", { href, "aria-current": current ? "page" : undefined }, text)));
}

// Replaces the address without going anywhere.
export function setAddress(path: string, query: URLSearchParams): void {
  const text = query.toString();
  history.replaceState(null, "", text ? `${path}?${text}` : path);
}
