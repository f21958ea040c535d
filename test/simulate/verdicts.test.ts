import { describe, expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import {
  type Simulated,
  type Situation,
  type SituationName,
  simulate,
  situations,
} from "../../src/simulate/index.ts";
import { createdJobs, linted, verdicts } from "./helper.ts";

/** What GitLab's own code answered of a situation. */
interface Row {
  readonly yaml: string;
  readonly context: {
    readonly source: string;
    readonly branch: string;
    readonly merge_request: boolean;
    readonly changed: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
  };
  readonly created: boolean;
  readonly jobs: readonly string[];
  readonly errors: readonly string[];
}

/** The files of the work tree that these verdicts were given in. */
const files = ["Dockerfile", "README.md", "docs/x.md", "services/a/package.json"];

function nameOf({ source, merge_request }: Row["context"]): SituationName {
  if (source === "merge_request_event") return "merge-request";
  if (source === "parent_pipeline") return merge_request ? "parent-merge-request" : "parent";
  return source as SituationName;
}

function situationOf({ context }: Row): Situation {
  const { branch: ref, changed, variables } = context;
  const facts = { ref, defaultBranch: "main", changed, variables, files };
  return situations().get(nameOf(context))!(facts);
}

const answer = (simulated: Simulated) => ({
  created: simulated.created,
  jobs: [...createdJobs(simulated)].sort(),
  errors: simulated.errors,
});

describe("GitLab's own answers to situations", () => {
  const rows = verdicts<Row>("simulate.jsonl");

  test("there are both kinds, of five sources", () => {
    expect(rows.filter(({ created }) => created).length).toBeGreaterThan(200);
    expect(rows.filter(({ created }) => !created).length).toBeGreaterThan(100);
    expect(new Set(rows.map(({ context }) => context.source)).size).toBe(5);
  });

  test("simulating says the same", () => {
    const other = rows.filter(({ yaml, created, jobs, errors }, index) => {
      const got = answer(simulate(linted(yaml), situationOf(rows[index]!)));
      return JSON.stringify(got) !== JSON.stringify({ created, jobs, errors });
    });
    expect(other).toEqual([]);
  });
});

interface LintRow {
  readonly yaml: string;
  readonly valid: boolean;
  readonly child_of_merge_request: Pick<Row, "created" | "jobs" | "errors">;
}

describe("GitLab's own answers to children of merge request pipelines", () => {
  const rows = verdicts<LintRow>("lint.jsonl");
  /** These were given in an empty work tree: nothing to compare with, and nothing since `main`. */
  const facts = { ref: "feature", defaultBranch: "main", changedSince: { main: [] } };
  const situation: Situation = {
    ...situations().get("parent-merge-request")!(facts),
    changed: undefined,
  };

  /** Undefined where the model refuses: then there is no pipeline, in the linter's words. */
  function simulated(yaml: string): Simulated | undefined {
    try {
      return simulate(linted(yaml), situation);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return undefined;
    }
  }

  test("what is simulated says the same", () => {
    const other = rows.filter(({ yaml, child_of_merge_request: verdict }) => {
      const got = simulated(yaml);
      const want = { ...verdict, jobs: [...verdict.jobs].sort() };
      return got && JSON.stringify(answer(got)) !== JSON.stringify(want);
    });
    expect(other).toEqual([]);
  });

  test("what is refused is invalid for GitLab, and the other way round, but for expressions", () => {
    const refused = rows.filter(({ yaml }) => !simulated(yaml));
    expect(refused.filter(({ valid }) => valid)).toEqual([]);
    expect(refused.length).toBeGreaterThan(150);
    const taken = rows.filter((row) => !row.valid && !refused.includes(row));
    const words = taken.flatMap(({ child_of_merge_request: { errors } }) => errors);
    expect(words.filter((error) => !error.endsWith("invalid expression syntax"))).toEqual([]);
  });
});
