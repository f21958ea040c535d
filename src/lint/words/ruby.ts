import { isHash } from "../../model/index.ts";

/** Whether Ruby on Rails calls a value blank: nothing, `false`, white space, an empty list or hash. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === "string") return value.trim() === "";
  return typeof value === "object" && Object.keys(value).length === 0;
}

export const isString = (value: unknown): value is string => typeof value === "string";
export const isInteger = (value: unknown): value is number => Number.isInteger(value);
export const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
export const isStrings = (value: unknown): value is readonly string[] =>
  isList(value) && value.every(isString);

/** Keys of a hash, none of anything else: Ruby's `value.try(:keys).to_a`. */
export const keysOf = (value: unknown): readonly string[] =>
  isHash(value) ? Object.keys(value) : [];

/** How long Rails takes a value to be: characters, entries, or characters of its text. */
export function lengthOf(value: unknown): number {
  if (isString(value)) return [...value].length;
  return typeof value === "object" && value !== null
    ? Object.keys(value).length
    : textOf(value).length;
}

const plainSymbol = /^[A-Za-z_]\w*[?!]?$/;

/** What Ruby 3.3 puts for a value into a sentence that names its code: `{:name=>"x"}`. */
function inspect(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (isString(value)) return JSON.stringify(value).replaceAll(/#(?=[{$@])/g, "\\#");
  if (isList(value)) return `[${value.map(inspect).join(", ")}]`;
  if (!isHash(value)) return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${symbol(key)}=>${inspect(item)}`);
  return `{${pairs.join(", ")}}`;
}

const symbol = (key: string): string => (plainSymbol.test(key) ? `:${key}` : `:${inspect(key)}`);

/** The pairs of a hash as Ruby's `Array()` takes it apart, each as code: `[:name, "x"]`. */
export const pairsOf = (value: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(value).map(([key, item]) => `[${symbol(key)}, ${inspect(item)}]`);

/** Ruby's `to_s`: text as it is, nothing as "", lists and hashes as code. */
export function textOf(value: unknown): string {
  if (isString(value)) return value;
  return value === null || value === undefined ? "" : inspect(value);
}

/** Ruby's `join(", ")`: lists in a list are joined as well. */
export const joined = (list: readonly unknown[]): string =>
  list.map((item) => (isList(item) ? joined(item) : textOf(item))).join(", ");

export const isListed = (list: readonly string[], value: unknown): boolean =>
  isString(value) && list.includes(value);
