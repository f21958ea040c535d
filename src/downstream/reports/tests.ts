import { type Answer, type Gitlab, isRecord, projectPath } from "../../gitlab/index.ts";
import type { PipelineNode } from "../types.ts";
import type { Listed } from "./listed.ts";

export interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly file: string | undefined;
  readonly status: "success" | "failed" | "skipped" | "error";
  /** Seconds. */
  readonly time: number;
  /** What the test printed, or why it failed. */
  readonly output: string;
}

/** The tests of a job, under the name that GitLab shows. */
export interface Suite {
  readonly name: string;
  /** Why GitLab could not read the job's report. */
  readonly problem: string | undefined;
  readonly cases: readonly TestCase[];
}

/** The tests of a pipeline. */
export interface Tested {
  readonly node: PipelineNode;
  readonly suites: readonly Suite[];
}

/** The test report of a pipeline (docs.gitlab.com, api/pipelines: get a pipeline's test report). */
export const testsOf = (
  api: Gitlab,
  { project, id }: PipelineNode,
): Promise<Answer<readonly Suite[]>> =>
  api.get(`${projectPath(project)}/pipelines/${id}/test_report`, { read });

function read(body: unknown): Suite[] | undefined {
  if (!isRecord(body) || !Array.isArray(body.test_suites)) return undefined;
  return body.test_suites.filter(isRecord).map(({ name, suite_error, test_cases }) => ({
    name: textOf(name),
    problem: textOf(suite_error) || undefined,
    cases: Array.isArray(test_cases) ? test_cases.filter(isRecord).map(caseOf) : [],
  }));
}

const verdicts = ["success", "failed", "skipped", "error"] as const;

function caseOf(given: Readonly<Record<string, unknown>>): TestCase {
  const { name, classname, file, status, execution_time: time } = given;
  const printed = [given.system_output, given.stack_trace]
    .map(textOf)
    .filter((each) => each !== "");
  return {
    name: textOf(name),
    classname: textOf(classname),
    file: textOf(file) || undefined,
    // What GitLab may call a test one day is no success.
    status: verdicts.find((each) => each === status) ?? "error",
    time: typeof time === "number" && Number.isFinite(time) && time > 0 ? time : 0,
    output: printed.join("\n"),
  };
}

/** GitLab turns an element without text into an object of its attributes. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (isRecord(value) && typeof value.message === "string") return value.message;
  return JSON.stringify(value);
}

/**
 * Without the tests that GitLab tells twice: since 18.6 the report of a pipeline has those of its
 * children as well (app/models/ci/pipeline.rb, latest_report_builds_in_self_and_project_descendants).
 */
export function toldOnce(all: readonly Listed[], reports: readonly Tested[]): Tested[] {
  const parents = new Map(all.map(({ node, by }) => [node, by?.listed.node]));
  const below = new Map<PipelineNode, Tested[]>();
  for (const tested of reports) {
    const { node } = tested;
    for (let up = parents.get(node); up?.project === node.project; up = parents.get(up)) {
      below.set(up, [...(below.get(up) ?? []), tested]);
    }
  }
  return reports.map(({ node, suites }) => ({
    node,
    suites: without(
      suites,
      (below.get(node) ?? []).flatMap((tested) => tested.suites),
    ),
  }));
}

/** A test counts once for each time that it is among the others. */
function without(suites: readonly Suite[], others: readonly Suite[]): readonly Suite[] {
  if (others.length === 0) return suites;
  const told = new Map<string, number>();
  for (const { name, cases } of others) {
    for (const each of cases) {
      const key = JSON.stringify([name, each]);
      told.set(key, (told.get(key) ?? 0) + 1);
    }
  }
  const isNew = (name: string, each: TestCase) => {
    const key = JSON.stringify([name, each]);
    const left = told.get(key) ?? 0;
    if (left > 0) told.set(key, left - 1);
    return left === 0;
  };
  return suites
    .map((suite) => ({ ...suite, cases: suite.cases.filter((each) => isNew(suite.name, each)) }))
    .filter(({ cases, problem, name }) => cases.length > 0 || isTheirs(problem, name));
  function isTheirs(problem: string | undefined, name: string): boolean {
    if (problem === undefined) return false;
    return !others.some((other) => other.name === name && other.problem === problem);
  }
}
