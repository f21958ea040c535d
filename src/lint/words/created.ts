import { type Hash, isHash, type Limits, member } from "../../model/index.ts";
import type { GitlabError } from "./entry.ts";
import type { Group } from "./groups.ts";
import { kept } from "./kept.ts";
import { isBlank, isList } from "./ruby.ts";
import { type Job, nameOf } from "./running.ts";

/**
 * The first job that GitLab's linter takes and that fails all the same: when its pipeline is created
 * (pipeline/seed/build.rb, models/ci/job_definition.rb), or the one that it starts
 * (pipeline/chain/validate/config.rb). Jobs that no rule lets in are never made. All jobs of a group
 * stand together: those behind its first one can only fail by needs of their own.
 */
export function creationError(jobs: readonly Job[], limits: Limits): GitlabError | undefined {
  let never: Group | undefined;
  for (const job of jobs) {
    if (job.index === 0 && isNever(job.group)) never = job.group;
    if (job.group === never) continue;
    const found =
      needsError(job, limits) ?? (job.index === 0 ? sizeError(job.group, limits) : undefined);
    if (found) return found;
  }
  return undefined;
}

function needsError(job: Job, { needs: { value: most } }: Limits): GitlabError | undefined {
  const count = (job.needs ?? []).reduce((sum, { jobs }) => sum + jobs.count, 0);
  if (count <= most) return undefined;
  const message = `${nameOf(job)}: one job can only need ${most} others, but you have listed ${count}. See needs keyword documentation for more details`;
  return { code: "needs-too-many", message, path: [job.group.name, "needs"] };
}

function sizeError({ name, config }: Group, limits: Limits): GitlabError | undefined {
  if (scriptBytes(config) > limits.jobBytes.value) {
    return { code: "job-too-big", message: limits.jobBytes.failure, path: [name, "script"] };
  }
  const most = limits.inputs.value;
  return inputsOf(config) > most
    ? {
        code: "trigger-inputs-too-many",
        message: `There cannot be more than ${most} inputs`,
        path: [name, "trigger", "inputs"],
      }
    : undefined;
}

function isNever({ config }: Group): boolean {
  const rules = member(config, "rules");
  if (!isList(rules) || isBlank(rules)) return false;
  const flat: readonly unknown[] = rules.flat(Number.POSITIVE_INFINITY);
  return flat.every((rule) => isHash(rule) && member(rule, "when") === "never");
}

/** What GitLab keeps of a job has more than that, so more than a limit is too much for certain. */
const scriptBytes = (config: Hash): number =>
  ["before_script", "script", "after_script"].reduce(
    (sum, key) => sum + bytesOf(member(config, key) ?? ""),
    0,
  );

const listBytes = kept(
  (script: object) => Buffer.byteLength(JSON.stringify(script)),
  new WeakMap<object, number>(),
);

const bytesOf = (script: unknown): number =>
  typeof script === "object" && script !== null
    ? listBytes(script)
    : Buffer.byteLength(JSON.stringify(script));

/** `trigger:inputs`; those of an included file are not counted. */
function inputsOf(config: Hash): number {
  const trigger = member(config, "trigger");
  const inputs = isHash(trigger) ? member(trigger, "inputs") : undefined;
  return isHash(inputs) ? Object.keys(inputs).length : 0;
}
