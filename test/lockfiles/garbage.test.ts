import { describe, expect, test } from "vitest";
import fc from "../helpers/property.ts";
import type { Files } from "../workspace/tree.ts";
import { filesOf, lockText, roots, written } from "./fixtures.ts";
import { differs } from "./helper.ts";

const cargo = `version = 4\n\n[[package]]\nname = "web"\nversion = "0.1.0"\ndependencies = [\n "q",\n]\n\n[[package]]\nname = "q"\nversion = "1.5.0"\nsource = "registry+https://index.example"\nchecksum = "ab"\n`;
const uv = `version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "web"\nversion = "0.1.0"\nsource = { editable = "apps/web" }\ndependencies = [\n    { name = "q" },\n]\n\n[[package]]\nname = "q"\nversion = "1.5.0"\nsource = { registry = "https://index.example" }\nwheels = [\n    { url = "https://files.example/q.whl", hash = "sha256:aa" },\n]\n`;
const poetry = `[[package]]\nname = "q"\nversion = "1.5.0"\nfiles = [\n    {file = "q.whl", hash = "sha256:aa"},\n]\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.12"\ncontent-hash = "0"\n`;

/** Each kind of lock file, where web needs q. */
const locks: [string, string, string, Files][] = [
  ...written.map(([tool, file]): [string, string, string, Files] => [
    tool,
    file,
    lockText(tool, "base"),
    filesOf(tool, file, "base"),
  ]),
  ["cargo", "Cargo.lock", cargo, { "apps/web/Cargo.toml": '[package]\nname = "web"\n' }],
  ["uv", "uv.lock", uv, {}],
  ["poetry", "poetry.lock", poetry, {}],
  [
    "go",
    "go.sum",
    "example.org/q v1.5.0 h1:aa=\n",
    { "go.mod": "module web\n\ngo 1.21\n\nrequire example.org/q v1.5.0\n" },
  ],
];

/** Other bytes within a text: some that are cut out, put in, or put in the place of others. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat({ max: 40 }), fc.constant(1e9)),
  text: fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      "",
      "{",
      "}",
      "[",
      "]",
      ":",
      '"',
      "\n",
      "  ",
      "- ",
      "__proto__",
      "null",
      "0",
      "<<<<<<< a\n",
      "\u0000",
      "\ufffd",
      "{}",
      "[]",
      "---\n",
      "constructor",
    ),
  ),
});

describe.each(locks)("%s", (tool, file, text, files) => {
  const asked =
    tool === "go" ? ["."] : ["poetry", "uv", "cargo"].includes(tool) ? ["apps/web"] : roots;
  const base = { ...files, [file]: text };

  test("is read as it is", async () => {
    expect(await differs(file, [base, base], asked)).toEqual({});
  });

  test("damage is told, or changes nothing: never an error, and never a service too few", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (list) => {
        let broken = text;
        for (const { at, length, text: put } of list) {
          const from = Math.floor(at * broken.length);
          broken = broken.slice(0, from) + put + broken.slice(from + length);
        }
        const head = { ...files, [file]: broken };
        const there = await differs(file, [base, head], asked);
        const back = await differs(file, [head, base], asked);
        expect(Object.keys(back).sort()).toEqual(Object.keys(there).sort());
        // A lock file that no longer names what is built differs for those who need it.
        if (!/\bq\b/.test(broken)) expect(Object.keys(there)).toContain(asked[0]);
      }),
      { numRuns: 80 },
    );
  });

  test("anything at all", async () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.constantFrom("", "null", "[]", "{}", "\n"),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (garbage) => {
        const found = await differs(file, [base, { ...files, [file]: garbage }], asked);
        expect(Object.keys(found)).toEqual(asked);
      }),
      { numRuns: 40 },
    );
  });
});

/** Each value of some data in turn replaced by each of these. */
function* replaced(value: unknown, others: readonly unknown[]): Generator<unknown> {
  yield* others;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      for (const other of replaced(each, others)) yield value.with(index, other);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      for (const other of replaced(each, others)) yield { ...value, [key]: other };
    }
  }
}

const odd = [null, true, 0, -1.5, "", "__proto__", [], ["x"], [[]], {}, { x: 1 }, { link: true }];

test.each(["npm-2", "npm-3"])("%s with a value of another kind at every place", async (tool) => {
  const file = "package-lock.json";
  const base = filesOf(tool, file, "base");
  for (const value of replaced(JSON.parse(lockText(tool, "base")), odd)) {
    const head = filesOf(tool, file, "base", JSON.stringify(value));
    const there = await differs(file, [base, head], roots);
    expect(Object.keys(await differs(file, [head, base], roots))).toEqual(Object.keys(there));
  }
});
