import { isHash } from "../../model/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import { type Check, fault, type Scope, type Test } from "./entry.ts";
import { asFlag, asList, asNumber, type Mended, meantChoice, misspelt, setTo } from "./meant.ts";
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
  (
    code: RefusalCode,
    passes: (value: unknown) => boolean,
    words: string,
    mend?: (value: unknown) => Mended | undefined,
  ): Test =>
  (value) =>
    passes(value) ? undefined : fault(code, words, setTo(mend?.(value)));

export const hash = test("not-a-hash", isHash, "should be a hash");
export const list = test("not-a-list", isList, "should be an array", asList);
export const text = test("not-a-string", isString, "should be a string");
export const flag = test("not-a-boolean", isFlag, "should be a boolean value", asFlag);
export const present = test("not-blank", (value) => !isBlank(value), "can't be blank");
export const absent = test("start-in-without-delayed", isBlank, "must be blank");
export const strings = test(
  "not-a-list-of-strings",
  isStrings,
  "should be an array of strings",
  asList,
);
export const hashes = test(
  "not-a-list-of-hashes",
  (value) => isList(value) && value.every(isHash),
  "should be an array of hashes",
);
export const stringOrStrings = test(
  "not-a-string-or-list",
  (value) => isString(value) || isStrings(value),
  "should be an array of strings or a string",
);
export const integers = test(
  "not-integers",
  (value) => isInteger(value) || (isList(value) && value.every(isInteger)),
  "should be an array of integers or an integer",
  asNumber,
);
export const hashOrText = test(
  "not-a-hash-or-string",
  (value) => isHash(value) || isString(value),
  "should be a hash or a string",
);
export const hashOrFlag = test(
  "not-a-hash-or-boolean",
  (value) => isHash(value) || isFlag(value),
  "should be a hash or a boolean value",
  asFlag,
);
export const listOrText = test(
  "not-a-list-or-string",
  (value) => isList(value) || isString(value),
  "should be an array or a string",
);
export const listOrHash = test(
  "not-a-hash-or-list",
  (value) => isList(value) || isHash(value),
  "can only be a hash or an array",
  asList,
);
export const alphanumeric = test(
  "variable-description",
  (value) => isString(value) || isInteger(value),
  "must be an alphanumeric string",
);
export const scalar = test(
  "variable-value",
  (value) => isString(value) || typeof value === "number" || isFlag(value),
  "must be a scalar",
);

/** The same test with other words. */
export const saying =
  (code: RefusalCode, words: string, of: Test): Test =>
  (value, scope) =>
    of(value, scope) === undefined ? undefined : fault(code, words);

/** No keys but these. */
export function allowed(
  keys: readonly string[] | ((scope: Scope) => readonly string[]),
  code: RefusalCode = "unknown-keyword",
): Test {
  const fixed = typeof keys === "function" ? undefined : new Set(keys);
  return (value, scope) => {
    const known = fixed ?? new Set((keys as (scope: Scope) => readonly string[])(scope));
    const unknown = keysOf(value).filter((key) => !known.has(key));
    const [key] = unknown;
    if (key === undefined) return undefined;
    const meant = misspelt(unknown, known, keysOf(value));
    return fault(code, `contains unknown keys: ${unknown.join(", ")}`, { key, ...meant });
  };
}

/** None of these keys; a key without a value counts unless told otherwise. */
export const disallowed =
  (
    keys: readonly string[],
    code: RefusalCode = "disallowed-keyword",
    words = "contains disallowed keys",
    ignoreNothing = false,
  ): Test =>
  (value) => {
    const wrong = keysOf(value).filter(
      (key) =>
        keys.includes(key) &&
        !(ignoreNothing && isHash(value) && (value[key] === null || value[key] === undefined)),
    );
    const [key] = wrong;
    return key === undefined ? undefined : fault(code, `${words}: ${wrong.join(", ")}`, { key });
  };

export const required =
  (...keys: readonly string[]): Test =>
  (value) => {
    const missing = keys.filter((key) => !keysOf(value).includes(key));
    return missing.length
      ? fault("missing-keyword", `missing required keys: ${missing.join(", ")}`)
      : undefined;
  };

/** Not two of these keys. */
export const apart =
  (code: RefusalCode, ...keys: readonly string[]): Test =>
  (value) => {
    const both = keysOf(value).filter((key) => keys.includes(key));
    const [key] = both;
    return key === undefined || both.length < 2
      ? undefined
      : fault(code, `these keys cannot be used together: ${both.join(", ")}`, { key });
  };

export const oneOfKeys =
  (code: RefusalCode, ...keys: readonly string[]): Test =>
  (value) =>
    keysOf(value).filter((key) => keys.includes(key)).length === 1
      ? undefined
      : fault(code, `must use exactly one of these keys: ${keys.join(", ")}`);

/** One of these words; `words` says what else than that. */
export const choice =
  (
    choices: readonly string[],
    words = `should be one of: ${choices.join(", ")}`,
    code: RefusalCode = "unknown-value",
  ): Test =>
  (value) =>
    isListed(choices, value) ? undefined : fault(code, words, meantChoice(value, choices));

/** GitLab compares the text of the value here. */
export const knownValue =
  (choices: readonly string[]): Test =>
  (value) =>
    choices.includes(textOf(value))
      ? undefined
      : fault("unknown-value", `unknown value: ${textOf(value)}`, meantChoice(value, choices));

export const knownItems =
  (choices: readonly string[]): Test =>
  (value) => {
    const unknown = isList(value) ? value.filter((item) => !isListed(choices, item)) : [];
    return unknown.length
      ? fault("unknown-value", `contains unknown values: ${joined(unknown)}`)
      : undefined;
  };

export const atLeast =
  (count: number, code: RefusalCode, words: string): Test =>
  (value) =>
    lengthOf(value) < count ? fault(code, words) : undefined;

export const atMost =
  (
    count: number | ((scope: Scope) => number),
    code: RefusalCode,
    words: (count: number) => string,
  ): Test =>
  (value, scope) => {
    const most = typeof count === "function" ? count(scope) : count;
    return lengthOf(value) > most ? fault(code, words(most)) : undefined;
  };

export const tooLong = (count: number): string => `is too long (maximum is ${count} characters)`;

/** A pattern that the text of the value has to match. */
export const matching =
  (pattern: RegExp, code: RefusalCode, words: string): Test =>
  (value) =>
    pattern.test(textOf(value)) ? undefined : fault(code, words);

/** Whole numbers from `least` to `most`; Rails also takes them as text. */
export const between =
  (code: RefusalCode, least: number, most: number | ((scope: Scope) => number)): Test =>
  (value, scope) => {
    const limit = typeof most === "function" ? most(scope) : most;
    const number = typeof value === "number" ? value : numberIn(value);
    if (number === undefined) return fault(code, "is not a number");
    if (!Number.isInteger(number)) return fault(code, "must be an integer");
    if (number < least) return fault(code, `must be greater than or equal to ${least}`);
    return number > limit ? fault(code, `must be less than or equal to ${limit}`) : undefined;
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
