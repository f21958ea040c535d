import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { gitlabErrors } from "../../../src/lint/words/index.ts";
import { parseYaml } from "../../../src/yaml/read.ts";
import fc from "../../helpers/property.ts";
import { mutatedOf } from "../mutations.ts";
import { agrees, findings } from "./differing.ts";

const folder = new URL("../../fixtures/configurations/", import.meta.url);
const texts = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => readFileSync(new URL(name, folder), "utf8").split(/^---$/m).at(-1) ?? "");

/** What a text holds; `undefined` where it is no YAML that both could judge. */
function documentIn(text: string): unknown {
  try {
    return parseYaml(text, "a.yml");
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

test("lint refuses a changed configuration where the model does, but for the reasons that are listed", () => {
  const alone = new Set<string>();
  const judged = { taken: 0, refused: 0 };
  const judge = (text: string) => {
    const document = documentIn(text);
    if (document === undefined) return;
    const said = gitlabErrors(document);
    const found = findings(document);
    judged[said.length > 0 ? "refused" : "taken"]++;
    if (found.length === 0) for (const { code } of said) alone.add(`lint: ${code}`);
    if (said.length === 0) for (const { code } of found) alone.add(`model: ${code}`);
    expect({ said, found, agrees: agrees(document) }).toMatchObject({ agrees: true });
  };
  fc.assert(fc.property(mutatedOf(texts), judge), { seed: 20_261_122, numRuns: 3000 });
  expect(judged.taken).toBeGreaterThan(100);
  expect(judged.refused).toBeGreaterThan(100);
  // What only one of them tells, by code: anything new here needs a reason of its own.
  expect([...alone].sort()).toEqual([
    // References in what includes bring, and the syntax of expressions, are not the model's matter.
    "lint: extends-missing-job",
    "lint: job-without-work",
    "lint: needs-missing-job",
    "lint: no-visible-job",
    "lint: rule-expression-syntax",
    // A keyword without a value is none to GitLab; an include may bring a visible job.
    "model: KEYWORD_MISSING",
    "model: KEYWORD_UNKNOWN",
    "model: KEYWORD_VALUE",
    "model: NOT_DATA",
    "model: NO_VISIBLE_JOB",
  ]);
});
