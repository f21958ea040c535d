import * as z from "zod/mini";
import { text } from "./shared.ts";

const units: Readonly<Record<string, number>> = {};
const unit = (seconds: number, ...names: readonly string[]) => {
  for (const name of names) (units as Record<string, number>)[name] = seconds;
};
unit(1, "seconds", "second", "secs", "sec", "s");
unit(60, "minutes", "minute", "mins", "min", "m");
unit(3600, "hours", "hour", "hrs", "hr", "h");
unit(86_400, "days", "day", "dy", "d");
unit(604_800, "weeks", "week", "wks", "wk", "w");
unit(2_592_000, "months", "mos", "month", "mo");
unit(31_557_600, "years", "year", "yrs", "yr", "y");

const numbers = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const joiners = new Set(["and", "with", "plus"]);
const week = 604_800;
/** GitLab: `Project::MAX_BUILD_TIMEOUT`, ActiveSupport's `1.month`. */
const month = 2_629_746;

/** The most seconds that a job may take, or wait (GitLab: entry/timeout.rb, entry/job.rb). */
export const longest = { timeout: month, startIn: week } as const;

const numberWords = /\d*\.?\d+/g;

const known = new Map<string, readonly string[]>();

/** The words of a duration; of thousands of jobs most have the same, so they are kept. */
function wordsOf(value: string): readonly string[] {
  const words = known.get(value) ?? split(value);
  if (known.size < 1000) known.set(value, words);
  return words;
}

/** `1:30:00` taken apart, numbers written in figures. */
function split(value: string): readonly string[] {
  const lower = value.toLowerCase();
  const plain = /\d(?::\.?\d)/.test(lower.replaceAll(" ", "")) ? clock(lower) : lower;
  return plain
    .replaceAll(numberWords, (number) => ` ${number} `)
    .split(/\s+/)
    .map((word) => word.replace(/^,/, "").replace(/,$/, ""))
    .filter((word) => word !== "")
    .map((word) => (numbers.includes(word) ? String(numbers.indexOf(word)) : word));
}

const isNumber = (word: string): boolean => /^\d*\.?\d+$/.test(word);

/**
 * The seconds of a duration as GitLab reads it (its chronic-duration library): `30 minutes`,
 * `1h 30m`, `1:30:00`, `3600`, `week`. `undefined` when it is none, or is zero. Words that are no
 * unit do not count, so `30 minutesx` is 30 seconds: see `unreadWords`.
 */
export function parseDuration(value: string): number | undefined {
  const words = wordsOf(value).filter((word) => isNumber(word) || Object.hasOwn(units, word));
  if (words[0] !== undefined && !isNumber(words[0])) words.unshift("1");
  let seconds = 0;
  for (const [index, word] of words.entries()) {
    if (!isNumber(word)) continue;
    const next = words[index + 1];
    seconds += Number(word) * (next === undefined ? 1 : (units[next] ?? 0));
  }
  return seconds > 0 ? seconds : undefined;
}

/** The words of a duration that GitLab passes over: `minutesx`. */
export const unreadWords = (value: string): readonly string[] =>
  wordsOf(value).filter(
    (word) => !isNumber(word) && !Object.hasOwn(units, word) && !joiners.has(word),
  );

/** `1:30:00` as words: from the right seconds, minutes, hours, days, months, years. */
function clock(value: string): string {
  const names = ["s", "m", "h", "d", "mo", "y"];
  const parts = value.replaceAll(" ", "").split(":").reverse();
  return parts.map((part, index) => `${part} ${names[index] ?? "?"}`).join(" ");
}

const isDuration = (value: string): boolean => parseDuration(value) !== undefined;
const atMost = (limit: number) => (value: string) => (parseDuration(value) ?? 0) <= limit;
const shape = "should be a duration such as `30 minutes` or `1h 30m`";

/** `timeout`: at most a month (GitLab: entry/timeout.rb). */
export const timeout = text
  .check(z.refine(isDuration, shape))
  .check(z.refine(atMost(longest.timeout), "should not be longer than a month"));

/** `start_in`: at most a week (GitLab: entry/job.rb). */
export const startIn = text
  .check(z.refine(isDuration, shape))
  .check(z.refine(atMost(longest.startIn), "should not be longer than a week"));

/** `expire_in`: a duration or `never` (GitLab: ci/build/duration_parser.rb). */
export const expireIn = text.check(
  z.refine(
    (value) => value === "never" || isDuration(value),
    "should be a duration such as `1 week`, or `never`",
  ),
);

/** `pages:expire_in`: may hold a variable too (GitLab: entry/pages.rb). */
export const pagesExpireIn = text.check(
  z.refine(
    (value) => value === "never" || /\$\w|\$\{|%\w+%/.test(value) || isDuration(value),
    "should be a duration such as `1 week`, `never`, or a variable",
  ),
);
