import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { type Hash, isHash, member } from "../copy.ts";
import { whereIn } from "./checked.ts";
import type { Check, Checked, CheckedJob } from "./types.ts";

/** GitLab: lib/gitlab/ci/pipeline/chain/validate/config.rb; inputs of included files are not counted. */
const mostInputs = 20;

/** `trigger:inputs` are those that a pipeline is created with: there are few of them. */
export const triggerInputsFew: Check = ({ jobs }) =>
  jobs.flatMap((job) => {
    const trigger = member(job.config, "trigger");
    const inputs = isHash(trigger) ? member(trigger, "inputs") : undefined;
    const count = isHash(inputs) ? Object.keys(inputs).length : 0;
    const where = whereIn(job, "trigger", "inputs");
    return count > mostInputs
      ? [found("TRIGGER_INPUTS_TOO_MANY", where, { count, limit: mostInputs })]
      : [];
  });

const forwardOf = (job: CheckedJob, key: string): unknown => {
  const trigger = member(job.config, "trigger");
  const forward = isHash(trigger) ? member(trigger, "forward") : undefined;
  return isHash(forward) ? member(forward, key) : undefined;
};

/** GitLab forwards variables of the YAML unless it is told not to. */
const forwardsYaml = (job: CheckedJob): boolean => forwardOf(job, "yaml_variables") !== false;

const variablesOf = (hash: Hash): Hash => {
  const variables = member(hash, "variables");
  return isHash(variables) ? variables : {};
};

/**
 * A `$$` stands for a `$` within one pipeline only (docs: ci/pipelines, troubleshooting downstream
 * pipelines): the pipeline that is started expands what is left of it.
 */
export function loneDollars(job: CheckedJob): readonly Diagnostic[] {
  if (member(job.config, "trigger") === undefined || !forwardsYaml(job)) return [];
  return Object.entries(variablesOf(job.config)).flatMap(([name, value]) => {
    const text =
      isHash(value) && member(value, "expand") !== false ? member(value, "value") : value;
    return typeof text === "string" && text.includes("$$")
      ? [found("TRIGGER_DOLLARS", whereIn(job, "variables", name), {})]
      : [];
  });
}

/** The other project that a job starts a pipeline of. */
function projectOf(job: CheckedJob): string | undefined {
  const trigger = member(job.config, "trigger");
  const project = isHash(trigger) ? member(trigger, "project") : trigger;
  return typeof project === "string" ? project : undefined;
}

/** Names of the pipeline's own variables that a job takes (GitLab: entry/inherit/variables.rb). */
function inherited(job: CheckedJob, all: readonly string[]): readonly string[] {
  const inherit = member(job.config, "inherit");
  const chosen = isHash(inherit) ? member(inherit, "variables") : undefined;
  if (chosen === false) return [];
  return Array.isArray(chosen) ? all.filter((name) => chosen.includes(name)) : all;
}

const listed = (value: unknown): readonly Hash[] => [value].flat().filter(isHash);

/** What a job hands to the pipeline that it starts, each once. */
function forwarded(job: CheckedJob, all: readonly string[]): readonly string[] {
  const { config } = job;
  const pipeline = forwardOf(job, "pipeline_variables") === true ? ["all pipeline variables"] : [];
  if (!forwardsYaml(job)) return pipeline;
  const parallel = member(config, "parallel");
  const matrix = isHash(parallel) ? member(parallel, "matrix") : undefined;
  const own = [config, ...listed(member(config, "rules"))].flatMap((hash) =>
    Object.keys(variablesOf(hash)),
  );
  const cells = listed(matrix).flatMap((cell) => Object.keys(cell));
  return [...new Set([...own, ...cells, ...inherited(job, all), ...pipeline])];
}

/**
 * Whatever is forwarded to another project is a pipeline variable there, also where it is one of
 * the job's own, and GitLab refuses the pipeline where the user's role may set none (docs:
 * ci/variables, restrict pipeline variables). The role is not known here. One warning for all jobs.
 */
export function downstreamRoles({ jobs, variables }: Checked): readonly Diagnostic[] {
  const handing = jobs.flatMap((job) => {
    const project = projectOf(job);
    const names = project === undefined ? [] : forwarded(job, variables);
    return names.length > 0 ? [{ job, names }] : [];
  });
  const [first, ...more] = handing;
  if (!first) return [];
  const where = more.length === 0 ? whereIn(first.job, "trigger") : [];
  const names = [...new Set(handing.flatMap((each) => each.names))];
  return [
    found("TRIGGER_VARIABLES", where, {
      jobs: handing.map(({ job }) => job.name),
      variables: names,
    }),
  ];
}
