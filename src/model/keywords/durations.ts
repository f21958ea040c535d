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

/**
 * The seconds of a duration as GitLab reads it (its chronic-duration library): `30 minutes`,
 * `1h 30m`, `1:30:00`, `3600`, `week`. `undefined` when it is none, or is zero.
 */
export function parseDuration(value: string): number | undefined {
  let rest = value.toLowerCase();
  if (/^\d+(?::\d+)+$/.test(rest.trim())) rest = clock(rest.trim());
  const words = rest
    .replaceAll(/\d+(?:\.\d+)?|\.\d+/g, (number) => ` ${number} `)
    .split(/\s+/)
    .filter((word) => word !== "");
  let seconds = 0;
  let amount: number | undefined;
  let first = true;
  for (const raw of words) {
    const word = raw.replace(/^,/, "").replace(/,$/, "");
    const number = /^[\d.]+$/.test(word) ? Number(word) : numbers.indexOf(word);
    if (Number.isFinite(number) && number >= 0) amount = number;
    else if (Object.hasOwn(units, word)) {
      seconds += (amount ?? (first ? 1 : 0)) * units[word]!;
      amount = undefined;
    } else if (!joiners.has(word) && word !== "") return undefined;
    first = false;
  }
  seconds += amount ?? 0;
  return seconds > 0 ? seconds : undefined;
}

/** `1:30:00` as words: from the right seconds, minutes, hours, days. */
function clock(value: string): string {
  const names = ["s", "m", "h", "d", "w", "mo", "y"];
  const parts = value.split(":").reverse();
  return parts.map((part, index) => `${part} ${names[index] ?? "?"}`).join(" ");
}

const isDuration = (value: string): boolean => parseDuration(value) !== undefined;
const atMost = (limit: number) => (value: string) => (parseDuration(value) ?? 0) <= limit;
const shape = "should be a duration such as `30 minutes` or `1h 30m`";

/** `timeout`: at most a month (GitLab: entry/timeout.rb). */
export const timeout = text
  .refine(isDuration, shape)
  .refine(atMost(month), "should not be longer than a month");

/** `start_in`: at most a week (GitLab: entry/job.rb). */
export const startIn = text
  .refine(isDuration, shape)
  .refine(atMost(week), "should not be longer than a week");

/** `expire_in`: a duration or `never` (GitLab: ci/build/duration_parser.rb). */
export const expireIn = text.refine(
  (value) => value === "never" || isDuration(value),
  "should be a duration such as `1 week`, or `never`",
);

/** `pages:expire_in`: may hold a variable too (GitLab: entry/pages.rb). */
export const pagesExpireIn = text.refine(
  (value) => value === "never" || /\$\w|\$\{|%\w+%/.test(value) || isDuration(value),
  "should be a duration such as `1 week`, `never`, or a variable",
);
