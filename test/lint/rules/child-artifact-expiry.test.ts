import { expect, test } from "vitest";
import { secondsOf } from "../../../src/lint/rules/facts/duration.ts";
import { fixed, silent, told } from "./helper.ts";

const code = "child-artifact-expiry";

const config = (artifacts: string, more = "") => `
gen: {script: x, stage: build, artifacts: {paths: [c.yml]${artifacts}}}
child: {trigger: {include: [{artifact: c.yml, job: gen}]}}
${more}
`;

test("a day", async () => {
  const text = config(", expire_in: 1 day");
  expect(await told(code, text)).toEqual([
    "gen.artifacts.expire_in: the generated pipeline expires after 1 day; a trigger job that is retried later fails",
  ]);
  expect(await fixed(code, text)).toEqual([
    { path: ["gen", "artifacts", "expire_in"], set: "1 week" },
  ]);
});

test("one finding for two trigger jobs, and no fix where other jobs have the same", async () => {
  const text = `
default: {artifacts: {paths: [c.yml], expire_in: 2h}}
gen: {script: x, stage: build}
one: {trigger: {include: [{artifact: c.yml, job: gen}]}}
two: {trigger: {include: [{artifact: c.yml, job: gen}]}}
`;
  expect(await told(code, text)).toEqual([
    "default.artifacts.expire_in: the generated pipeline expires after 2h; a trigger job that is retried later fails",
  ]);
  expect(await fixed(code, text)).toEqual([]);
});

silent(code, [
  ["the instance's own default", config("")],
  ["a week", config(", expire_in: 1 week")],
  ["seven days", config(", expire_in: 7 days")],
  ["never", config(", expire_in: never")],
  ["words that are not known", config(", expire_in: 1 fortnight")],
  [
    "a job that makes no pipeline",
    config("", "other: {script: x, artifacts: {paths: [d], expire_in: 1h}}"),
  ],
]);

test.each([
  ["1h 30m", 5400],
  ["2 days", 172_800],
  ["1 day, 2 hours", 93_600],
  ["90", 90],
  ["3h30m", 12_600],
  ["1:30:00", undefined],
  ["half a day", undefined],
  ["never", undefined],
  ["0 days", undefined],
])("%s", (duration, seconds) => expect(secondsOf(duration)).toBe(seconds));
