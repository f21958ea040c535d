import { describe, expect, test } from "vitest";
import { expandGlob, matchesChanges, matchesExists } from "../../src/rules/index.ts";

describe("variables in a glob", () => {
  const variables = { DIR: "src", EMPTY: "", DOLLAR: "$DIR", GLOB: "**/*", MATCH: "$&" };
  test.each([
    ["$DIR/*.ts", "src/*.ts"],
    ["${DIR}s/%DIR%/a", "srcs/src/a"],
    ["$UNKNOWN/${OTHER}/%X%", "$UNKNOWN/${OTHER}/%X%"],
    ["a$EMPTY/b", "a/b"],
    ["$DOLLAR/$MATCH", "$DIR/$&"],
    ["$DIRS/$DIR-a", "$DIRS/src-a"],
    ["$$DIR", "$src"],
    ["$1/${}/$", "$1/${}/$"],
    ["$toString/$__proto__", "$toString/$__proto__"],
    ["$GLOB.md", "**/*.md"],
  ])("%s is %s", (glob, expected) => expect(expandGlob(glob, variables)).toBe(expected));
});

const many = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`);

describe("changes", () => {
  test.each([
    ["any glob, any path", ["a/*", "b/*"], ["x", "b/c"], true],
    ["none", ["a/*", "b/*"], ["x", "b/c/d"], false],
    ["no paths", ["**/*"], [], false],
    ["no globs", [], ["a"], false],
    ["nothing to compare with", ["a"], undefined, true],
    ["nothing to compare with, no globs", [], undefined, true],
    ["a slash at the end is no directory", ["a/"], ["a/b"], false],
    ["50,000 comparisons", ["x", "y"], many(25_000), false],
    ["one path more", ["x", "y"], many(25_001), true],
    ["equal globs are one", ["x", "x", "y"], many(25_000), false],
  ])("%s", (_, globs, paths, expected) => expect(matchesChanges(globs, paths)).toBe(expected));

  test("variables, by which globs may become equal", () => {
    expect(matchesChanges(["$DIR/*"], ["src/a"], { DIR: "src" })).toBe(true);
    expect(matchesChanges(["$DIR/*"], ["$DIR/a"], {})).toBe(true);
    expect(matchesChanges(["$A", "$B", "x"], many(25_000), { A: "x", B: "x" })).toBe(false);
  });
});

describe("exists", () => {
  const files = ["Dockerfile", "README.md", "a\\b", "docs/x.md", "services/a/package.json", "z.py"];
  test.each([
    [["Dockerfile"], true],
    [["dockerfile"], false],
    [["docs"], false],
    [["x.md"], false],
    [["docs/x.md"], true],
    [["./Dockerfile"], false],
    // No pattern, so its backslash is one.
    [["a\\b"], true],
    [["Docker\\file"], false],
    [["docs/"], true],
    [["doc/"], false],
    [["**/*.json"], true],
    [["**/*.js"], false],
    [["**/*file"], true],
    [["*.md"], true],
    [["*.json"], false],
    [["services/*/package.json"], true],
    [["services/**"], false],
    [["{Docker,Make}file"], true],
    [["[D]ockerfile"], true],
    [["nope", "*.py"], true],
    [[], false],
  ])("%j: %s", (globs, expected) => expect(matchesExists(globs, files)).toBe(expected));

  test("GitLab misses a directory before the middle of the list", () => {
    expect(matchesExists(["a/"], ["a/1", "b/1"])).toBe(false);
    expect(matchesExists(["b/"], ["a/1", "b/1"])).toBe(true);
  });

  test("only what is no plain name and no ending counts as comparisons", () => {
    const all = many(50_000);
    expect(matchesExists(["nope", "**/*.nope", "n?pe"], all)).toBe(false);
    expect(matchesExists(["nope", "**/*.nope", "n?pe"], [...all, "g"])).toBe(true);
    expect(matchesExists(["nope", "**/*.nope"], [...all, "g"])).toBe(false);
    expect(matchesExists(["n?pe", "n?pe"], all)).toBe(true);
  });

  test("of globs without a slash only files at the top count", () => {
    const deep = many(50_000).map((name) => `d/${name}`);
    expect(matchesExists(["n?pe", "*.x"], deep)).toBe(false);
    expect(matchesExists(["n?pe", "d/*.x"], deep)).toBe(true);
  });

  test("variables", () => {
    expect(matchesExists(["$DIR/x.md"], files, { DIR: "docs" })).toBe(true);
    expect(matchesExists(["$DIR/x.md"], files)).toBe(false);
  });
});
