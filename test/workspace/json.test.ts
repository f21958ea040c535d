import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { parseJson } from "../../src/workspace/json.ts";
import fc from "../helpers/property.ts";

const fault = (text: string): string => {
  try {
    parseJson(text, "x.json");
  } catch (error) {
    if (error instanceof UserError) return error.message.replace(/\. Mend the file.*$/s, "");
    throw error;
  }
  return "none";
};

test.each([
  ['{"a": [1, -2.5e3, "\\u00e9", true, null]}', "none"],
  ["", "x.json:1:1: the file is empty"],
  [" \n ", "x.json:2:2: the file is empty"],
  ['{"a": 1', "x.json:1:8: the text ends too early"],
  ['{"a": 1,}', 'x.json:1:9: "}" does not belong here'],
  ['{\r\n  "a": 1\r\n  "b": 2\r\n}', "x.json:3:3: a string that JSON does not know begins here"],
  ["{a: 1}", 'x.json:1:2: "a" does not belong here'],
  ["[1, 2,]", 'x.json:1:7: "]" does not belong here'],
  ["[,]", 'x.json:1:2: "," does not belong here'],
  ['{"a" 1}', 'x.json:1:6: "1" does not belong here'],
  ["[1}", 'x.json:1:3: "}" does not belong here'],
  ["{} {}", 'x.json:1:4: "{" does not belong here'],
  ["// note\n{}", 'x.json:1:1: "/" does not belong here'],
  ['["a\nb"]', "x.json:1:2: a string that JSON does not know begins here"],
  ["<<<<<<< HEAD", 'x.json:1:1: "<" does not belong here'],
  ["[01]", 'x.json:1:3: "1" does not belong here'],
])("%j: %s", (text, expected) => {
  expect(fault(text)).toBe(expected);
});

test("whatever JSON.parse refuses has a place, and nothing else has", () => {
  const text = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom("", ",", "}", '"', "\\", "x", "1", "\n"))
    .map(([json, at, drop, put]) => {
      const where = at % (json.length + 1);
      return json.slice(0, where) + put + json.slice(where + drop);
    });
  fc.assert(
    fc.property(text, (broken) => {
      let valid = true;
      try {
        JSON.parse(broken);
      } catch {
        valid = false;
      }
      expect(fault(broken) === "none").toBe(valid);
    }),
    { numRuns: 3000 },
  );
});
