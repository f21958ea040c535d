import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { depth, parsedSize } from "../../src/emit/index.ts";
import { reference } from "../../src/model/index.ts";
import { printYaml } from "../../src/yaml/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { plainData } from "../yaml/arbitrary.ts";

const fixtures = join(import.meta.dirname, "../fixtures/parsed-size");
const read = (name: string) => readFileSync(join(fixtures, name), "utf8");

/** Sizes that GitLab's own count gave under Ruby 3.1. */
const measured = read("sizes.tsv")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .map(([name, , bytes]) => [name!, Number(bytes)] as const);

test.each(measured)("%s: not below Ruby's %i bytes, and at most 15 % above", (name, bytes) => {
  const size = parsedSize(parseYaml(read(`${name}.yml`), `${name}.yml`));
  expect(size).toBeGreaterThanOrEqual(bytes);
  expect(size).toBeLessThanOrEqual(bytes * 1.15);
});

test("there are measured files", () => expect(measured.length).toBeGreaterThan(10));

test("a value has the size that a reader of the printed text sees", () => {
  fc.assert(
    fc.property(plainData, (value) => {
      const back = parseYaml(printYaml(value), "a.yml");
      expect(parsedSize(back)).toBe(parsedSize(value));
      expect(depth(back)).toBe(depth(value));
    }),
  );
});

const text = (bytes: number) => "x".repeat(bytes);
const list = (length: number) => Array(length).fill(1);
const hash = (pairs: number) =>
  Object.fromEntries(list(pairs).map((one, index) => [`k${index}`, one]));
const keys = (pairs: number) => 40 * pairs;

test.each<[string, unknown, number]>([
  ["a short text", text(15), 40],
  ["a text above Ruby 3.3's first slot", text(16), 80],
  ["a text that Ruby 3.1 puts outside", text(40), 81],
  ["a text above the second slot", text(56), 160],
  ["a text above the last slot", text(616), 657],
  ["bytes, not characters", "żółć gęślą", 80],
  ["numbers, true and nothing", [1, 2.5, true], 40],
  ["nothing", null, 0],
  ["an integer that fills a word", 2 ** 62, 40],
  ["a float outside the usual", [1e-80], 80],
  ["a long integer", 10n ** 60n, 72],
  ["an empty list", [], 40],
  ["a list of 4", list(4), 200],
  ["a list of 21", list(21), 336],
  ["a list of 57", list(57), 720],
  ["an empty hash", {}, 40],
  ["a hash of 8", hash(8), 168 + keys(8)],
  ["a hash of 9", hash(9), 928 + keys(9)],
  ["a hash of 33", hash(33), 1760 + keys(33)],
  ["a hash of 129", hash(129), 7264 + keys(129)],
  ["a hash of 1025", hash(1025), 57_440 + keys(1025)],
  ["a reference", reference(".setup", "script"), 40],
  ["a key without a value", { a: undefined, b: 1 }, 208],
])("%s", (_, value, size) => expect(parsedSize(value)).toBe(size));

describe("depth", () => {
  test.each<[unknown, number]>([
    ["a", 0],
    [null, 0],
    [[], 1],
    [{ a: 1 }, 1],
    [{ a: [1], b: 2 }, 2],
    [{ a: [{ b: {} }], c: [] }, 4],
    [{ a: reference("b", "c") }, 1],
  ])("%j: %i", (value, levels) => expect(depth(value)).toBe(levels));
});
