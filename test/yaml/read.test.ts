import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { reference } from "../../src/model/index.ts";
import type { YamlTag } from "../../src/yaml/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import { hardScalars, other } from "./hard-scalars.ts";

const read = (text: string, tags?: readonly YamlTag[]) => parseYaml(text, "a.yml", tags);

function refusal(text: string, tags?: readonly YamlTag[]) {
  try {
    return { value: read(text, tags) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exit).toBe(2);
    return { code: error.diagnostics[0]!.code, message: error.message };
  }
}

describe("a plain scalar has Psych's meaning", () => {
  test.each(hardScalars.filter(([, unquoted]) => unquoted !== other))("%j", (text, unquoted) => {
    expect(read(`- ${text}\n`)).toEqual([unquoted]);
  });
  test.each(["2001-01-01", "2001-12-15 02:59:43", ":foo"])(
    "%j, which GitLab refuses, is text",
    (text) => {
      expect(read(`- ${text}\n`)).toEqual([text]);
    },
  );
  test("and any quotes make it text, but not a lone exclamation mark", () => {
    expect(read("['yes', \"017\", !!str 1:20, ! null]")).toEqual(["yes", "017", "1:20", null]);
  });
  test("an integer that no number holds is kept", () => {
    expect(read("[12345678901234567890, 9007199254740993, 9007199254740992]")).toEqual([
      12345678901234567890n,
      9007199254740993n,
      9007199254740992,
    ]);
  });
});

test("keys are text as they are written", () => {
  expect(read("on: 1\n017: 2\n1.10: 3\nnull: 4\n__proto__: 5\n")).toEqual({
    on: 1,
    "017": 2,
    "1.10": 3,
    null: 4,
    ["__proto__"]: 5,
  });
});

test.each(["", "# nothing\n", "---\n", "\ufeff"])("an empty document is null: %j", (text) => {
  expect(read(text)).toBe(null);
});

describe("merge keys", () => {
  const base = "x: &x {a: 1, b: 2}\n";
  test.each([
    ["merge a mapping", "{<<: *x, c: 3}", { a: 1, b: 2, c: 3 }],
    ["give way to keys behind them", "{<<: *x, a: 9}", { a: 9, b: 2 }],
    ["win over keys before them, as in Psych", "{a: 9, <<: *x}", { a: 1, b: 2 }],
    ["merge a list, its first item first", "{<<: [*x, {a: 5, c: 6}]}", { a: 1, b: 2, c: 6 }],
    ["work in quotes, as in Psych", '{"<<": *x}', { a: 1, b: 2 }],
    ["are keys like any other under !!str", '{!!str "<<": 1}', { "<<": 1 }],
  ])("%s", (_, text, value) => {
    expect(read(`${base}y: ${text}\n`)).toMatchObject({ y: value });
  });
});

test("aliases stand for what they name, hundreds of times", () => {
  const jobs = Array.from({ length: 500 }, (_, index) => `j${index}: *t\n`).join("");
  expect(read(`t: &t [a]\n${jobs}`)).toMatchObject({ t: ["a"], j0: ["a"], j499: ["a"] });
});

describe("tags", () => {
  const need: YamlTag = {
    tag: "!need",
    of: (value, refuse) =>
      typeof value === "string" ? { need: value } : refuse("!need takes a name"),
  };
  test("!reference", () => {
    expect(read("a: !reference [.b, script]")).toEqual({ a: reference(".b", "script") });
  });
  test("those of a caller, with the text as it is written", () => {
    expect(read("- !need build\n- !need 017", [need])).toEqual([
      { need: "build" },
      { need: "017" },
    ]);
  });
  test.each([
    [
      "one without meaning",
      "a: !need build",
      undefined,
      "YAML_TAG",
      "line 1, column 10: the tag !need has no meaning here (known: !reference)",
    ],
    [
      "one of YAML's own that GitLab has no use for",
      "a: !!set {b}",
      undefined,
      "YAML_TAG",
      "the tag !!set",
    ],
    ["a caller's no", "a: !need [b]", [need], "YAML_SYNTAX", "!need takes a name"],
    [
      "!reference without a list",
      "a: !reference b",
      undefined,
      "YAML_SYNTAX",
      "takes a list of names",
    ],
    [
      "!reference of numbers",
      "a: !reference [b, 1]",
      undefined,
      "YAML_SYNTAX",
      "takes a list of names",
    ],
  ])("%s", (_, text, tags, code, message) => {
    const made = refusal(text, tags);
    expect(made.code).toBe(code);
    expect(made.message).toContain(message);
  });
});

describe("refused with file, line and column", () => {
  test.each([
    [
      "a key twice",
      "a: 1\nb: 2\na: 3\n",
      "YAML_SYNTAX",
      'a.yml: line 3, column 1: the key "a" stands here twice\n  a: 3\n  ^',
    ],
    [
      "a key twice in other quotes",
      "a: 1\n'a': 2\n",
      "YAML_SYNTAX",
      'line 2, column 1: the key "a"',
    ],
    ["a list without an end", "a: [1, 2", "YAML_SYNTAX", "line 1, column"],
    [
      "a tab as indentation",
      "a:\n\t- b\n",
      "YAML_SYNTAX",
      "a.yml: line 2, column 1: Tabs are not allowed",
    ],
    ["a mapping in a line", "a: b: c\n", "YAML_SYNTAX", "line 1, column 4"],
    ["no key", ": x\n", "YAML_SYNTAX", "a key must be text"],
    ["a list as key", "? [a]\n: x\n", "YAML_SYNTAX", "a key must be text"],
    ["an alias of nothing", "a: *b\n", "YAML_SYNTAX", "*b stands for nothing yet"],
    ["an alias of itself", "a: &a [*a]\n", "YAML_SYNTAX", "*a stands for nothing yet"],
    ["a merge of no mapping", "<<: 3\n", "YAML_SYNTAX", "<< takes a mapping"],
    ["two documents", "a: 1\n---\nb: 2\n", "YAML_DOCUMENTS", "holds 2 YAML documents"],
    ["no end of nesting", "[".repeat(100_000), "YAML_SYNTAX", "nested too deeply"],
  ])("%s", (_, text, code, message) => {
    const made = refusal(text);
    expect(made.code).toBe(code);
    expect(made.message).toContain(message);
  });

  test("aliases of aliases that would fill the memory", () => {
    const levels = Array.from(
      { length: 9 },
      (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`)}]`,
    );
    expect(refusal(`a0: &a0 x\n${levels.join("\n")}\n`).code).toBe("YAML_ALIASES");
    expect(refusal(`a0: &a0 x\n${levels.slice(0, 4).join("\n")}\n`).code).toBeUndefined();
  });
});
