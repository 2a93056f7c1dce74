// Classes of examples: how a method did on one, compared with the others.
import { NOT_FOUND, NOT_GIVEN, type Index, type Row } from "./api";

export function best(row: Row): number {
  let least = Infinity;
  for (const rank of row.ranks) if (rank >= 0 && rank < least) least = rank;
  return least;
}

export const isBest = (row: Row, method: number) => row.ranks[method] === best(row);

// From best to worst, as the list is sorted.
export const CLASSES = [
  "first, and nobody else",
  "best, and nobody else",
  "first, with others",
  "best, with others",
  "found, not best",
  "not found",
  "not given",
] as const;

export function classOf(row: Row, method: number): number {
  const rank = row.ranks[method] ?? NOT_GIVEN;
  if (rank === NOT_GIVEN) return 6;
  if (rank === NOT_FOUND) return 5;
  if (rank > best(row)) return 4;
  const alone = row.ranks.filter((other) => other === rank).length === 1;
  if (rank === 0) return alone ? 0 : 2;
  return alone ? 1 : 3;
}

export interface Filter {
  source: string;
  symbol: string;
  project: string;
  slice: string;
  text: string;
  class: string; // number of a class, "" for all
  method: string; // sorted by, and whose class counts
  change: string; // "better", "worse" or "same", from `from` to `method`
  from: string;
}

export const NO_FILTER: Filter = {
  source: "",
  symbol: "", project: "", slice: "", text: "", class: "", method: "", change: "", from: "",
};

export function filterOf(query: URLSearchParams): Filter {
  const filter = { ...NO_FILTER };
  for (const name of Object.keys(filter) as (keyof Filter)[]) filter[name] = query.get(name) ?? "";
  return filter;
}

export function queryOf(filter: Filter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
}

// "Not found" comes after every rank.
const place = (rank: number) => (rank >= 0 ? rank : Infinity);

export function apply(index: Index, filter: Filter): Row[] {
  const method = index.methods.indexOf(filter.method);
  const from = index.methods.indexOf(filter.from);
  const text = filter.text.toLowerCase();
  const rows = index.rows.filter((row) => {
    if (filter.source && row.source !== filter.source) return false;
    if (filter.symbol && row.symbol !== filter.symbol) return false;
    if (filter.project && row.project !== filter.project) return false;
    if (filter.slice && row.slice !== filter.slice) return false;
    if (text && !`${row.symbol}.${row.expected}`.toLowerCase().includes(text)) return false;
    if (filter.class && method >= 0 && classOf(row, method) !== Number(filter.class)) return false;
    if (filter.change && method >= 0 && from >= 0) {
      const before = row.ranks[from] ?? NOT_GIVEN;
      const after = row.ranks[method] ?? NOT_GIVEN;
      if (before === NOT_GIVEN || after === NOT_GIVEN) return false;
      const change =
        place(after) < place(before) ? "better" : place(after) > place(before) ? "worse" : "same";
      if (change !== filter.change) return false;
    }
    return true;
  });
  if (method >= 0) rows.sort((a, b) => classOf(a, method) - classOf(b, method) || a.idx - b.idx);
  return rows;
}

export interface Counts {
  given: number;
  found: number;
  correct: number;
  best: number;
}

export function count(rows: Row[], methods: number): Counts[] {
  const counts = Array.from({ length: methods }, () => ({ given: 0, found: 0, correct: 0, best: 0 }));
  for (const row of rows) {
    const least = best(row);
    counts.forEach((c, m) => {
      const rank = row.ranks[m] ?? NOT_GIVEN;
      if (rank === NOT_GIVEN) return;
      ++c.given;
      if (rank < 0) return;
      ++c.found;
      if (rank === 0) ++c.correct;
      if (rank === least) ++c.best;
    });
  }
  return counts;
}
