import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Code } from "../../../src/diagnostics/index.ts";
import { lint } from "../../../src/lint/index.ts";
import { codeOfLoaded, isRefusal, type RefusalCode } from "../../../src/lint/refusals/index.ts";
import { limitsFor } from "../../../src/model/index.ts";
import { hostile } from "../hostile.ts";

type Row = readonly [code: RefusalCode, ...words: readonly string[]];

/** All that loading tells of includes in GitLab's words. */
const includes: readonly Row[] = [
  ["include-too-many", "Maximum of 150 nested includes are allowed!"],
  ["includes-too-big", "Total size of combined CI/CD configuration is too big"],
  ["include-kinds", "Each include must use only one of: `local`, `project`"],
  [
    "include-kind-missing",
    '`{"a":1}` does not have a valid subkey for include. Valid subkeys are: `local`',
  ],
  [
    "include-file-missing",
    "Local file `a.yml` does not exist!",
    "Local file `a\n!` does not exist!",
  ],
  [
    "include-without-project",
    "Local file `a.yml` does not have project!",
    "Unable to use components outside of a project context",
  ],
  ["include-name", "Included file `[1]` needs to be a string"],
  ["include-extension", "Included file `a` does not have YAML extension!"],
  ["include-content", "Included file `a.yml` does not have valid YAML syntax!"],
  ["include-address", "Remote file `a.yml` does not have a valid address!"],
  ["include-integrity", "Remote file `https://a.example/a.yml` failed integrity check!"],
  ["include-template", "Template file `a.yml` is not a valid location!"],
  [
    "include-artifact-in-parent",
    "Including configs from artifacts is only allowed when triggering child pipelines",
  ],
  ["artifact-without-job", "Job must be provided when including configs from artifacts"],
  [
    "include-empty",
    "Local file `a.yml` is empty!",
    "Project `a/b` file `a.yml` is empty!",
    "File `a.yml` is empty!",
    "Component 'a.example/c@1' - content not found",
    "Included file `a.yml` is empty or does not exist!",
  ],
  ["include-rules-form", "include:rules config should be an array of hashes"],
  ["include-rules-keyword", "include:rules:rule config contains unknown keys: a"],
  ["rule-expression-syntax", "include:rules:rule if invalid expression syntax"],
  ["include-rules-when", "include:rules:rule when unknown value: x"],
];

/** The same of inputs. */
const inputs: readonly Row[] = [
  ["inputs-form", "Given inputs must be a hash"],
  [
    "inputs-without-spec",
    "Given inputs not defined in the `spec` section of the included configuration file",
  ],
  ["header-include-in-component", "Component `a` cannot use `spec:include`. This keyword is not"],
  ["header-include", "Header include file `a.yml` contains unknown keys: [:a]"],
  ["input-twice", "Duplicate input keys found: a. Input keys must be unique"],
  ["input-rules", "header:spec:inputs:a config these keys cannot be used together: rules, default"],
  [
    "input-options",
    "header:spec:inputs:a config cannot define more than 50 options",
    "header:spec:inputs:a config options array cannot contain null values",
  ],
  [
    "header-form",
    "header config contains unknown keys: a",
    "header:spec config should be a hash",
    "header:spec:inputs config should be a hash",
    "header:spec:inputs:a config should be a hash",
    "header:spec:inputs:a input type unknown value: x",
    "header:spec:inputs:a input regex should be a string",
    "header:spec:inputs:a input options should be a array",
  ],
  ["input-unknown", "unknown input arguments: a, b"],
  ["input-missing", "`a` input: required value has not been provided"],
  [
    "input-value",
    "`a` input: default value is not an array",
    "`a` input: Options can only be used with string and number inputs",
    "`a` input: `x` cannot be used because it is not in the list of allowed options",
    "`a` input: RegEx validation can only be used with string inputs",
    "`a` input: invalid regular expression",
    "`a` input: provided value does not match required RegEx pattern",
  ],
  ["interpolation-unknown", "unknown interpolation provided: `a` in `inputs.a`"],
  [
    "interpolation-syntax",
    "invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]",
    "maximum interpolation expression size exceeded",
    "invalid indexed access without a key in `inputs.[0]`",
    "too many array indices in `inputs.a[0]` (maximum depth: 5)",
    "invalid array index in `inputs.a[`: missing closing bracket",
    "invalid array index syntax in `inputs.a]`",
    "invalid array index in `inputs.a[x]`: `x` is not a valid index",
  ],
  [
    "interpolation-index",
    "cannot index into non-array value at [0] in `inputs.a[0]`",
    "array index 3 out of bounds (size: 1) in `inputs.a[3]`",
  ],
  [
    "interpolation-function",
    "no function matching `x`: check that the function name, arguments, and types are correct",
    "error in `truncate` function: invalid input type: truncate can only be used with string inputs",
    "too many functions in interpolation block",
  ],
  [
    "interpolation-too-big",
    "too many interpolation blocks",
    "config node too large",
    "config too large",
  ],
];

const problem = (code: Code, message: string, gitlab = message) =>
  ({ code, message, gitlab, severity: "error", where: [] }) as const;

describe("what loading tells in GitLab's words", () => {
  test.each(includes)("%s", (code, ...words) => {
    for (const each of words) expect(codeOfLoaded(problem("LOAD_INCLUDE", each))).toBe(code);
  });

  test.each(inputs)("%s", (code, ...words) => {
    for (const each of words) {
      const told = problem("LOAD_INPUTS", `${each}. Hold the inputs`, `\`a\`: \`: header: ${each}`);
      expect(codeOfLoaded(told)).toBe(code);
    }
  });

  test("has no code where GitLab says nothing, or something new", () => {
    const { gitlab: _, ...own } = problem("LOAD_INCLUDE", "Maximum of 150 nested includes");
    expect(codeOfLoaded(own)).toBeUndefined();
    expect(codeOfLoaded(problem("LOAD_INCLUDE", "something new"))).toBeUndefined();
  });

  test("every text of src/loading that stands between quotes there has a row", () => {
    const folder = resolve(import.meta.dirname, "../../../src/loading");
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /^(?:include|inputs)\/.*\.ts$|^content\.ts$/.test(name))
      .map((name) => readFileSync(resolve(folder, name), "utf8"));
    const literal = /(?:error: |return |stop\(|push\(\s*)["`]([A-Z][^"\n]{20,}?)[!.]?["`][;,)\s}]/g;
    const texts = sources.flatMap((text) => [...text.matchAll(literal)].map((found) => found[1]!));
    expect(texts.length).toBeGreaterThan(5);
    const known = [...includes, ...inputs].flatMap(([, ...words]) => words);
    const isKnown = (text: string) => {
      const [first = ""] = text.replaceAll("\\`", "`").split("${");
      return known.some((words) => words.includes(first));
    };
    expect(texts.filter((text) => !isKnown(text))).toEqual([]);
  });
});

describe("whatever a file is, what GitLab says of it has a row", () => {
  test.each(hostile)("$name", async ({ bytes, others }) => {
    const files = new Map(Object.entries({ ...others, ".gitlab-ci.yml": bytes }));
    const { outcome } = await lint([".gitlab-ci.yml"], {
      world: {
        read: async (path) => files.get(path)?.toString("utf8"),
        paths: async () => [...files.keys()],
        mapped: async () => undefined,
      },
      paths: [...files.keys()],
      limits: limitsFor({}),
      version: "18.11",
    });
    const own = outcome.findings.filter(({ fromGitLab }) => fromGitLab);
    expect(own.filter(({ code }) => !isRefusal(code))).toEqual([]);
  });
});
