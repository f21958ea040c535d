import { expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { type LintOptions, lint, lintRules, sarifReport } from "../../../src/lint/index.ts";
import { refusalRules } from "../../../src/lint/refusals/index.ts";
import { limitsFor } from "../../../src/model/index.ts";

const entry = ".gitlab-ci.yml";
const linting = (text: string, settings?: NonNullable<LintOptions["settings"]>) =>
  lint([entry], {
    world: {
      read: async (path) => (path === entry ? text : undefined),
      paths: async () => [entry],
      mapped: async () => undefined,
    },
    paths: [entry],
    limits: limitsFor({}),
    version: "18.11",
    ...(settings && { settings }),
  });

const broken = "b: {script: x, stage: S}\n";

test.each(["off", "info", "error"] as const)(
  "no setting changes what GitLab refuses: %s",
  async (setting) => {
    for (const text of [broken, "b: {script: x}\n"]) {
      const refused = linting(text, { "stage-missing": setting });
      await expect(refused).rejects.toThrow(UserError);
      await expect(refused).rejects.toThrow(
        'lint › rules › stage-missing: "stage-missing" is what GitLab itself refuses: no setting turns it off or gives it another severity. Take the setting out, and mend what lint finds',
      );
    }
  },
);

test("a setting of no rule is refused, whatever else is wrong", async () => {
  await expect(linting(broken, { "no-such": "off" })).rejects.toThrow(
    'no rule of lint is called "no-such"',
  );
});

test("no comment silences what GitLab refuses, and the comment is told", async () => {
  const { outcome } = await linting(`# fanout-lint: off stage-missing: later\n${broken}`);
  expect(outcome.findings.map(({ code, line, silenced }) => [code, line, silenced])).toEqual([
    ["stage-missing", 2, undefined],
    ["silence-unknown-rule", 1, undefined],
  ]);
});

test("each code stands in the list of all once", () => {
  const codes = lintRules.map(({ code }) => code);
  expect(codes.length).toBe(new Set(codes).size);
  expect(codes).toEqual(expect.arrayContaining(refusalRules.map(({ code }) => code)));
});

test("a report in SARIF has the text of each, and its page", async () => {
  const { outcome } = await linting(broken);
  const log = JSON.parse(sarifReport(outcome, lintRules, "1.0.0")) as {
    runs: [{ tool: { driver: { rules: { id: string; helpUri?: string; help: unknown }[] } } }];
  };
  const { rules } = log.runs[0].tool.driver;
  const row = rules.find(({ id }) => id === "stage-missing");
  expect(row).toMatchObject({
    helpUri: "https://docs.gitlab.com/ci/yaml/#stage",
    help: { text: expect.stringMatching(/^The job names a stage .* Add the stage to `stages`/) },
  });
  expect(rules.find(({ id }) => id === "child-depth")).not.toHaveProperty("helpUri");
});
