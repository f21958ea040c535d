import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Diagnostic, UserError } from "../../src/diagnostics/index.ts";
import { definePipeline, Reference, readConfiguration } from "../../src/model/index.ts";

/** What GitLab's own code said of a configuration. */
interface Verdict {
  readonly yaml: string;
  readonly valid: boolean;
  readonly errors: readonly string[];
}

const lines = readFileSync(new URL("../fixtures/verdicts/lint.jsonl", import.meta.url), "utf8");
const verdicts = lines
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Verdict);

const referenceTag = {
  tag: "!reference",
  collection: "seq" as const,
  resolve: (list: { toJSON(): string[] }) => new Reference(list.toJSON()),
};

/** What the model finds in a configuration; nothing when it takes it. */
function findings(yaml: string): readonly Diagnostic[] {
  const document: unknown = parse(yaml, {
    version: "1.1",
    merge: true,
    customTags: (tags) => [...tags, referenceTag as never],
  });
  try {
    definePipeline(readConfiguration(document, "child.yml"));
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics;
  }
}

/**
 * Where the model may differ from GitLab's verdict, and how often it does here. `expression`:
 * the syntax of `rules:if` is not the model's. `premium`: the verdicts are of the Free edition.
 * `conditional`, `empty`: GitLab's linter lets pass what it refuses when it creates the pipeline.
 */
const reasons: Readonly<
  Record<string, { count: number; holds: (row: Verdict, found: readonly Diagnostic[]) => boolean }>
> = {
  expression: {
    count: 2,
    holds: ({ errors }, found) =>
      found.length === 0 &&
      errors.length > 0 &&
      errors.every((error) => /(?:if|variables) invalid expression syntax$/i.test(error)),
  },
  premium: {
    count: 0,
    holds: ({ errors }, found) =>
      found.length === 0 &&
      errors.length > 0 &&
      errors.every((error) =>
        /unknown keys: (?:(?:secrets|identity|dast_configuration)(?:, )?)+$|needs:need has an unsupported type/.test(
          error,
        ),
      ),
  },
  conditional: {
    count: 0,
    holds: ({ valid }, found) =>
      valid && found.every(({ code }) => code === "NEEDS_CONDITIONAL_JOB"),
  },
  empty: {
    count: 0,
    holds: ({ valid }, found) => valid && found.every(({ code }) => code === "ONLY_EDGE_STAGES"),
  },
};

const disagreements = verdicts.flatMap((row) => {
  const found = findings(row.yaml);
  return (found.length === 0) === row.valid ? [] : [{ row, found }];
});

describe("GitLab's own verdicts", () => {
  test("there are both kinds", () => {
    expect(verdicts.filter(({ valid }) => valid).length).toBeGreaterThan(50);
    expect(verdicts.filter(({ valid }) => !valid).length).toBeGreaterThan(50);
  });

  test("the model says the same, but for the reasons above", () => {
    const unexplained = disagreements.filter(
      ({ row, found }) => !Object.values(reasons).some((reason) => reason.holds(row, found)),
    );
    expect(unexplained.map(({ row, found }) => [row.yaml, row.errors, found])).toEqual([]);
  });

  test.each(Object.entries(reasons))("%s: no more than known", (_, { count, holds }) => {
    expect(disagreements.filter(({ row, found }) => holds(row, found)).length).toBe(count);
  });
});
