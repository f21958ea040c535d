import { isHash } from "../model/index.ts";
import { expandAll, expandText } from "./expand.ts";
import { ofUpstream } from "./predefined.ts";
import type { SimulatedJob, Situation } from "./types.ts";
import { asVariables, own, type Values } from "./variables.ts";

/** What a pipeline has by the time that its trigger jobs run, and rules never see. */
const onceKept: Values = {
  CI_PIPELINE_ID: "1",
  CI_PIPELINE_CREATED_AT: "2024-01-01T00:00:00Z",
};

/** What is said of the parent alone. */
const ofParent = ["CI_PIPELINE_TRIGGERED", "CI_PIPELINE_SCHEDULE_DESCRIPTION"];

/**
 * The situation of a child that a job starts: the commit and the merge request are those of its
 * parent, the source is its own, and its variables are what `trigger:forward` hands over (GITLAB.md,
 * section 4): those of the YAML, expanded, unless it says otherwise; those that the parent was started
 * with only where it says so.
 */
export function inChild(
  parent: Situation,
  job: Pick<SimulatedJob, "variables">,
  trigger: unknown,
): Situation {
  const forward = isHash(trigger) ? own(trigger, "forward") : undefined;
  const says = (key: string) => (isHash(forward) ? own(forward, key) : undefined);
  const known = { ...parent.predefined, ...onceKept, ...job.variables, ...parent.variables };
  const { values } = expandAll(asVariables(known));
  const yaml = Object.entries(job.variables).map(([name, value]) => [
    name,
    expandText(value, values),
  ]);
  const kept = Object.entries(parent.predefined).filter(([name]) => !ofParent.includes(name));
  return {
    ...parent,
    source: "parent_pipeline",
    predefined: {
      ...Object.fromEntries(kept),
      ...ofUpstream,
      CI_PIPELINE_SOURCE: "parent_pipeline",
    },
    variables: {
      ...(says("pipeline_variables") === true ? parent.variables : {}),
      ...(says("yaml_variables") === false ? {} : Object.fromEntries(yaml)),
    },
  };
}
