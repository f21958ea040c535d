/** What local-hook.mjs asks about the jobs of gitlab-ci-local: their names and their variables. */
import { matrixVariablesList } from "gitlab-ci-local/src/parallel.js";
import { Utils } from "gitlab-ci-local/src/utils.js";

const cellName = (cell, separator) => `: [${Object.values(cell).join(separator)}]`;

/** The matrix variables of a job; none for one that has no matrix. */
function cellOf({ name, baseName, jobData }) {
  const cells = matrixVariablesList(jobData, baseName).filter((cell) => cell !== null);
  return cells.find((cell) => name === baseName + cellName(cell, ",")) ?? {};
}

/** The name that GitLab gives to a job: `a: [x, y]` of a matrix, `a 1/2` of a plain parallel. */
export function nameOf(job) {
  const cell = cellOf(job);
  if (Object.keys(cell).length > 0) return job.baseName + cellName(cell, ", ");
  return job.name.replace(/: \[(\d+\/\d+)\]$/, " $1");
}

/** Expanded by what a job sees; unknown ones become empty, `$$` stays. */
export function expandIn(job) {
  const seen = Utils.expandVariables(job._variables);
  const variable = (name) => seen[name] ?? "";
  return (value) => Utils.expandTextWith(value, { unescape: "$$", variable });
}

function yamlVariables(job) {
  const names = (job.rules ?? []).flatMap((rule) => Object.keys(rule.variables ?? {}));
  const ofRules = names.filter((name) => name in job._variables);
  const values = {
    ...job.globalVariables,
    ...job.jobData.variables,
    ...cellOf(job),
    ...Object.fromEntries(ofRules.map((name) => [name, job._variables[name]])),
  };
  const expand = expandIn(job);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value)]));
}

/**
 * What a trigger job starts its child with. `started` are the variables that its own pipeline was
 * started with: where they are forwarded, they win over those of the YAML.
 */
export function forwarded(job, started) {
  const { yaml_variables = true, pipeline_variables = false } = job.trigger.forward ?? {};
  return {
    ...(yaml_variables && yamlVariables(job)),
    ...(pipeline_variables && started),
  };
}
