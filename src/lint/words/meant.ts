import { didYouMean, distance } from "../../diagnostics/index.ts";
import { knownKeys } from "../../model/index.ts";
import type { Change } from "../types.ts";
import { kept } from "./kept.ts";
import { isString } from "./ruby.ts";

/** What is known of a word that is probably another one. */
interface Meant {
  readonly hint?: string;
  readonly fixes?: readonly Change[];
}

/** The one known word that is two letters away at most, of a short word one. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const most = word.length < 6 ? 1 : 2;
  const near = [...known].filter(
    (each) => Math.abs(each.length - word.length) <= most && distance(word, each) <= most,
  );
  return near.length === 1 ? near[0] : undefined;
}

const keywords = new Set(knownKeys("job"));

/** The key that was meant; one that jobs know was meant as it is, if not in its place. */
export const nearestKey = (key: string, known: Iterable<string>): string | undefined =>
  keywords.has(key) ? undefined : nearest(key, known);

/** By what is known: many jobs have the same slip. */
const slipsOf = kept(
  (known: ReadonlySet<string>) =>
    kept((key: string) => ({ rename: nearestKey(key, known), hint: didYouMean(key, known) })),
  new WeakMap<ReadonlySet<string>, (key: string) => Slip>(),
);

interface Slip {
  readonly rename: string | undefined;
  readonly hint: string;
}

/** Keys that were meant to be known ones. They are mended where each was, and none is `given` already. */
export function misspelt(
  unknown: readonly string[],
  known: ReadonlySet<string>,
  given: readonly string[],
): Meant {
  const slips = unknown.map(slipsOf(known));
  const renames = unknown.map((key, index) => ({ path: [key], rename: slips[index]?.rename }));
  const names = renames.map(({ rename }) => rename);
  const isSure = names.every(
    (name, index) => name !== undefined && !given.includes(name) && names.indexOf(name) === index,
  );
  const hint = slips.map((slip) => slip.hint).find((told) => told !== "");
  return {
    ...(hint !== undefined && { hint }),
    ...(isSure && { fixes: renames as readonly Change[] }),
  };
}

/** A value that was meant to be one of these. */
export function meantChoice(value: unknown, choices: readonly string[]): Meant {
  if (!isString(value)) return {};
  const meant = nearest(value, choices);
  const hint = didYouMean(value, choices);
  return {
    ...(hint !== "" && { hint }),
    ...(meant !== undefined && { fixes: [{ path: [], set: meant }] }),
  };
}

/** What a value was meant to be. */
export interface Mended {
  readonly value: unknown;
}

/** The fix of what was tested, where there is one. */
export const setTo = (mended: Mended | undefined): { readonly fixes?: readonly Change[] } =>
  mended ? { fixes: [{ path: [], set: mended.value }] } : {};

/** What was written in quotes, and is meant as an answer. */
export const asFlag = (value: unknown): Mended | undefined =>
  value === "true" || value === "false" ? { value: value === "true" } : undefined;

/** A word alone is a list of one; a text that may itself be a list is left. */
export const asList = (value: unknown): Mended | undefined =>
  isString(value) && /^[^\s,;[\]{}]+$/.test(value) ? { value: [value] } : undefined;

/** A whole number in quotes. */
export const asNumber = (value: unknown): Mended | undefined =>
  isString(value) && /^(?:0|[1-9]\d{0,5})$/.test(value) ? { value: Number(value) } : undefined;
