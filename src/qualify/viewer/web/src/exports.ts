// Examples chosen to be kept: a curated file to download.
import { getExample } from "./api";
import { say } from "./dom";

const KEY = "fastnode.chosen";

export function chosen(): number[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list.filter((n): n is number => Number.isInteger(n)) : [];
  } catch {
    return [];
  }
}

export function toggle(idx: number): boolean {
  const list = chosen();
  const on = !list.includes(idx);
  sessionStorage.setItem(KEY, JSON.stringify(on ? [...list, idx] : list.filter((n) => n !== idx)));
  return on;
}

// As the curated file has them: nothing provided yet.
export async function download(): Promise<void> {
  const examples = await Promise.all(chosen().map(getExample));
  const text = examples
    .map((e) =>
      JSON.stringify(
        { Buffer: e.text, Cursor: e.cursor, Symbol: e.symbol, Expected: e.expected, Provided: null },
        null, 4,
      ).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`))
    .join(",\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`[\n${text}\n]\n`], { type: "application/json" }));
  link.download = "curated.json";
  link.click();
  URL.revokeObjectURL(link.href);
  say(`${examples.length} examples in curated.json`);
}
