import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { type Marks, Reference, readQuick } from "../../src/yaml/index.ts";
import { meaningOf } from "../../src/yaml/meaning.ts";
import { quickTree } from "../../src/yaml/quick/index.ts";
import { endOf, isWritten } from "../../src/yaml/spans.ts";
import type { TreeNode } from "../../src/yaml/tree.ts";
import { grown } from "../../src/yaml/written.ts";
import fc from "../helpers/property.ts";
import { mutatedOf } from "../lint/mutations.ts";

const folder = new URL("../fixtures/configurations/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));
/** The documents of a file as they are loaded, one by one. */
const documents = names.flatMap((name) =>
  readFileSync(new URL(name, folder), "utf8")
    .split(/^---\s+/m)
    .map((text, index) => [index > 0 ? `${name}, ${index + 1}` : name, text] as const),
);
const texts = new Map(documents);
const limits = { bytes: 2_097_152, depth: 100 };

type Reader = typeof readQuick;

/** All that a reader tells of a text, the places of keys and items in the order of the value. */
function told(reader: Reader, text: string, most: typeof limits) {
  const marks = new Map<object, Marks>();
  const mark = (value: object, at: Marks) => void marks.set(value, at);
  const read = reader(text, { offset: 7, limits: most, mark });
  if (!read) return undefined;
  const places: (Marks | undefined)[] = [];
  const objects = new Map<object, number>();
  /** Which of the objects before it a value is: an alias leads to the same one. */
  const same: number[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null || value instanceof Reference) return;
    same.push(objects.get(value) ?? -1);
    if (objects.has(value)) return;
    objects.set(value, objects.size);
    places.push(marks.get(value));
    for (const each of Object.values(value)) walk(each);
  };
  walk(read.value);
  return { ...read, keys: JSON.stringify(read.value), places, same };
}

const withReturns = (text: string): string => text.replaceAll("\n", "\r\n");

/** A tree with the places that a change of the text goes by. */
function placed(node: TreeNode | null, text: string): unknown {
  if (!isWritten(node)) return null;
  const below = (nodes: readonly (TreeNode | null)[]) => nodes.map((each) => placed(each, text));
  const own = { ...node, to: endOf(node, text) };
  if (node.kind === "hash") return { ...own, keys: below(node.keys), values: below(node.values) };
  return node.kind === "list" ? { ...own, items: below(node.items) } : own;
}

function agrees(text: string, most = limits): boolean {
  const quick = told(readQuick, text, most);
  if (!quick) return false;
  const whole = grown(text, most);
  const slow: Reader = (each, options) => meaningOf(each, () => whole, options);
  expect(quick).toEqual(told(slow, text, most));
  if ("tree" in whole) {
    const [ours, theirs] = [quickTree(text, most) ?? null, whole.tree].map((tree) =>
      placed(tree, text),
    );
    if (!isDeepStrictEqual(ours, theirs)) expect(ours).toEqual(theirs);
  }
  return true;
}

const pieces = [
  ..."abc:-,[]{}#&*!|>'\"%@`?~<=.\\/0 \t",
  ...["a: ", "b: ", "- ", "- ", " #", "#c", ": ", ", ", "''", "\\n", "é", "\u00a0", "<<: ", "--"],
  ...[
    "&x ",
    "*x",
    "*x ",
    "!reference [a, b]",
    "!reference ",
    "!!str ",
    "| ",
    "|",
    ">-",
    "|+",
    "|2",
  ],
  ...["[a, b]", "{a: b}", "{a: b, c: [d]}", '"a b"', "'it''s'", "text", "1", "2020-01-01", "yes"],
];

/** Short texts, most of which no one writes. */
const lines: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      indent: fc.constantFrom(0, 0, 0, 2, 2, 2, 4, 1, 3),
      head: fc.constantFrom("", "", "a: ", "b: ", "- ", "- a: ", "a:", "-", "c: &x ", "- - "),
      rest: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.map(({ indent, head, rest }) => " ".repeat(indent) + head + rest.join("")).join("\n"),
  );

describe("what is read quickly is what the library reads", () => {
  test.each(documents)("%s", (_, text) => expect(agrees(text)).toBe(true));

  test.each(documents)("%s, with the line ends of Windows", (_, text) =>
    expect(agrees(withReturns(text))).toBe(true),
  );

  test("lines that end in one way or the other", () => {
    let quick = 0;
    const ends = fc.array(fc.constantFrom("\n", "\r\n", "\r\n", "\r"), { minLength: 1 });
    const mixed = (text: string, [first = "\n", ...more]: readonly string[]) => {
      let line = 0;
      return text.replaceAll("\n", () => [first, ...more][line++ % (more.length + 1)]!);
    };
    fc.assert(
      fc.property(fc.oneof(lines, mutatedOf([...texts.values()])), ends, (text, all) => {
        if (agrees(mixed(text, all))) quick++;
      }),
      { numRuns: 1500 },
    );
    expect(quick).toBeGreaterThan(100);
  });

  test("configurations with small changes", () => {
    let quick = 0;
    let all = 0;
    fc.assert(
      fc.property(mutatedOf([...texts.values()]), (text) => {
        all++;
        if (agrees(text)) quick++;
      }),
      { numRuns: 1500 },
    );
    expect(quick).toBeGreaterThan(all / 3);
  });

  test("lines that are put together from pieces", () => {
    let quick = 0;
    fc.assert(
      fc.property(lines, (text) => {
        if (agrees(text)) quick++;
      }),
      { numRuns: 3000 },
    );
    expect(quick).toBeGreaterThan(100);
  });

  test("limits that are met", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts.values()),
        fc.integer({ min: 100, max: 20_000 }),
        fc.integer({ min: 1, max: 8 }),
        (text, bytes, depth) => void agrees(text, { bytes, depth }),
      ),
      { numRuns: 200 },
    );
  });
});
