// What the server answers; src/qualify/viewer/viewer.cc makes it.

export const NOT_FOUND = -1;
export const NOT_GIVEN = -2;

export interface Row {
  idx: number;
  symbol: string;
  expected: string;
  project: string;
  slice: string;
  ranks: number[]; // by method; from 0, NOT_FOUND or NOT_GIVEN
  source: string; // which file it is from
}

export interface Index {
  paths: string[];
  sources: string[]; // one word per path
  methods: string[];
  rows: Row[];
  release: boolean;
  runs: boolean;
  validations: boolean;
}

export interface Completion {
  text: string;
  score: number;
  kind?: string;
}

export interface Example {
  text: string;
  cursor: number; // in bytes of UTF-8
  symbol: string;
  expected: string;
  project: string;
  slice: string;
  condition: string; // how much of the text was there; "" unknown
  methods: { name: string; seen: string; completions: Completion[] }[];
}

export interface GraphNode {
  id: number;
  kind: string;
  text: string;
  begin: number;
  end: number;
  hops: number;
  weight: number;
}

export interface Site {
  tree: string;
  nodes: GraphNode[];
  edges: { from: number; to: number; kind: number }[];
  kinds: string[];
}

export interface Answer {
  task: string;
  prefix: string;
  completions: Completion[];
  seen: string;
}

export interface Run {
  name: string;
  run: {
    command?: string;
    status?: string;
    commit?: string;
    started?: string;
    ended?: string;
    error?: string;
    note?: string;
    dataset_id?: string;
    model_name?: string;
    inputs?: Record<string, string>; // hashes: "dataset", "model", "release"...
    outputs?: Record<string, string>;
    headline?: { name: string; value: number };
    parameters?: unknown;
    results?: { name: string; value: number }[];
    skipped?: Record<string, Record<string, { count: number; samples: string[] }>>;
    artifacts?: string[];
  };
}

export type Point = { step: number } & Record<string, number | null>;

export interface CurvePart {
  points: Point[];
  from: number; // 0: the whole curve
  next: number; // where to go on
}

export interface Validation {
  name: string;
  seconds: number; // when it was written
}

async function ask<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  const json = await response.json();
  if (!response.ok) throw new Error(json.error ?? `status ${response.status}`);
  return json as T;
}

let index: Promise<Index> | undefined;

// Asked for once per visit.
export function getIndex(): Promise<Index> {
  index ??= ask<{
    paths: string[];
    methods: string[];
    symbols: string[];
    projects: string[];
    sources: string[];
    rows: [number, string, number, string, number[], number][];
    release: boolean;
    runs: boolean;
    validations: boolean;
  }>("/api/index").then((raw) => ({
    ...raw,
    rows: raw.rows.map(([symbol, expected, project, slice, ranks, source], idx) => ({
      idx,
      symbol: raw.symbols[symbol] ?? "",
      expected,
      project: raw.projects[project] ?? "",
      slice,
      ranks,
      source: raw.sources[source] ?? "",
    })),
  }));
  return index;
}

export const getExample = (idx: number) => ask<Example>(`/api/example?idx=${idx}`);
export const getSite = (text: string, cursor: number) => ask<Site>("/api/site", { text, cursor });
export const complete = (text: string, cursor: number) =>
  ask<Answer>("/api/complete", { text, cursor });
export const getRuns = () => ask<Run[]>("/api/runs");
export const getCurve = (run: string, from: number) =>
  ask<CurvePart>(`/api/curve?run=${encodeURIComponent(run)}&from=${from}`);
export const getValidations = () => ask<Validation[]>("/api/validations");
