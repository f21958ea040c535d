import { expect, test } from "vitest";
import { literal } from "../../src/index.ts";

test.each<[string, unknown]>([
  ["plain", "plain"],
  ["", ""],
  ["5$", { value: "5$", expand: false }],
  ["$HOME and ${X}", { value: "$HOME and ${X}", expand: false }],
])("literal(%j) arrives as it is", (text, variable) => {
  expect(literal(text)).toEqual(variable);
});
