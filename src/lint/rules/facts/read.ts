import { type Hash, isHash } from "../../../model/index.ts";
import type { Path } from "../../types.ts";

/** An own member of a hash; `undefined` of anything else, so that `constructor` is no key. */
export const member = (value: unknown, key: string): unknown =>
  isHash(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** What a path leads to from here. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    at = typeof step === "number" && Array.isArray(at) ? at[step] : member(at, String(step));
  }
  return at;
}

/** Something with the way to it. */
export interface At<T> {
  readonly value: T;
  readonly path: Path;
}

/** The items of a list and of the lists in it; what is no list is its only item. */
export function items(value: unknown, path: Path = []): readonly At<unknown>[] {
  if (value === undefined || value === null) return none;
  const found: At<unknown>[] = [];
  gather(value, path, found);
  return found;
}

const none: readonly never[] = [];

function gather(value: unknown, path: Path, found: At<unknown>[]): void {
  if (!Array.isArray(value)) {
    if (value !== undefined && value !== null) found.push({ value, path });
    return;
  }
  for (let index = 0; index < value.length; index++) gather(value[index], [...path, index], found);
}

/** The texts among the items. */
export const texts = (value: unknown, path: Path = []): readonly At<string>[] =>
  items(value, path).filter((each): each is At<string> => typeof each.value === "string");

/** The hashes among the items: rules, needs, includes. */
export const hashes = (value: unknown, path: Path = []): readonly At<Hash>[] =>
  items(value, path).filter((each): each is At<Hash> => isHash(each.value));

/** The members of a hash. */
export const members = (value: unknown): readonly (readonly [string, unknown])[] =>
  isHash(value) ? Object.entries(value) : [];

/** The text of a variable, in both of its forms; `undefined` where it is none. */
export function variableText(value: unknown): string | undefined {
  const given = isHash(value) ? member(value, "value") : value;
  return typeof given === "string" || typeof given === "number" || typeof given === "boolean"
    ? String(given)
    : undefined;
}

/** Whether GitLab or a runner puts something else into a text. */
export const hasVariable = (text: string): boolean => /\$[\w{[]|%\w+%/.test(text);

/** `"a", "b" and 3 more`, for messages. */
export function named(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
