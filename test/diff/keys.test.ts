import { describe, expect, test } from "vitest";
import { changedKeys } from "../../src/diff/keys.ts";
import { Reference } from "../../src/model/index.ts";

const keys = (before: object, after: object) =>
  changedKeys(before as never, after as never).map(({ key }) => key);

describe("the keys that differ", () => {
  test.each<[string, object, object, string[]]>([
    ["nothing", { script: ["a"] }, { script: ["a"] }, []],
    ["a value", { image: "node:20" }, { image: "node:22" }, ["image"]],
    ["a type", { image: "1" }, { image: 1 }, ["image"]],
    ["a keyword more", {}, { tags: ["a"] }, ["tags"]],
    ["a keyword less", { tags: ["a"] }, {}, ["tags"]],
    ["null is something", {}, { cache: null }, ["cache"]],
    [
      "a variable",
      { variables: { A: "1", B: "2" } },
      { variables: { A: "1", B: "3" } },
      ["variables.B"],
    ],
    [
      "a variable more",
      { variables: { A: "1" } },
      { variables: { A: "1", B: "3" } },
      ["variables.B"],
    ],
    [
      "the order of variables",
      { variables: { A: "1", B: "2" } },
      { variables: { B: "2", A: "1" } },
      [],
    ],
    [
      "a variable with dots",
      { variables: { "a.b": "1" } },
      { variables: { "a.b": "2" } },
      ['variables["a.b"]'],
    ],
    [
      "a prototype key",
      { variables: JSON.parse('{"__proto__":"1"}') },
      { variables: {} },
      ["variables.__proto__"],
    ],
    ["a key of every object", {}, { constructor: "x" }, ["constructor"]],
    [
      "a rule by position",
      { rules: [{ if: "$A" }, { if: "$B" }] },
      { rules: [{ if: "$A" }, { if: "$C" }] },
      ["rules[1].if"],
    ],
    [
      "a rule more",
      { rules: [{ if: "$A" }] },
      { rules: [{ if: "$A" }, { when: "never" }] },
      ["rules[1]"],
    ],
    [
      "a rule less",
      { rules: [{ if: "$A" }, { when: "never" }] },
      { rules: [{ if: "$A" }] },
      ["rules[1]"],
    ],
    [
      "rules within rules",
      { rules: [[{ if: "$A" }], { if: "$B" }] },
      { rules: [{ if: "$A" }, { if: "$B" }] },
      [],
    ],
    ["a script is one key", { script: ["a", "b"] }, { script: ["a", "c", "b"] }, ["script"]],
    ["lists in a script", { script: ["a", ["b", ["c"]]] }, { script: ["a", "b", "c"] }, []],
    ["a script as one text", { script: "a" }, { script: ["a"] }, []],
    [
      "a script of a hook",
      { hooks: { pre_get_sources_script: "a" } },
      { hooks: { pre_get_sources_script: ["a"] } },
      [],
    ],
    ["plain lists are one key", { tags: ["a", "b"] }, { tags: ["b"] }, ["tags"]],
    [
      "a list deep within",
      { artifacts: { paths: ["a"], name: "n" } },
      { artifacts: { paths: ["b"], name: "n" } },
      ["artifacts.paths"],
    ],
    ["a plain need becomes a hash", { needs: ["a"] }, { needs: [{ job: "a" }] }, ["needs"]],
    [
      "a need among hashes",
      { needs: [{ job: "a", optional: true }] },
      { needs: [{ job: "a", optional: false }] },
      ["needs[0].optional"],
    ],
    [
      "several, in the order of keywords",
      { script: ["a"], image: "a", stage: "x" },
      { script: ["b"], image: "b", stage: "y" },
      ["stage", "image", "script"],
    ],
    [
      "references",
      { script: [new Reference([".a", "script"])] },
      { script: [new Reference([".b", "script"])] },
      ["script"],
    ],
    [
      "the same references",
      { script: [new Reference([".a", "script"])] },
      { script: [new Reference([".a", "script"])] },
      [],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(keys(before, after)).toEqual(expected);
    expect(keys(after, before)).toEqual(expected);
  });
});

test("what was there and what is there", () => {
  const change = changedKeys({ image: "a", tags: ["x"] }, { image: "b", timeout: "1h" });
  expect(change).toEqual([
    { key: "image", before: "a", after: "b" },
    { key: "tags", before: ["x"] },
    { key: "timeout", after: "1h" },
  ]);
  expect(changedKeys({}, { constructor: "x" })).toEqual([{ key: "constructor", after: "x" }]);
});
