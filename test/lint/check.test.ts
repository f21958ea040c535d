import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { applyRules, type Found, type Rule, rules, type Settings } from "../../src/lint/index.ts";
import { linted } from "./rules/helper.ts";

const at = (path: Found["path"]): Found => ({ path, message: path.join(".") });
const rule = (code: string, ...found: readonly Found[]): Rule => ({
  code,
  severity: "warning",
  docs: "",
  check: () => found,
});

const document = linted(`
zebra: {script: [a, b], stage: test}
workflow: {rules: [{when: always}]}
apple: {script: x}
`);

const apply = (own: readonly Rule[], settings?: Settings) => applyRules(document, own, settings);
const codes = async (own: readonly Rule[], settings?: Settings) =>
  (await apply(own, settings)).map(({ code, severity }) => `${code} ${severity}`);

test("findings come in the order of the document", async () => {
  const own = [
    rule("one", at(["apple"]), at(["zebra", "stage"]), at(["zebra", "script", 1])),
    rule("two", at(["zebra", "script", 0]), at([]), at(["workflow", "rules", 0])),
    rule("three", at(["zebra", "script"]), at(["nowhere"]), at(["zebra", "absent"])),
  ];
  const found = await apply(own);
  expect(found.map(({ message }) => message)).toEqual([
    "",
    "nowhere",
    "zebra.absent",
    "zebra.script",
    "zebra.script.0",
    "zebra.script.1",
    "zebra.stage",
    "workflow.rules.0",
    "apple",
  ]);
});

test("findings of one place come in the order of the rules", async () => {
  const own = [rule("two", at(["apple"])), rule("one", at(["apple"]))];
  expect(await codes(own)).toEqual(["two warning", "one warning"]);
});

test("a setting changes the severity or turns a rule off", async () => {
  const own = ["a", "b", "c", "d"].map((code) => rule(code, at([])));
  expect(await codes(own, { a: "off", b: "error", c: "info" })).toEqual([
    "b error",
    "c info",
    "d warning",
  ]);
});

test("a rule that is off is not asked", async () => {
  const broken: Rule = { ...rule("a"), check: () => Promise.reject(new Error("asked")) };
  expect(await codes([broken], { a: "off" })).toEqual([]);
  await expect(apply([broken])).rejects.toThrow("asked");
});

test("a code that no rule has is refused with a suggestion", async () => {
  const settings: Settings = Object.fromEntries([
    ["glob-one-levl", "off"],
    ["constructor", "off"],
  ]);
  const refused = applyRules(document, rules, settings);
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toThrow(
    'lint › rules › glob-one-levl: no rule of lint is called "glob-one-levl". Did you mean "glob-one-level"?\nlint › rules › constructor: no rule of lint is called "constructor". See docs/lint.md for all rules',
  );
});

test("a setting named like a key of every object is none", async () => {
  expect(await codes([rule("toString", at([]))])).toEqual(["toString warning"]);
});

test("each code is there once, and told in the documentation", () => {
  const all = rules.map(({ code }) => code);
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((code) => !/^[a-z]+(-[a-z]+)+$/.test(code))).toEqual([]);
  expect(rules.filter(({ docs }) => docs.length < 100).map(({ code }) => code)).toEqual([]);
});
