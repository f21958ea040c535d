import { isHash } from "../../model/index.ts";
import type { Check, Scope, Test } from "./entry.ts";
import {
  isBlank,
  isFlag,
  isInteger,
  isList,
  isListed,
  isString,
  isStrings,
  joined,
  keysOf,
  lengthOf,
  textOf,
} from "./ruby.ts";

/** A test with GitLab's words for a value that does not pass (config/entry/validators.rb). */
const test =
  (passes: (value: unknown) => boolean, words: string): Test =>
  (value) =>
    passes(value) ? undefined : words;

export const hash = test(isHash, "should be a hash");
export const list = test(isList, "should be an array");
export const text = test(isString, "should be a string");
export const flag = test(isFlag, "should be a boolean value");
export const present = test((value) => !isBlank(value), "can't be blank");
export const absent = test(isBlank, "must be blank");
export const strings = test(isStrings, "should be an array of strings");
export const hashes = test(
  (value) => isList(value) && value.every(isHash),
  "should be an array of hashes",
);
export const stringOrStrings = test(
  (value) => isString(value) || isStrings(value),
  "should be an array of strings or a string",
);
export const integers = test(
  (value) => isInteger(value) || (isList(value) && value.every(isInteger)),
  "should be an array of integers or an integer",
);
export const hashOrText = test(
  (value) => isHash(value) || isString(value),
  "should be a hash or a string",
);
export const hashOrFlag = test(
  (value) => isHash(value) || isFlag(value),
  "should be a hash or a boolean value",
);
export const listOrText = test(
  (value) => isList(value) || isString(value),
  "should be an array or a string",
);
export const listOrHash = test(
  (value) => isList(value) || isHash(value),
  "can only be a hash or an array",
);
export const alphanumeric = test(
  (value) => isString(value) || isInteger(value),
  "must be an alphanumeric string",
);
export const scalar = test(
  (value) => isString(value) || typeof value === "number" || isFlag(value),
  "must be a scalar",
);

/** The same test with other words. */
export const saying =
  (words: string, of: Test): Test =>
  (value, scope) =>
    of(value, scope) === undefined ? undefined : words;

/** No keys but these. */
export function allowed(keys: readonly string[] | ((scope: Scope) => readonly string[])): Test {
  const fixed = typeof keys === "function" ? undefined : new Set(keys);
  return (value, scope) => {
    const known = fixed ?? new Set((keys as (scope: Scope) => readonly string[])(scope));
    const unknown = keysOf(value).filter((key) => !known.has(key));
    const [key] = unknown;
    return key === undefined
      ? undefined
      : { words: `contains unknown keys: ${unknown.join(", ")}`, key };
  };
}

/** None of these keys; a key without a value counts unless told otherwise. */
export const disallowed =
  (keys: readonly string[], words = "contains disallowed keys", ignoreNothing = false): Test =>
  (value) => {
    const wrong = keysOf(value).filter(
      (key) =>
        keys.includes(key) &&
        !(ignoreNothing && isHash(value) && (value[key] === null || value[key] === undefined)),
    );
    const [key] = wrong;
    return key === undefined ? undefined : { words: `${words}: ${wrong.join(", ")}`, key };
  };

export const required =
  (...keys: readonly string[]): Test =>
  (value) => {
    const missing = keys.filter((key) => !keysOf(value).includes(key));
    return missing.length ? `missing required keys: ${missing.join(", ")}` : undefined;
  };

/** Not two of these keys. */
export const apart =
  (...keys: readonly string[]): Test =>
  (value) => {
    const both = keysOf(value).filter((key) => keys.includes(key));
    const [key] = both;
    return key === undefined || both.length < 2
      ? undefined
      : { words: `these keys cannot be used together: ${both.join(", ")}`, key };
  };

export const oneOfKeys =
  (...keys: readonly string[]): Test =>
  (value) =>
    keysOf(value).filter((key) => keys.includes(key)).length === 1
      ? undefined
      : `must use exactly one of these keys: ${keys.join(", ")}`;

/** One of these words; `words` says what else than that. */
export const choice =
  (choices: readonly string[], words = `should be one of: ${choices.join(", ")}`): Test =>
  (value) =>
    isListed(choices, value) ? undefined : words;

/** GitLab compares the text of the value here. */
export const knownValue =
  (choices: readonly string[]): Test =>
  (value) =>
    choices.includes(textOf(value)) ? undefined : `unknown value: ${textOf(value)}`;

export const knownItems =
  (choices: readonly string[]): Test =>
  (value) => {
    const unknown = isList(value) ? value.filter((item) => !isListed(choices, item)) : [];
    return unknown.length ? `contains unknown values: ${joined(unknown)}` : undefined;
  };

export const atLeast =
  (count: number, words: string): Test =>
  (value) =>
    lengthOf(value) < count ? words : undefined;

export const atMost =
  (count: number | ((scope: Scope) => number), words: (count: number) => string): Test =>
  (value, scope) => {
    const most = typeof count === "function" ? count(scope) : count;
    return lengthOf(value) > most ? words(most) : undefined;
  };

export const tooLong = (count: number): string => `is too long (maximum is ${count} characters)`;

/** A pattern that the text of the value has to match. */
export const matching =
  (pattern: RegExp, words: string): Test =>
  (value) =>
    pattern.test(textOf(value)) ? undefined : words;

/** Whole numbers from `least` to `most`; Rails also takes them as text. */
export const between =
  (least: number, most: number | ((scope: Scope) => number)): Test =>
  (value, scope) => {
    const limit = typeof most === "function" ? most(scope) : most;
    const number = typeof value === "number" ? value : numberIn(value);
    if (number === undefined) return "is not a number";
    if (!Number.isInteger(number)) return "must be an integer";
    if (number < least) return `must be greater than or equal to ${least}`;
    return number > limit ? `must be less than or equal to ${limit}` : undefined;
  };

const numberIn = (value: unknown): number | undefined =>
  isString(value) && /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : undefined;

/** Lists in lists, to so many levels, of what `holds` takes. */
export const nested = (
  value: unknown,
  levels: number,
  holds: (item: unknown) => boolean,
): boolean =>
  holds(value) ||
  (levels > 0 && isList(value) && value.every((item) => nested(item, levels - 1, holds)));

const isNothing = (value: unknown): boolean => value === undefined || value === null;

/** A check of the value itself. */
export const config = (...tests: readonly Test[]): Check => ({ attribute: "config", tests });

/** A check of one key. */
export const key = (attribute: string, ...tests: readonly Test[]): Check => ({ attribute, tests });

/** A check of one key, where it has a value. */
export const given = (attribute: string, ...tests: readonly Test[]): Check => ({
  attribute,
  tests,
  skip: isNothing,
});

/** A check of one key, where its value is not blank. */
export const filled = (attribute: string, ...tests: readonly Test[]): Check => ({
  attribute,
  tests,
  skip: isBlank,
});

/** A check that is made only then. */
export const where = (
  when: (config: unknown, name: string) => boolean,
  ...checks: readonly Check[]
): readonly Check[] => checks.map((check) => ({ ...check, when }));
