import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { matchesExists, matchGlob } from "../../src/rules/index.ts";
import fc from "../helpers/property.ts";

const ruby = spawnSync("ruby", ["-rjson", "-e", "print RUBY_VERSION"], { encoding: "utf8" }).stdout;

/** What a program of Ruby makes of JSON. */
function run(program: string, input: unknown): unknown {
  const setup = 'require "json"; $stdin.set_encoding("UTF-8"); all = JSON.parse($stdin.read);';
  const made = spawnSync("ruby", ["-e", `${setup} print JSON.generate(${program})`], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(made.stderr).toBe("");
  return JSON.parse(made.stdout);
}

const piece = fc.constantFrom(
  ..."a b c / / * ** **/ /**/ ? [ ] [ab] [!a] [^b] [a-c] [c-a] [] [!] [a/b] - ! ^".split(" "),
  ..."{ } , {a,b} {a,{b,c}} {} {,} {a} \\ \\* . .. é 😀 @(a|b) A".split(" "),
);
const globs = fc.array(piece, { maxLength: 7 }).map((all) => all.join(""));

/** A path that has something of the glob, or nothing. */
const paths = (glob: string) =>
  fc.oneof(
    fc.array(fc.constantFrom(..."ab/.é😀-]{}[*\\!A,"), { maxLength: 7 }).map((all) => all.join("")),
    fc
      .array(fc.constantFrom("", "a", "b", "ab", "a/", "a/b/"), { minLength: 8, maxLength: 8 })
      .map((some) => {
        let next = 0;
        const fill = () => some[next++ % some.length]!;
        return glob
          .replace(/\{([^{},]*)[^{}]*\}/g, "$1")
          .replace(/\*\*\/|\*+|\?|\[[^\]]*\]/g, fill)
          .replace(/\\(.)/g, "$1");
      }),
  );
const cases = globs.chain((glob) => fc.tuple(fc.constant(glob), paths(glob)));

// Where Ruby is missing, test/fixtures/verdicts/globs.jsonl and the table of glob.test.ts stand in.
test.skipIf(!ruby)("globs match what File.fnmatch? matches", () => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 300, maxLength: 300 }), (all) => {
      const flags = "File::FNM_PATHNAME | File::FNM_DOTMATCH | File::FNM_EXTGLOB";
      const expected = run(`all.map { |glob, path| File.fnmatch?(glob, path, ${flags}) }`, all);
      expect(all.map(([glob, path]) => matchGlob(glob, path))).toEqual(expected);
    }),
    { numRuns: 10, endOnFailure: true },
  );
});

test.skipIf(!ruby)("a directory is found where Ruby's bsearch finds it", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
  const lists = fc.uniqueArray(path, { maxLength: 12 }).map((list) => list.sort());
  fc.assert(
    fc.property(fc.array(fc.tuple(lists, name), { minLength: 200, maxLength: 200 }), (all) => {
      const program = "all.map { |list, name| !!list.bsearch { |p| p.start_with?(name + '/') } }";
      const made = all.map(([list, directory]) => matchesExists([`${directory}/`], list));
      expect(made).toEqual(run(program, all));
    }),
    { numRuns: 5, endOnFailure: true },
  );
});
