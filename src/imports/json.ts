import { UserError } from "../diagnostics/index.ts";
import { parseJsonc } from "../jsonc.ts";
import type { Reading } from "./read.ts";

export type Json = Readonly<Record<string, unknown>>;

/** An object of JSON that is no list; empty for anything else. */
export const record = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** Own entries only: `__proto__` is a name like any other. */
export const field = (value: unknown, name: string): unknown => {
  const json = record(value);
  return Object.hasOwn(json, name) ? json[name] : undefined;
};

export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");

/** How JSON files are read and kept: only the fields that matter. A broken one is empty. */
export function jsonReading(kind: string, fields: readonly string[]): Reading<Json> {
  const pick = (value: unknown): Json =>
    Object.fromEntries(
      fields.map((name) => [name, field(value, name)]).filter(([, given]) => given !== undefined),
    );
  return {
    keyOf: () => kind,
    parse: (files) =>
      Promise.all(files.map(async ({ path, text }) => pick(await parse(text, path)))),
    encode: (value) => value,
    decode: (value) => (value === record(value) ? (value as Json) : undefined),
  };
}

/** Most files are plain JSON, for which no library is needed. */
async function parse(text: string, path: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch {
    // With comments, perhaps.
  }
  try {
    return await parseJsonc(text, path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {};
  }
}
