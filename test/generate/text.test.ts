import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  harmlessPattern,
  isPlain,
  literalVariable,
  shellQuote,
  unquotedText,
} from "../../src/generate/text.ts";
import fc from "../helpers/property.ts";

describe("shellQuote", () => {
  test.each([
    ["services/api", "services/api"],
    ["@acme/web", "@acme/web"],
    ["a b", "'a b'"],
    ["it's", "'it'\\''s'"],
    ["$(touch owned)", "'$(touch owned)'"],
    ["-rf", "'-rf'"],
    ["", "''"],
  ])("%j is %s", (text, quoted) => {
    expect(shellQuote(text)).toBe(quoted);
  });

  test("a shell reads every text back as one word", () => {
    const text = fc.string({ unit: "binary", maxLength: 30 }).filter((s) => !s.includes("\0"));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
        const whole = words.filter((word) => !/\p{Surrogate}/u.test(word));
        const script = `for word in ${whole.map(shellQuote).join(" ")}; do printf '%s\\0' "$word"; done`;
        const { stdout } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
        expect(stdout).toBe(whole.map((word) => `${word}\0`).join(""));
      }),
      { numRuns: 40 },
    );
  });
});

describe("isPlain", () => {
  test.each(["web", "services/a.b_c-d", "node:22", "@acme/web", "./x"])("%s is", (text) => {
    expect(isPlain(text)).toBe(true);
  });
  test.each(["", "-x", "a b", "$x", "a;b", "`x`", "a\nb", "é\u0301 ", '"', "~x"])(
    "%j is not",
    (text) => {
      expect(isPlain(text)).toBe(false);
    },
  );
});

describe("unquotedText", () => {
  const root = '$(touch owned); "x"';
  test("finds the text of a directory in a script", () => {
    const config = { before_script: ["true"], script: ["true", [`cd ${root}`]] };
    expect(unquotedText(config, [root])).toEqual({ text: root, key: "script", index: 1 });
  });
  test("leaves the quoted text alone", () => {
    expect(unquotedText({ script: [`cd ${shellQuote(root)}`] }, [root])).toBeUndefined();
  });
  test("finds it beside a quoted one", () => {
    const script = `cd ${shellQuote(root)} && echo ${root}`;
    expect(unquotedText({ script }, [root])?.key).toBe("script");
  });
  test("does not mind a plain directory", () => {
    expect(unquotedText({ script: ["cd services/api"] }, ["services/api"])).toBeUndefined();
  });
});

test.each([
  ["services/api", "services/api"],
  ['$(touch owned); "x"', "??touch?owned????x?"],
  ["-rf/é", "?rf/?"],
])("the pattern of %j is %s", (path, pattern) => {
  expect(harmlessPattern(path)).toBe(pattern);
});

test("a variable with a dollar sign travels unexpanded", () => {
  expect(literalVariable("$HOME")).toEqual({ value: "$HOME", expand: false });
  expect(literalVariable("plain")).toBe("plain");
});
