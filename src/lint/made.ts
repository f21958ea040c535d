import { compileJob, type Limits, type Pipeline } from "../model/index.ts";
import { applyRules, type Finding, type Settings } from "./check.ts";
import { unknownParent } from "./parent.ts";
import { rules } from "./rules/index.ts";
import type { Repository } from "./types.ts";

/** What is asked of pipelines that are about to be written. */
export interface MadeOptions {
  readonly repository: Repository;
  readonly limits: Limits;
  readonly version: string | undefined;
  readonly settings?: Settings;
}

/** What the rules find in a child pipeline that was made here; its parent is not known. */
export async function lintMade(
  pipeline: Pipeline,
  options: MadeOptions,
): Promise<readonly Finding[]> {
  const { jobs, warnings: _, ...globals } = pipeline;
  const { settings, ...around } = options;
  const visible = jobs.filter(({ kind }) => kind !== "hidden");
  const linted = {
    ...around,
    role: "child",
    startedBy: unknownParent(around),
    document: Object.fromEntries([
      ...Object.entries(globals),
      ...jobs.map(({ name, config }) => [name, config]),
    ]),
    pipeline,
    jobs: new Map(visible.map(({ name }) => [name, compileJob(pipeline, name) ?? {}])),
    open: pipeline.include !== undefined,
  } as const;
  return applyRules(linted, rules, settings);
}
