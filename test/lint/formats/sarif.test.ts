import { expect, test } from "vitest";
import type { LintFinding } from "../../../src/lint/finding.ts";
import { sarifReport } from "../../../src/lint/formats/sarif.ts";
import { finding, hostile, outcome } from "./findings.ts";

const rules = [
  { code: "globs", severity: "info", docs: "What {a} means.\nAnd `more`." },
  { code: "clone-depth", severity: "warning", docs: "Short" },
] as const;

/** Whatever JSON says. */
type Json = ReturnType<typeof JSON.parse>;
const log = (findings: readonly LintFinding[]): Json =>
  JSON.parse(sarifReport({ files: [], findings }, rules, "1.2.3"));

test("every finding is a result with its rule, place and reason", () => {
  const { runs, ...rest } = log(outcome.findings);
  expect(rest).toEqual({
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
  });
  const [{ tool, columnKind, results }] = runs;
  expect(columnKind).toBe("utf16CodeUnits");
  expect(tool.driver).toMatchObject({ name: "fanout", version: "1.2.3" });
  expect(tool.driver.rules.map((rule: Json) => [rule.id, rule.defaultConfiguration.level])).toEqual(
    [
      ["NEEDS", "error"],
      ["child-depth", "error"],
      ["clone-depth", "warning"],
      ["globs", "note"],
    ],
  );
  expect(tool.driver.rules[3]).toMatchObject({
    shortDescription: { text: "What {{a}} means." },
    fullDescription: { text: "What {{a}} means. And `more`." },
    help: { text: "What {{a}} means. And `more`." },
  });
  expect(results).toHaveLength(5);
  expect(results[0]).toMatchObject({
    ruleId: "child-depth",
    ruleIndex: 1,
    level: "error",
    message: { text: "the job clones all of the history. Start fewer" },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "a.yml" },
          region: { startLine: 2, startColumn: 3, endColumn: 9 },
        },
        logicalLocations: [{ fullyQualifiedName: "build.script", kind: "member" }],
      },
    ],
    suppressions: [],
  });
  expect(results[2].suppressions).toEqual([{ kind: "inSource", justification: "it needs all" }]);
  expect(results[4]).toMatchObject({ ruleId: "globs", ruleIndex: 3, level: "note" });
});

test.each([
  ["a b/c.yml", "a%20b/c.yml"],
  ["é/漢.yml", "%C3%A9/%E6%BC%A2.yml"],
  ["template:Jobs/Build.gitlab-ci.yml", "template%3AJobs/Build.gitlab-ci.yml"],
  ["https://example.com/a b?c=d", "https://example.com/a%20b%3Fc%3Dd"],
  ["a%20b#c?d", "a%2520b%23c%3Fd"],
  ["\udcff\ud800.yml", "%FF%EF%BF%BD.yml"],
  ["a'(b)!*.yml", "a%27%28b%29%21%2A.yml"],
  ["a\\b\n", "a%5Cb%0A"],
])("the address of %j", (file, uri) => {
  const { artifactLocation } = log([finding({ file })]).runs[0].results[0].locations[0]
    .physicalLocation;
  expect(artifactLocation).toEqual({ uri });
});

test.each([
  ["needs[0] is a", "needs[0] is a"],
  ["{0} of {a}", "{{0}} of {{a}}"],
  ["[here](https://example.com) and [x]", "\\[here\\](https://example.com) and \\[x\\]"],
])("a message is text and nothing else: %j", (message, text) => {
  expect(log([finding({ message })]).runs[0].results[0].message).toEqual({ text });
});

/**
 * What SARIF 2.1.0 asks of the objects that are written here, by its section numbers: what has to be
 * there, and the few words that are allowed.
 */
function faultsOf(sarif: Json): string[] {
  const faults: string[] = [];
  const hold = (is: boolean, what: string) => is || faults.push(what);
  const isText = (value: unknown) => typeof value === "string" && value !== "";
  const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 1;
  hold(sarif.version === "2.1.0", "3.13.2 version");
  hold(Array.isArray(sarif.runs), "3.13.4 runs");
  for (const run of sarif.runs ?? []) {
    const driver = run.tool?.driver;
    hold(isText(driver?.name), "3.19.8 name of the driver");
    const ids = (driver?.rules ?? []).map((rule: Json) => rule.id);
    hold(ids.every(isText) && new Set(ids).size === ids.length, "3.49.3 id of a rule");
    for (const rule of driver?.rules ?? []) {
      for (const key of ["shortDescription", "fullDescription", "help"]) {
        hold(isText(rule[key]?.text), `3.12.3 text of ${key}`);
      }
      hold(levels.includes(rule.defaultConfiguration?.level), "3.50.3 level");
    }
    hold(["utf16CodeUnits", "unicodeCodePoints"].includes(run.columnKind), "3.14.17 columnKind");
    hold(Array.isArray(run.results), "3.14.23 results");
    for (const result of run.results ?? []) {
      hold(isText(result.message?.text), "3.27.11 message");
      hold(ids[result.ruleIndex] === result.ruleId, "3.27.6 ruleIndex");
      hold(levels.includes(result.level), "3.27.10 level");
      for (const { physicalLocation } of result.locations) {
        const { artifactLocation, region } = physicalLocation;
        hold(/^(?:[\w.~/:@-]|%[0-9A-F]{2})*$/.test(artifactLocation?.uri), "3.4.3 uri");
        hold(isCount(region.startLine) && isCount(region.startColumn), "3.30.5 region");
        const { startColumn, endColumn = startColumn + 1 } = region;
        hold(isCount(endColumn) && endColumn > startColumn, "3.30.8 endColumn");
      }
      hold(Array.isArray(result.suppressions), "3.27.23 suppressions of all or none");
      for (const { kind } of result.suppressions ?? []) {
        hold(["inSource", "external"].includes(kind), "3.35.3 kind");
      }
    }
  }
  return faults;
}

const levels = ["none", "note", "warning", "error"];

test("it is what SARIF asks for", () => {
  expect(faultsOf(log(outcome.findings))).toEqual([]);
  expect(faultsOf(log([]))).toEqual([]);
});

test.each<[string, (run: Json) => unknown]>([
  ["3.27.11 message", (run) => delete run.results[0].message],
  ["3.27.6 ruleIndex", (run) => run.results[0].ruleIndex++],
  ["3.27.10 level", (run) => (run.results[0].level = "info")],
  ["3.19.8 name of the driver", (run) => delete run.tool.driver.name],
  ["3.49.3 id of a rule", (run) => run.tool.driver.rules.push(run.tool.driver.rules[0])],
  ["3.35.3 kind", (run) => (run.results[2].suppressions[0].kind = "comment")],
])("and another thing is not: %s", (fault, spoil) => {
  const sarif = log(outcome.findings);
  spoil(sarif.runs[0]);
  expect(faultsOf(sarif)).toEqual([fault]);
});

test.each(hostile)("whatever names there are: %s", (_, text) => {
  const one = { file: text, code: text, message: text, hint: text, path: [text, 0] };
  const sarif = log([finding(one), finding({ ...one, line: 3, silenced: text })]);
  expect(faultsOf(sarif)).toEqual([]);
  const { message, suppressions } = sarif.runs[0].results[1];
  for (const shown of [message.text, suppressions[0].justification]) {
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});
