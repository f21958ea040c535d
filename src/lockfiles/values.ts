import { refuse, shown } from "./graph.ts";

/** Data of a lock file by key. Only `Object.entries` and names written in the code are safe. */
export type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A table; nothing at all counts as an empty one. Anything else is not understood. */
export function tableOf(value: unknown, what: string): Table {
  if (value === undefined || value === null) return {};
  return isTable(value) ? value : unexpected(what);
}

/** The entries of a table, each one a table. */
export const tablesOf = (value: unknown, what: string): [string, Table][] =>
  Object.entries(tableOf(value, what)).map(([key, each]) => [key, tableOf(each, key)]);

/** A list of tables; nothing at all counts as an empty one. */
export const listOf = (value: unknown, what: string): Table[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : unexpected(what)).map((each) =>
    isTable(each) ? each : unexpected(what),
  );

/** A list of text; nothing at all counts as an empty one. */
export const textsOf = (value: unknown, what: string): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : unexpected(what)).map((each) =>
    textOf(each, what),
  );

/** Text. YAML may have read a number. */
export function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : unexpected(what);
}

/** Text, or `""` where there is nothing. */
export const textOr = (value: unknown, what: string): string =>
  value === undefined ? "" : textOf(value, what);

/** What is not of the shape that fanout knows may mean anything. */
export const unexpected = (what: string): never =>
  refuse(`its ${shown(what)} does not look as it should`);

/** All of an entry but some keys as text; the order of keys makes no difference. */
export function identityOf(entry: Table, leftOut: ReadonlySet<string>): string {
  const kept = Object.entries(entry).filter(([key]) => !leftOut.has(key));
  return kept.length === 0 ? "" : canonical(Object.fromEntries(kept));
}

/** Data as text, the keys of tables sorted. Scalars count by their text, for YAML has readers. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isTable(value) || value instanceof Date) return JSON.stringify(String(value));
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

/** JSON as data. */
export function jsonOf(text: string, what = "it"): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`${what} is no valid JSON`);
  }
}
