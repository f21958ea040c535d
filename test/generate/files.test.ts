import { expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { filesIn } from "../../src/generate/files.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { testIo } from "../helpers/io.ts";
import fc from "../helpers/property.ts";
import { repo } from "../helpers/repo.ts";

const listing = (paths: readonly string[]) =>
  [...new Set(paths)]
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((path) => `${path}\0`)
    .join("");

test.each<[string, readonly string[], readonly string[]]>([
  ["api", ["api/b", "api/a"], ["a", "b"]],
  ["api", ["api/a.d/x", "api/a.d/y", "api/a0", "api/a/x", "api/z"], ["a0", "z"]],
  ["api", ["api-x/a", "api0", "apiary/a"], []],
  ["api", [], []],
  [".", ["z", "a/b/c", "a.txt", "b"], ["a.txt", "b", "z"]],
  ["a b", ["a b/é", "a b/__proto__", "a b/\u{1F600}"], ["__proto__", "é", "\u{1F600}"]],
])("%s of %j", (directory, paths, names) => {
  expect(filesIn(listing(paths), directory)).toEqual(names);
});

test("no file is forgotten, whatever stands beside it", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "b", ".", "-", "0", " "),
    minLength: 1,
    maxLength: 3,
  });
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  fc.assert(
    fc.property(
      fc.array(path, { maxLength: 30 }),
      fc.oneof(path, fc.constant(".")),
      (paths, at) => {
        const prefix = at === "." ? "" : `${at}/`;
        const inside = paths
          .filter((each) => each.startsWith(prefix))
          .map((each) => each.slice(prefix.length));
        const direct = [...new Set(inside)].filter((each) => !each.includes("/")).sort();
        expect(filesIn(listing(paths), at)).toEqual(direct);
      },
    ),
    { seed: 7 },
  );
});

test("a template sees them as a list, and so does a generator in JavaScript", async () => {
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: { define: { api: { root: "api" } } },
      generators: ["./a.yml.hbs", "./b.mjs"],
    }),
    "a.yml.hbs": "a:\n  script:\n{{#each service.files as |file|}}    - cat {{file}}\n{{/each}}",
    "b.mjs": 'export default { name: "b", jobs: (s) => ({ b: { script: s.files() } }) };',
    "api/y": "",
    "api/x": "",
    "api/deeper/z": "",
  });
  const io = testIo(work.root, {});
  expect([await cli(["generate", "--all"], io), io.stderr()]).toEqual([0, expect.any(String)]);
  const made = parseYaml(io.files.text(`${work.root}/generated-config.yml`) ?? "", "g");
  expect(made).toMatchObject({
    "api:a": { script: ["cat x", "cat y"] },
    "api:b": { script: ["x", "y"] },
  });
});
