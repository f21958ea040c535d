import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import { definePipeline, readConfiguration } from "../../src/model/index.ts";
import { loaded } from "./helper.ts";

/** What GitLab's own code said of a configuration. */
interface Verdict {
  readonly yaml: string;
  readonly valid: boolean;
}

const verdicts = readFileSync(new URL("../fixtures/verdicts/lint.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Verdict);

function isTaken(document: unknown): boolean {
  try {
    definePipeline(readConfiguration(document, ".gitlab-ci.yml"));
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

test("every configuration that was put before GitLab loads, and what GitLab takes is taken", async () => {
  expect(verdicts.length).toBe(300);
  const told: string[] = [];
  for (const { yaml, valid } of verdicts) {
    const { document, problems, open } = await loaded(yaml);
    if (problems.length) told.push(...problems.map(({ message }) => message), yaml);
    if (valid && !open && !isTaken(document)) told.push(yaml);
  }
  expect(told).toEqual([]);
});
