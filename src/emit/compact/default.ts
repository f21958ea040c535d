import {
  compileJob,
  type Hash,
  isHash,
  type Pipeline,
  type PlannedJob,
} from "../../model/index.ts";
import { parsedSize } from "../parsed-size.ts";

/** Keywords that `default` takes in every version of GitLab that knows them (entry/default.rb). */
const movable = [
  "image",
  "services",
  "cache",
  "before_script",
  "after_script",
  "hooks",
  "tags",
  "retry",
  "timeout",
  "interruptible",
  "artifacts",
  "id_tokens",
] as const;

const own = (config: Hash, key: string): unknown =>
  Object.hasOwn(config, key) ? config[key] : undefined;

/** Whether a compiled job takes this keyword from `default` when it has none itself. */
function takes({ kind }: PlannedJob, config: Hash, key: string): boolean {
  if (kind === "trigger" && key !== "interruptible") return false;
  const inherit = own(config, "inherit");
  const chosen = isHash(inherit) ? own(inherit, "default") : undefined;
  if (chosen === undefined || chosen === null) return true;
  return Array.isArray(chosen) ? chosen.includes(key) : chosen === true;
}

/**
 * What can move into `default`: keywords that it does not have yet and that all jobs that would
 * take them have with the same value. `free` are the jobs that can give them up.
 */
export function sharedDefaults(pipeline: Pipeline, free: readonly PlannedJob[]): Hash {
  const defaults: unknown = pipeline.default ?? {};
  if (!isHash(defaults)) return {};
  const visible = pipeline.jobs.filter(({ kind }) => kind !== "hidden");
  const configs = new Map(visible.map((job) => [job, compileJob(pipeline, job.name) ?? {}]));
  const shared: [string, unknown][] = [];
  let saved = 0;
  for (const key of movable) {
    if (own(defaults, key) !== undefined) continue;
    const concerned = visible.filter((job) => takes(job, configs.get(job)!, key));
    const giving = free.filter((job) => takes(job, configs.get(job)!, key));
    const value = giving[0] && own(giving[0].config as Hash, key);
    if (value === undefined || value === null) continue;
    const text = JSON.stringify(value);
    if (!concerned.every((job) => JSON.stringify(own(configs.get(job)!, key)) === text)) continue;
    shared.push([key, value]);
    saved += (giving.length - 1) * (parsedSize(key) + parsedSize(value));
  }
  const cost = pipeline.default === undefined ? parsedSize({ default: true }) : 0;
  return saved > cost ? Object.fromEntries(shared) : {};
}

/** A job without the keywords that it will take from `default`. */
export function withoutShared(job: PlannedJob, shared: Hash): Hash {
  const config = job.config as Hash;
  const given = (key: string) => Object.hasOwn(shared, key) && takes(job, config, key);
  return Object.fromEntries(Object.entries(config).filter(([key]) => !given(key)));
}
