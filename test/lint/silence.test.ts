import { expect, test } from "vitest";
import type { LintFinding } from "../../src/lint/finding.ts";
import { silence } from "../../src/lint/silence.ts";

const known = ["clone-depth", "globs", "child-depth"];

/** A finding in one line: `clone-depth build@3`, or `clone-depth @3` for one of the whole file. */
function finding(row: string): LintFinding {
  const [, code = "", job = "", line = ""] = /^(\S+) (.*)@(\d+)$/.exec(row) ?? [];
  const place = { file: "a.yml", line: Number(line), column: 3, path: job ? [job, "script"] : [] };
  const severity = "warning" as const;
  return { code, severity, message: "m", fromGitLab: false, ...place, fixable: false };
}

/** What becomes of findings: `clone-depth@3: why` where it is silenced, `code@line message` of comments. */
async function told(text: string, ...rows: string[]): Promise<string[]> {
  const findings = rows.map(finding);
  const all = await silence("a.yml", text, findings, known);
  return all.map(({ code, line, silenced, message, hint }) =>
    code.startsWith("silence-")
      ? `${code}@${line} ${message} | ${hint}`
      : `${code}@${line}${silenced === undefined ? "" : `: ${silenced}`}`,
  );
}

const jobs = (comment: string) => `stages: [a]

one:
  script: a
${comment}two:
  script: b
three:
  script: c
`;

test.each<[string, string, string[], string[]]>([
  [
    "directly above a job",
    jobs("# fanout-lint: off globs: they are meant\n"),
    ["globs one@4", "globs two@7", "clone-depth two@7"],
    ["globs@4", "globs@7: they are meant", "clone-depth@7"],
  ],
  [
    "above other comments of the job",
    jobs("\n# fanout-lint: off globs: why\n# more\n"),
    ["globs two@9"],
    ["globs@9: why"],
  ],
  [
    "on the line of a key",
    "one:\n  script: a # fanout-lint: off globs, clone-depth : because: it is so\ntwo: {}\n",
    ["globs one@2", "clone-depth one@1", "globs two@3"],
    ["globs@2: because: it is so", "clone-depth@1: because: it is so", "globs@3"],
  ],
  [
    "in a job, behind its last line",
    "one:\n  script: a\n  # fanout-lint: off globs: why\ntwo:\n  script: b\n",
    ["globs one@2", "globs two@5"],
    ["globs@2: why", "globs@5"],
  ],
  [
    "in a job, at the left",
    "one:\n# fanout-lint: off globs: why\n  script: a\ntwo: {}\n",
    ["globs one@3", "globs two@4"],
    ["globs@3: why", "globs@4"],
  ],
  [
    "before the first key: the whole file",
    "# fanout-lint: off globs: why\none:\n  script: a\ntwo: {}\n",
    ["globs one@3", "globs two@4", "globs @1"],
    ["globs@3: why", "globs@4: why", "globs@1: why"],
  ],
  [
    "both: that of the job says why",
    "# fanout-lint: off globs: file\none:\n  script: a # fanout-lint: off globs: job\n",
    ["globs one@3"],
    ["globs@3: job"],
  ],
  [
    "before a header",
    "# fanout-lint: off globs: why\nspec: {}\n---\none: {}\n",
    ["globs one@4"],
    ["globs@4: why"],
  ],
  [
    "behind a header",
    "spec: {}\n---\n# fanout-lint: off globs: why\none: {}\ntwo: {}\n",
    ["globs one@4", "globs two@5"],
    ["globs@4: why", "globs@5"],
  ],
  [
    "what an alias brings belongs to the job by its path",
    ".a: &a\n  script: x\none:\n  <<: *a # fanout-lint: off globs: why\n",
    ["globs one@2", "globs .a@2"],
    ["globs@2: why", "globs@2"],
  ],
  [
    "Windows and a byte order mark",
    "\ufeffone:\r\n  script: a # fanout-lint: off globs: why\r\n",
    ["globs one@2"],
    ["globs@2: why"],
  ],
  [
    "a job called __proto__",
    "a: {}\n# fanout-lint: off globs: why\n__proto__:\n  script: a\n",
    ["globs __proto__@4", "globs a@1"],
    ["globs@4: why", "globs@1"],
  ],
])("%s", async (_, text, rows, expected) => {
  expect(await told(text, ...rows)).toEqual(expected);
});

const how = "Write `# fanout-lint: off <rule>: <reason>`";
test.each<[string, string, string]>([
  [
    "no reason",
    "# fanout-lint: off globs",
    `silence-without-reason@5 the comment gives no reason, so it does not silence globs | ${how}`,
  ],
  [
    "an empty reason",
    "# fanout-lint: off globs, clone-depth: -",
    `silence-without-reason@5 the comment gives no reason, so it does not silence globs and clone-depth | ${how}`,
  ],
  [
    "a slip",
    "# fanout-lint: off glops: why",
    'silence-unknown-rule@5 "glops" is no rule that a comment can silence | Did you mean "globs"?',
  ],
  [
    "what GitLab refuses",
    "# fanout-lint: off stage-missing: why",
    'silence-unknown-rule@5 "stage-missing" is what GitLab itself refuses, so no comment can silence it | Mend what it says, and take the comment out',
  ],
  [
    "nothing like a rule",
    "# fanout-lint: off constructor: why",
    'silence-unknown-rule@5 "constructor" is no rule that a comment can silence | docs/lint.md lists the rules',
  ],
  [
    "another word",
    "# fanout-lint: disable globs: why",
    `silence-unreadable@5 the comment begins as one that silences a rule, but cannot be read | ${how}`,
  ],
  [
    "no rule",
    "# fanout-lint: off: why",
    `silence-unreadable@5 the comment begins as one that silences a rule, but cannot be read | ${how}`,
  ],
  [
    "a reason without a colon",
    "# fanout-lint: off globs because I say so",
    `silence-unreadable@5 the comment begins as one that silences a rule, but cannot be read | ${how}`,
  ],
  [
    "no colon",
    "# fanout-lint off globs",
    `silence-without-reason@5 the comment gives no reason, so it does not silence globs | ${how}`,
  ],
])("a comment that silences nothing is a finding: %s", async (_, comment, expected) => {
  expect(await told(jobs(`${comment}\n`), "globs two@7")).toEqual(["globs@7", expected]);
});

test("a rule that finds nothing there", async () => {
  const text = jobs("# fanout-lint: off globs, clone-depth: why\n");
  expect(await told(text, "globs two@7", "clone-depth one@4")).toEqual([
    "globs@7: why",
    "clone-depth@4",
    "silence-unused@5 clone-depth finds nothing in two, so the comment silences nothing | Remove it",
  ]);
});

test("a comment apart from every job", async () => {
  const text = jobs("# fanout-lint: off globs: why\n\n");
  expect(await told(text, "globs two@8")).toEqual([
    "globs@8",
    "silence-unused@5 the comment stands in no job and directly above none, so it does not silence globs | Move it to the line above the job",
  ]);
});

test("no text of a value is a comment", async () => {
  const text = `one:
  script:
    - |
      # fanout-lint: off globs: why
    - "# fanout-lint: off globs: why"
    - a#fanout-lint: off globs
    - >
      # fanout-lint: off nothing
`;
  expect(await told(text, "globs one@2")).toEqual(["globs@2"]);
});

test("nor is the text of a whole document", async () => {
  expect(await told("--- |\n# fanout-lint: nothing\n")).toEqual([]);
});

test("what GitLab says is not silenced, and then nothing is called unused", async () => {
  const text = jobs("# fanout-lint: off globs: why\n");
  const refused = { ...finding("globs two@7"), fromGitLab: true, severity: "error" as const };
  expect(await silence("a.yml", text, [refused], known)).toEqual([refused]);
});

test("findings of another file stay, and a text without comments costs nothing", async () => {
  const other = { ...finding("globs two@7"), file: "b.yml" };
  const text = jobs("# fanout-lint: off globs: why\n");
  expect((await silence("a.yml", text, [other], known))[0]).toBe(other);
  const findings = [other];
  expect(await silence("a.yml", jobs(""), findings, known)).toBe(findings);
});

test("the place of a comment is all of it", async () => {
  const [own] = await silence("a.yml", "a: 1 # fanout-lint: x\n", [], known);
  expect(own).toEqual({
    code: "silence-unreadable",
    severity: "warning",
    message: "the comment begins as one that silences a rule, but cannot be read",
    hint: how,
    fromGitLab: false,
    file: "a.yml",
    line: 1,
    column: 6,
    length: 16,
    path: [],
    fixable: false,
  });
});

test("too deep a text is borne", async () => {
  const deep = `a: ${"[".repeat(5000)}\n# fanout-lint: off globs: why\n`;
  expect(await told(deep)).toEqual([
    "silence-unused@2 globs finds nothing in this file, so the comment silences nothing | Remove it",
  ]);
});

test("broken YAML and long comments are borne", async () => {
  const long = `# fanout-lint: off ${"x-".repeat(5000)}!\na: [\nb: {\n`;
  expect(await told(long)).toEqual([
    `silence-unreadable@1 the comment begins as one that silences a rule, but cannot be read | ${how}`,
  ]);
  expect(await told(`# fanout-lint: off ${", ".repeat(5000)}\n`)).toHaveLength(1);
});
