import { expect, test } from "vitest";
import { placeOf, setIn } from "../../../../src/lint/rules/facts/place.ts";
import { linted } from "../helper.ts";

const here = linted(`
image: node
default: {retry: 1}
.script: {script: [a, b]}
.more: {extends: .script, variables: {A: 1}}
.loop: {extends: .loop, tags: [x]}
own: {script: [c], extends: .more, variables: {B: 2}}
far: {extends: [.more]}
late: {extends: [.script, .more]}
.other: {script: [z]}
both: {extends: [.script, .other]}
by: {script: [!reference [.script, script]]}
`);

test.each([
  ["own", ["script", 0], ["own", "script", 0], true],
  ["own", ["variables", "B"], ["own", "variables", "B"], true],
  ["own", ["variables", "A"], [".more", "variables", "A"], true],
  ["far", ["script", 1], [".script", "script", 1], true],
  ["late", ["script", 1], [".script", "script", 1], true],
  ["both", ["script", 0], [".other", "script", 0], true],
  ["own", ["retry"], ["default", "retry"], true],
  ["own", ["image"], ["image"], true],
  ["own", ["image", "name"], ["image"], false],
  ["by", ["script", 0, 1], ["by", "script", 0], false],
  ["own", ["cache", "key"], ["own"], false],
  ["none", ["script"], ["none"], false],
  [".loop", ["script"], [".loop"], false],
])("%s %j", (job, path, place, exact) => {
  expect(placeOf(here, job, path)).toEqual({ path: place, exact });
});

test("only what the job wrote itself is set", () => {
  expect(setIn(here, "own", ["script", 0], "x")).toEqual([
    { path: ["own", "script", 0], set: "x" },
  ]);
  expect(setIn(here, "far", ["script", 0], "x")).toEqual([]);
  expect(setIn(here, "own", ["image"], "x")).toEqual([]);
});
