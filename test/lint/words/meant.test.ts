import { expect, test } from "vitest";
import { meantChoice, misspelt, nearest, nearestKey } from "../../../src/lint/words/meant.ts";

test.each<[string, readonly string[], string | undefined]>([
  ["scirpt", ["script", "services"], "script"],
  ["Script", ["script"], "script"],
  ["tag", ["tags", "stage"], "tags"],
  ["stap", ["stop", "step"], undefined],
  ["stagge", ["stage", "stages"], undefined],
  ["image", ["stage"], undefined],
  ["retries", ["retry"], undefined],
  ["x".repeat(100_000), ["script"], undefined],
])("%s is meant to be one of %j: %s", (word, known, meant) => {
  expect(nearest(word, known)).toBe(meant);
});

test("a keyword that jobs know is not taken for another", () => {
  expect(nearestKey("services", ["service"])).toBeUndefined();
  expect(nearestKey("servicse", ["services"])).toBe("services");
});

test("keys are renamed only together, each to a name that is free", () => {
  const known = new Set(["script", "tags"]);
  const renames = [
    { path: ["scrpt"], rename: "script" },
    { path: ["tag"], rename: "tags" },
  ];
  expect(misspelt(["scrpt", "tag"], known, ["scrpt", "tag"]).fixes).toEqual(renames);
  expect(misspelt(["scrpt", "odd"], known, ["scrpt", "odd"]).fixes).toBeUndefined();
  expect(misspelt(["scrpt"], known, ["scrpt", "script"]).fixes).toBeUndefined();
  expect(misspelt(["tag", "tagss"], known, ["tag", "tagss"]).fixes).toBeUndefined();
  expect(misspelt(["__proto__"], known, ["__proto__"])).toEqual({});
});

test("only a text is meant to be another", () => {
  expect(meantChoice("alwys", ["always"]).fixes).toEqual([{ path: [], set: "always" }]);
  expect(meantChoice(["always"], ["always"])).toEqual({});
});
