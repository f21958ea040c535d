import { type Hash, isHash, type Limits, member } from "../../model/index.ts";
import type { GitlabError } from "./entry.ts";
import { isBlank, isList } from "./ruby.ts";

/** A job as it will run. */
interface Job {
  readonly name: string;
  readonly config: Hash;
  /** Its name as it is written. */
  readonly written: string;
  readonly needs: readonly unknown[] | undefined;
}

/**
 * The first job that GitLab's linter takes and that fails all the same: when its pipeline is created
 * (pipeline/seed/build.rb, models/ci/job_definition.rb), or the one that it starts
 * (pipeline/chain/validate/config.rb). Jobs that no rule lets in are never made.
 */
export function creationError(jobs: readonly Job[], limits: Limits): GitlabError | undefined {
  for (const job of jobs) {
    const found = isNever(job) ? undefined : errorOf(job, limits);
    if (found) return found;
  }
  return undefined;
}

function errorOf({ name, config, written, needs }: Job, limits: Limits): GitlabError | undefined {
  const count = needs?.length ?? 0;
  if (count > limits.needs.value) {
    const message = `${name}: one job can only need ${limits.needs.value} others, but you have listed ${count}. See needs keyword documentation for more details`;
    return { code: "needs-too-many", message, path: [written, "needs"] };
  }
  if (scriptBytes(config) > limits.jobBytes.value) {
    return { code: "job-too-big", message: limits.jobBytes.failure, path: [written, "script"] };
  }
  const most = limits.inputs.value;
  return inputsOf(config) > most
    ? {
        code: "trigger-inputs-too-many",
        message: `There cannot be more than ${most} inputs`,
        path: [written, "trigger", "inputs"],
      }
    : undefined;
}

function isNever({ config }: Job): boolean {
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

/** Many jobs share what they extend. */
const bytes = new WeakMap<object, number>();

function bytesOf(script: unknown): number {
  const before = typeof script === "object" && script ? bytes.get(script) : undefined;
  if (before !== undefined) return before;
  const size = Buffer.byteLength(JSON.stringify(script));
  if (typeof script === "object" && script) bytes.set(script, size);
  return size;
}

/** `trigger:inputs`; those of an included file are not counted. */
function inputsOf(config: Hash): number {
  const trigger = member(config, "trigger");
  const inputs = isHash(trigger) ? member(trigger, "inputs") : undefined;
  return isHash(inputs) ? Object.keys(inputs).length : 0;
}
