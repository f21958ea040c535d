import { describe, expect, test } from "vitest";
import { printYaml, type YamlChange, type YamlPath, yamlReader } from "../../src/yaml/index.ts";
import fc from "../helpers/property.ts";

const { editYaml, parseYaml } = await yamlReader();
const edited = (text: string, ...changes: YamlChange[]) => editYaml(text, changes).text;

const file = `# the whole file
stages: [build, test] # in this order

.base: &base
  image: node:20
  retry: 1

.node:
  image: "node:20"   # pinned

# builds it
build:
  <<: *base
  stage: build
  script:
    - npm ci   # exactly
    # then
    - |
      echo one
      echo two

    - npm test
  artifacts: {paths: [dist], expire_in: '1 day'}
  variables:

test:
    needs:
    - build
    - job: lint
      optional: true
    script: ["a", b]
`;

/** What differs: lines that went with a minus, lines that came with a plus. */
function difference(before: string, after: string): string[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(old.length, now.length) - head &&
    old.at(-1 - tail) === now.at(-1 - tail)
  ) {
    tail++;
  }
  return [
    ...old.slice(head, old.length - tail).map((line) => `-${line}`),
    ...now.slice(head, now.length - tail).map((line) => `+${line}`),
  ];
}

describe("one change touches its own lines", () => {
  test.each<[string, YamlChange, string[]]>([
    ["a scalar", { path: ["build", "stage"], set: "test" }, ["-  stage: build", "+  stage: test"]],
    [
      "quotes stay, and the comment behind",
      { path: [".node", "image"], set: "node:22" },
      ['-  image: "node:20"   # pinned', '+  image: "node:22"   # pinned'],
    ],
    [
      "single quotes in a flow mapping",
      { path: ["build", "artifacts", "expire_in"], set: "1 week" },
      [
        "-  artifacts: {paths: [dist], expire_in: '1 day'}",
        "+  artifacts: {paths: [dist], expire_in: '1 week'}",
      ],
    ],
    [
      "what would read as something else is quoted",
      { path: ["build", "stage"], set: "yes" },
      ["-  stage: build", '+  stage: "yes"'],
    ],
    [
      "a block of text",
      { path: ["build", "script", 1], set: "echo one" },
      ["-    - |", "-      echo one", "-      echo two", "+    - echo one"],
    ],
    [
      "a list, item for item",
      { path: ["build", "script"], set: ["npm ci", { a: 1 }] },
      [
        "-    - npm ci   # exactly",
        "-    # then",
        "-    - |",
        "-      echo one",
        "-      echo two",
        "-",
        "-    - npm test",
        "+    - npm ci",
        "+    - a: 1",
      ],
    ],
    [
      "a list that becomes a scalar",
      { path: ["test", "needs"], set: [] },
      [
        "-    needs:",
        "-    - build",
        "-    - job: lint",
        "-      optional: true",
        "+    needs: []",
      ],
    ],
    [
      "nothing",
      { path: ["build", "variables"], set: { A: "1" } },
      ["-  variables:", '+  variables: {A: "1"}'],
    ],
    [
      "inside of nothing",
      { path: ["build", "variables", "A"], set: 1 },
      ["-  variables:", "+  variables: {A: 1}"],
    ],
    ["a new key", { path: ["build", "interruptible"], set: true }, ["+  interruptible: true"]],
    [
      "a new key, indented as its neighbours",
      { path: ["test", "stage"], set: "test" },
      ["+    stage: test"],
    ],
    [
      "a new key with keys in it",
      { path: ["test", "artifacts", "expire_in"], set: "1 week" },
      ["+    artifacts:", "+      expire_in: 1 week"],
    ],
    [
      "a new key in a flow mapping",
      { path: ["build", "artifacts", "when"], set: "always" },
      [
        "-  artifacts: {paths: [dist], expire_in: '1 day'}",
        "+  artifacts: {paths: [dist], expire_in: '1 day', when: always}",
      ],
    ],
    [
      "a new key of the file",
      { path: ["workflow"], set: { rules: [] } },
      ["+workflow:", "+  rules: []"],
    ],
    [
      "a name",
      { path: ["build", "stage"], rename: "stages" },
      ["-  stage: build", "+  stages: build"],
    ],
    ["a job's name", { path: ["test"], rename: "a: b" }, ["-test:", '+"a: b":']],
    ["a key less", { path: ["build", "stage"], remove: true }, ["-  stage: build"]],
    ["the last key less", { path: ["build", "variables"], remove: true }, ["-  variables:"]],
    ["an item less", { path: ["test", "needs", 0], remove: true }, ["-    - build"]],
    [
      "an item with keys less",
      { path: ["test", "needs", 1], remove: true },
      ["-    - job: lint", "-      optional: true"],
    ],
    [
      "the first key of an item less",
      { path: ["test", "needs", 1, "job"], remove: true },
      ["-    - job: lint", "-      optional: true", "+    - optional: true"],
    ],
    [
      "an item of a flow list less",
      { path: ["test", "script", 0], remove: true },
      ['-    script: ["a", b]', "+    script: [b]"],
    ],
    [
      "the last of a flow list less",
      { path: ["test", "script", 1], remove: true },
      ['-    script: ["a", b]', '+    script: ["a"]'],
    ],
    [
      "the only item of a flow list less",
      { path: ["build", "artifacts", "paths", 0], remove: true },
      [
        "-  artifacts: {paths: [dist], expire_in: '1 day'}",
        "+  artifacts: {paths: [], expire_in: '1 day'}",
      ],
    ],
  ])("%s", (_, change, expected) => {
    const { text, applied } = editYaml(file, [change]);
    expect(applied).toEqual([0]);
    expect(difference(file, text)).toEqual(expected);
  });
});

describe("what cannot be changed alone is left", () => {
  test.each<[string, YamlChange]>([
    ["it comes from a merge key", { path: ["build", "image"], set: "node:22" }],
    ["it comes from a merge key", { path: ["build", "retry"], remove: true }],
    ["others share it", { path: [".base", "retry"], set: 2 }],
    ["others share it", { path: [".base", "image"], remove: true }],
    ["it is in another file", { path: ["deploy", "stage"], set: "test" }],
    ["it is in another file", { path: ["deploy"], remove: true }],
    ["it is there already", { path: ["build", "stage"], set: "build" }],
    ["the name is taken", { path: ["build"], rename: "test" }],
    ["an item has no name", { path: ["stages", 0], rename: "test" }],
    ["the list is shorter", { path: ["stages", 2], remove: true }],
    ["there is no place within text", { path: ["build", "stage", "name"], set: "x" }],
    ["nothing is there", { path: ["__proto__", "x"], set: 1 }],
    ["nothing is there", { path: ["constructor"], remove: true }],
    ["no file can hold it", { path: ["build", "stage"], set: "\ud800" }],
    ["it is the document", { path: [], set: {} }],
    ["it would merge", { path: ["build", "stage"], rename: "<<" }],
  ])("%s: %j", (_, change) => {
    // .base is shared by build: its keys have another place in build.
    const text = file.replace("<<: *base", "<<: *base\n  copy: *base");
    expect(editYaml(text, [change])).toEqual({ text, applied: [] });
  });

  test.each<[string, string, YamlChange]>([
    ["an alias", "a: &x {b: 1}\nc: *x\n", { path: ["c", "b"], set: 2 }],
    ["an alias itself", "a: &x 1\nc: *x\n", { path: ["c"], set: 2 }],
    ["what an alias repeats", "a: &x {b: 1}\nc: *x\n", { path: ["a", "b"], set: 2 }],
    ["an anchor that is used", "a: &x 1\nc: *x\n", { path: ["a"], remove: true }],
    ["a key that stands twice", "a: 1\na: 2\n", { path: ["a"], set: 3 }],
    ["a tag", "a: !!str 1\n", { path: ["a"], set: 2 }],
    ["comments between", "- a: 1\n  # why\n  b: 2\n", { path: [0, "a"], remove: true }],
    ["a comment in brackets", "a: [b, # why\n  c]\n", { path: ["a", 0], remove: true }],
    ["an explicit key", "? a\n: 1\nb: 2\n", { path: ["a"], remove: true }],
    ["a set without values", "a: {b, c}\n", { path: ["a", "b"], set: 1 }],
    ["a broken text", "a: [\n", { path: ["a"], set: 1 }],
    ["no document", "", { path: ["a"], set: 1 }],
    ["text", "hello\n", { path: ["a"], set: 1 }],
    [
      "a comment that would become text",
      "a: |\n  x\nb:\n  c: 1\n  # d\n",
      { path: ["b"], remove: true },
    ],
  ])("%s", (_, text, change) => {
    expect(editYaml(text, [change])).toEqual({ text, applied: [] });
  });
});

test.each<[string, YamlChange, string, string]>([
  ["the only key", { path: ["a", "b"], remove: true }, "a:\n  b: 1\nc: 2\n", "a: {}\nc: 2\n"],
  ["the only item", { path: ["a", 0], remove: true }, "a:\n- b\n", "a: []\n"],
  ["the only key of the file", { path: ["a"], remove: true }, "# x\na: 1\n", "# x\n{}\n"],
  [
    "line feeds of Windows",
    { path: ["a", "c"], set: [1] },
    "a:\r\n  b: 1\r\nd: 2\r\n",
    "a:\r\n  b: 1\r\n  c: [1]\r\nd: 2\r\n",
  ],
  ["no line feed at the end", { path: ["b"], set: 1 }, "a: 1", "a: 1\nb: 1"],
  ["a byte order mark", { path: ["a"], set: 2 }, "\ufeffa: 1\n", "\ufeffa: 2\n"],
  ["an anchor that nobody uses", { path: ["a"], set: 2 }, "a: &x 1\n", "a: &x 2\n"],
  ["an empty mapping", { path: ["a", "b"], set: 2 }, "a: {}\n", "a: {b: 2}\n"],
  [
    "a mapping on several lines",
    { path: ["a", "b"], remove: true },
    "a: {\n  b: 1,\n  c: 2,\n}\n",
    "a: {\n  c: 2,\n}\n",
  ],
  ["an empty item", { path: [0], set: "x" }, "-\n- b\n", "- x\n- b\n"],
  ["an item in an item", { path: [0, 1], remove: true }, "- - a\n  - b\n", "- - a\n"],
  ["the first item in an item", { path: [0, 0], remove: true }, "- - a\n  - b\n", "- - b\n"],
  [
    "a block that keeps its end",
    { path: ["a"], set: "z" },
    "a: |+\n  x\n\nb: 1\n",
    "a: z\n\nb: 1\n",
  ],
  [
    "behind a header",
    { path: ["a"], set: 2 },
    "spec:\n  inputs: {a: {}}\n---\na: 1\n",
    "spec:\n  inputs: {a: {}}\n---\na: 2\n",
  ],
  ["of several lines", { path: ["a", "b"], set: "x\ny" }, "a:\n  b: 1\n", 'a:\n  b: "x\\ny"\n'],
  [
    "prototype keys",
    { path: ["__proto__", "b"], set: 2 },
    "__proto__:\n  b: 1\n",
    "__proto__:\n  b: 2\n",
  ],
])("%s", (_, change, before, after) => {
  expect(editYaml(before, [change])).toEqual({ text: after, applied: [0] });
});

test("several changes at once, later places first", () => {
  const text = edited(
    file,
    { path: ["test", "needs", 1], remove: true },
    { path: ["test", "needs", 0], remove: true },
    { path: ["build", "stage"], set: "test" },
    { path: ["build"], rename: "compile" },
  );
  expect(
    difference(file.slice(file.indexOf("test:\n")), text.slice(text.indexOf("test:\n"))),
  ).toEqual([
    "-    needs:",
    "-    - build",
    "-    - job: lint",
    "-      optional: true",
    "+    needs: []",
  ]);
  expect(text).toContain("# builds it\ncompile:\n  <<: *base\n  stage: test\n");
});

test("one that cannot be made does not keep the others", () => {
  const changes: YamlChange[] = [
    { path: ["build", "stage"], set: "test" },
    { path: [".base", "retry"], set: 2 },
    { path: ["stages", 0], set: "compile" },
  ];
  const { text, applied } = editYaml(file, changes);
  expect(applied).toEqual([0, 2]);
  expect(text).toContain("stages: [compile, test] # in this order");
});

const key = fc.constantFrom("a", "b", "c", "script", "a: b", "yes", "__proto__", "é", "1");
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    "x",
    "two\nlines\n",
    "",
    "yes",
    "# no",
    "a: b",
    null,
    true,
    1,
    "*a",
    "漢字",
  ),
  fc.constantFrom<unknown>([], {}),
);
const tree = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, depthSize: "medium" },
    leaf,
    fc.array(tie("any"), { minLength: 1, maxLength: 3 }),
    fc.dictionary(key, tie("any"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  ),
})).any;
const documents = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

/** All places of a value. */
function paths(value: unknown, path: YamlPath = []): YamlPath[] {
  if (typeof value !== "object" || value === null) return path.length > 0 ? [path] : [];
  const steps: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  const inner = steps.flatMap(([step, each]) => paths(each, [...path, step]));
  return path.length > 0 ? [path, ...inner] : inner;
}

/** The value with one change, made in a copy; `get` and `put` tell the tale in the simplest way. */
function expectedOf(value: unknown, path: YamlPath, change: YamlChange): unknown {
  const [first, ...rest] = path;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value as object);
  const made = entries.flatMap<[string | number, unknown]>(([step, inner]) => {
    if (step !== first) return [[step, inner]];
    if (rest.length > 0) return [[step, expectedOf(inner, rest, change)]];
    if ("remove" in change) return [];
    return "set" in change ? [[step, change.set]] : [[change.rename, inner]];
  });
  if (Array.isArray(value)) return made.map(([, inner]) => inner);
  return Object.fromEntries(made);
}

test("whatever is changed, the rest of the text stays and reads as before", () => {
  const asked = { made: 0, refused: 0 };
  fc.assert(
    fc.property(
      documents,
      fc.nat(),
      tree,
      fc.nat(2),
      fc.array(fc.nat(3), { minLength: 40, maxLength: 40 }),
      (value, at, set, kind, noise) => {
        // Comments and blank lines before lines that no block of text holds.
        const blocks = JSON.stringify(value).includes("\\n");
        const lines = printYaml(value).trimEnd().split("\n");
        const text = `${lines
          .map((line, index) => {
            const pick = blocks ? 0 : noise[index % 40];
            if (pick === 1) return `# c${index}\n${line}`;
            if (pick === 2) return `${line}  # d${index}`;
            return pick === 3 ? `\n${line}` : line;
          })
          .join("\n")}\n`;
        const all = paths(value);
        const path = all[at % all.length] ?? [];
        const change: YamlChange =
          kind === 0
            ? { path, set }
            : kind === 1
              ? { path, remove: true }
              : { path, rename: "renamed" };
        const { text: after, applied } = editYaml(text, [change]);
        if (applied.length === 0) {
          expect(after).toBe(text);
          asked.refused++;
          return;
        }
        asked.made++;
        expect(parseYaml(after, "a.yml")).toEqual(expectedOf(value, path, change));
        // No comment is lost but those on the lines of what was changed.
        const gone = difference(text, after).filter((line) => line.startsWith("-"));
        const kept = difference(text, after).filter((line) => line.startsWith("+"));
        const comments = (list: string[]) => list.flatMap((line) => line.match(/# [cd]\d+/g) ?? []);
        const size = printYaml({ a: atPath(value, path) }).split("\n").length;
        expect(comments(gone).length - comments(kept).length).toBeLessThanOrEqual(2 * size);
        if ("set" in change || "rename" in change)
          expect(editYaml(after, [change]).text).toBe(after);
      },
    ),
    { numRuns: 200, seed: 7 },
  );
  expect(asked.made).toBeGreaterThan(asked.refused);
});

const atPath = (value: unknown, path: YamlPath): unknown =>
  path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], value);
