import { expandAll, expandText } from "./expand.ts";
import type { Seed } from "./read.ts";
import type { Situation } from "./types.ts";
import { asVariables, own, type Values, type Variable } from "./variables.ts";

/**
 * All variables that a job's rules see, low to high: those of the job, of the pipeline, of the YAML,
 * and the given ones (GitLab: lib/gitlab/ci/variables/builder.rb, scoped_variables_for_pipeline_seed).
 */
export function jobVariables(
  seed: Seed,
  yaml: readonly Variable[],
  situation: Situation,
): readonly Variable[] {
  const ownOnes = asVariables(ofJob(seed));
  const rest = [...asVariables(situation.predefined), ...yaml, ...asVariables(situation.variables)];
  if (!seed.environment) return [...ownOnes, ...rest];
  const environment = ofEnvironment(seed, expandAll([...ownOnes, ...rest]).values);
  return [...ownOnes, ...asVariables(environment), ...rest];
}

/** The variables that `workflow` sees: none of a job. */
export const workflowVariables = (
  yaml: readonly Variable[],
  situation: Situation,
): readonly Variable[] =>
  [...asVariables(situation.predefined), ...yaml, ...asVariables(situation.variables)].filter(
    ({ name }) => !/^CI_(?:JOB|BUILD)/.test(name),
  );

function ofJob({ name, stage, when, node }: Seed): Values {
  return {
    CI_JOB_NAME: name,
    CI_JOB_NAME_SLUG: slug(name),
    CI_JOB_GROUP_NAME: groupName(name),
    CI_JOB_STAGE: stage,
    ...(when === "manual" ? { CI_JOB_MANUAL: "true" } : {}),
    ...(node ? { CI_NODE_INDEX: String(node.index) } : {}),
    CI_NODE_TOTAL: String(node?.total ?? 1),
  };
}

function ofEnvironment({ environment = {} }: Seed, values: Values): Values {
  const optional = (name: string, key: string) => {
    const value = own(environment, key);
    return value === undefined ? {} : { [name]: String(value) };
  };
  return {
    CI_ENVIRONMENT_NAME: expandText(String(own(environment, "name") ?? ""), values),
    CI_ENVIRONMENT_ACTION: String(own(environment, "action") ?? "start"),
    ...optional("CI_ENVIRONMENT_TIER", "deployment_tier"),
    ...optional("CI_ENVIRONMENT_URL", "url"),
  };
}

/** A name as GitLab writes it in addresses (lib/gitlab/utils.rb, slugify). */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");

/** GitLab: lib/gitlab/utils/job.rb, which takes three such endings off. */
const mostEndings = 3;

/** The name without what parallel jobs add: ` 1/3`, `: [a, b]`. */
function groupName(name: string): string {
  let rest = name.trim();
  for (let round = 0; round < mostEndings; round++) {
    const ending = rest.endsWith("]") ? /[\s:]+\[/ : /[\s:]+\d+[\s:/\\]+\d+$/;
    const found = ending.exec(rest);
    if (!found) break;
    rest = rest.slice(0, found.index).trim();
  }
  return rest;
}
