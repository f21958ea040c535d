import { expect, test } from "vitest";
import { draftOf } from "../../src/yaml/draft.ts";
import { editYaml } from "../../src/yaml/edit.ts";
import { printYaml, type YamlChange } from "../../src/yaml/index.ts";
import { makeAll } from "../../src/yaml/make.ts";
import fc from "../helpers/property.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test("what cannot be made in one entry keeps no other from being made", () => {
  const text =
    "a: {b: 1, c: 2, d: 3} # one\n# two\n\ne: {b: 1, c: 2}\nf: [\n  g, # why\n  h]\ni: 1\ni: 2\n";
  const changes: YamlChange[] = [
    { path: ["a", "d"], remove: true },
    { path: ["a", "c"], remove: true },
    { path: ["e", "c"], set: 3 },
    { path: ["f", 0], remove: true },
    { path: ["i"], set: 3 },
  ];
  expect(editYaml(text, changes)).toEqual({
    text: "a: {b: 1} # one\n# two\n\ne: {b: 1, c: 3}\nf: [\n  g, # why\n  h]\ni: 1\ni: 2\n",
    applied: [0, 1, 2],
  });
});

test("a new entry stands behind all comments of the last one", () => {
  const text = "a: {b: 1, c: 2, d: 3}\ne:\n  f: |\n    g\n# end\n  h: 1\n";
  const changes: YamlChange[] = [
    { path: ["i"], set: 1 },
    { path: ["e", "h"], remove: true },
    { path: ["a", "d"], remove: true },
    { path: ["a", "c"], remove: true },
  ];
  expect(editYaml(text, changes)).toEqual({
    text: "a: {b: 1}\ne:\n  f: |\n    g\n# end\ni: 1\n",
    applied: [0, 1, 2, 3],
  });
});

test("line ends are those of the whole text", () => {
  const text = "a: {b: 1, c: 2, d: 3}\r\ne:\n  f: 1\ng: 1\n";
  const changes: YamlChange[] = [
    { path: ["a", "d"], remove: true },
    { path: ["a", "c"], remove: true },
    { path: ["e", "h"], set: 1 },
  ];
  expect(editYaml(text, changes).text).toBe("a: {b: 1}\r\ne:\n  f: 1\r\n  h: 1\ng: 1\n");
});

test("thousands of entries that cannot be made together", () => {
  const lines = numbers(2500).map((index) => `j${index}: {a: 1, b: 2, c: 3}\n`);
  const changes = numbers(2500).flatMap((index): YamlChange[] => [
    { path: [`j${index}`, "c"], remove: true },
    { path: [`j${index}`, "b"], remove: true },
  ]);
  const { text, applied } = editYaml(lines.join(""), changes);
  expect(applied).toHaveLength(5000);
  expect(text).toBe(lines.join("").replaceAll(", b: 2, c: 3", ""));
});

test("what shares an anchor is tried so often and no longer, and the others are made", () => {
  const lines = numbers(1500).map(
    (index) => `a${index}: &a${index} {b: 1}\nc${index}: *a${index}\n`,
  );
  const shared = numbers(1500).map((index): YamlChange => ({ path: [`a${index}`, "b"], set: 2 }));
  const { text, applied } = editYaml(`${lines.join("")}d: {b: 1}\n`, [
    ...shared,
    { path: ["d", "b"], set: 2 },
  ]);
  expect(applied).toEqual([1500]);
  expect(text).toBe(`${lines.join("")}d: {b: 2}\n`);
});

const name = fc.constantFrom("a", "b", "c", "d", "e");
const leaf = fc.constantFrom<unknown>("x", "two\nlines\n", 1, null, [], {}, ["y", "z"]);
const hash = fc.dictionary(name, leaf, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
const entry = fc.oneof(hash, fc.array(hash, { minLength: 1, maxLength: 2 }));

/** A text of entries, some of them in brackets, with comments and shared anchors here and there. */
const texts = fc
  .array(fc.tuple(name, entry, fc.nat(7)), { minLength: 2, maxLength: 6 })
  .map((entries) =>
    entries
      .map(([key, value, kind]) => {
        if (kind === 0) return `${key}: &x {a: 1}\n`;
        if (kind === 1) return `# ${key}\n${key}: {a: [1], b: 2, c: 3} # c\n`;
        if (kind === 2) return `${key}: {<<: {d: 1}, b: 2}\n`;
        const printed = printYaml({ [key]: value });
        return kind === 3 ? `${printed}  # deep\n` : kind === 4 ? `${printed}# end\n` : printed;
      })
      .join(""),
  );

const change = fc
  .tuple(name, fc.option(name), fc.nat(2), leaf)
  .map(([key, inner, kind, set]): YamlChange => {
    const path = inner === null ? [key] : [key, inner];
    if (kind === 0) return { path, set };
    return kind === 1 ? { path, rename: "new" } : { path, remove: true };
  });
const behindFirst = (a: YamlChange, b: YamlChange) =>
  a.path[0] === b.path[0]
    ? b.path.length - a.path.length
    : String(a.path[0]) < String(b.path[0])
      ? 1
      : -1;
const changes = fc
  .uniqueArray(change, { maxLength: 8, selector: ({ path }) => JSON.stringify(path) })
  .map((all) => all.toSorted(behindFirst))
  .map((all) =>
    all.filter(({ path }) => path.length < 2 || !all.some((each) => isWhole(each, path[0]))),
  );
const isWhole = (each: YamlChange, key: unknown) => each.path.length === 1 && each.path[0] === key;

test("entries by themselves come to what the whole text comes to", () => {
  let apart = 0;
  fc.assert(
    fc.property(texts, changes, (text, all) => {
      const numbered = all.map((each, index) => ({ change: each, index }));
      const whole = makeAll(draftOf(text), numbered, { left: Number.POSITIVE_INFINITY });
      const edited = editYaml(text, all);
      expect(edited.text).toBe(whole.draft.text);
      expect(edited.applied).toEqual(whole.applied.toSorted((a, b) => a - b));
      if (edited.applied.length > 1 && edited.applied.length < all.length) apart++;
    }),
    { numRuns: 800 },
  );
  expect(apart).toBeGreaterThan(50);
});
