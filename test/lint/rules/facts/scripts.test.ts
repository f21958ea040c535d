import { expect, test } from "vitest";
import {
  commandsIn,
  isSecretName,
  scriptLines,
  variablesOf,
  words,
} from "../../../../src/lint/rules/facts/scripts.ts";

test("lines of all scripts, joined where they go on", () => {
  const job = {
    before_script: ["a\nb"],
    script: ["c \\\n  d", ["e", "# f"]],
    after_script: "g",
  };
  expect(scriptLines(job)).toEqual([
    { text: "a", path: ["before_script", 0] },
    { text: "b", path: ["before_script", 0] },
    { text: "c    d", path: ["script", 0] },
    { text: "e", path: ["script", 1, 0] },
    { text: "g", path: ["after_script"] },
  ]);
});

test.each<[string, readonly string[]]>([
  ["a && b || c; d", ["a", "b", "c", "d"]],
  ["a | b", ["a |", "b"]],
  ["a 'b && c' \"d; e\"", ["a 'b && c' \"d; e\""]],
  ["a > f", ["a > f |"]],
  ["a 2>&1", ["a 2>&1"]],
  ["a >&2", ["a >&2"]],
  ["X=$(a; b)", ["X=$(a; b) |"]],
  ["a # b; c", ["a"]],
  ["a#b", ["a#b"]],
  ["a \\; b", ["a \\; b"]],
  ["a 'b", ["a 'b"]],
])("%s", (line, commands) => {
  expect(commandsIn(line).map(({ text, piped }) => (piped ? `${text} |` : text))).toEqual(commands);
});

test("words lose their quotes", () => {
  expect(words(`curl -H "A: b" '$c' d"e f"`)).toEqual(["curl", "-H", "A: b", "$c", "de f"]);
});

test.each([
  ["TOKEN", true],
  ["CI_JOB_TOKEN", true],
  ["db_password", true],
  ["AWS_SECRET_ACCESS_KEY", true],
  ["TOKENS", false],
  ["TOKEN_URL", false],
  ["MYTOKEN", false],
  ["KEYBOARD", false],
])("%s", (name, secret) => expect(isSecretName(name)).toBe(secret));

test("variables", () =>
  expect(variablesOf("$A ${B} ${C:-d} $$ $1x")).toEqual(["A", "B", "C", "1x"]));
