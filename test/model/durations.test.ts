import { describe, expect, test } from "vitest";
import { parseDuration, unreadWords } from "../../src/model/keywords/durations.ts";

describe("parseDuration", () => {
  test.each([
    ["30 minutes", 1800],
    ["1h 30m", 5400],
    ["1h30m", 5400],
    ["1 hour and 30 minutes", 5400],
    ["1:30:00", 5400],
    ["90", 90],
    ["1.5 hours", 5400],
    ["week", 604_800],
    ["two weeks", 1_209_600],
    ["1 month", 2_592_000],
    ["1 DAY", 86_400],
    ["30 minutesx", 30],
    ["5 6 minutes", 360],
    ["nope", undefined],
    ["0", undefined],
    ["", undefined],
  ])("%j is %s seconds", (value, seconds) => expect(parseDuration(value)).toBe(seconds));

  test.each([
    ["30 minutesx", ["minutesx"]],
    ["1 day, 2 hours", []],
    ["1:30", []],
  ])("%j has unread words %j", (value, words) => expect(unreadWords(value)).toEqual(words));
});
