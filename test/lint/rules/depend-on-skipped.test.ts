import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "depend-on-skipped";
const parent = (strategy: string) => `child: {trigger: {include: [{local: c.yml}]${strategy}}}`;
const depend = { parent: parent(", strategy: depend") };
const manual = "a: {script: x, when: manual}\nb: {script: x, when: manual}";
const message =
  'all jobs wait for somebody, so the child is skipped and "child" fails with `strategy: depend`';

test("all jobs are manual", async () => {
  expect(await told(code, manual, depend)).toEqual([`a.when: ${message}`]);
});

test("by their rules, and allowed to fail", async () => {
  const text =
    "a: {script: x, rules: [{if: $X, when: never}, {when: manual, allow_failure: true}]}";
  expect(await told(code, text, depend)).toEqual([`a.rules: ${message}`]);
});

silent(code, [
  ["another strategy", manual, { parent: parent(", strategy: mirror") }],
  ["no strategy", manual, { parent: parent("") }],
  ["one job runs by itself", `${manual}\nc: {script: x}`, depend],
  [
    "a job that holds the pipeline up",
    "a: {script: x, when: manual, allow_failure: false}",
    depend,
  ],
  ["by rules, which hold the pipeline up", "a: {script: x, rules: [{when: manual}]}", depend],
  [
    "a rule that lets a job run by itself",
    "a: {script: x, rules: [{if: $X}, {when: manual, allow_failure: true}]}",
    depend,
  ],
  ["jobs of another file", manual, { ...depend, open: true }],
]);
