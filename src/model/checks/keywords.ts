import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { isHash, member } from "../copy.ts";
import { whereIn } from "./checked.ts";
import type { Check, CheckedJob } from "./types.ts";

type JobCheck = (job: CheckedJob) => readonly Diagnostic[];

const has = (job: CheckedJob, key: string): boolean => member(job.config, key) !== undefined;

const together = (job: CheckedJob, keys: readonly string[], why: string) =>
  found("KEYWORDS_TOGETHER", whereIn(job), { keys, why });

/** `run` replaces all scripts, and nothing that runs can also trigger (GitLab: entry/job.rb). */
const oneKindOfWork: JobCheck = (job) =>
  (
    [
      ["script", "run"],
      ["before_script", "run"],
      ["after_script", "run"],
    ] as const
  )
    .filter((keys) => keys.every((key) => has(job, key)))
    .map((keys) => together(job, keys, "`run` replaces all scripts"));

/** `rules` decide alone (GitLab: entry/processable.rb). */
const rulesAlone: JobCheck = (job) => {
  if (!has(job, "rules")) return [];
  return ["only", "except", "start_in"]
    .filter((key) => has(job, key))
    .map((key) =>
      together(
        job,
        ["rules", key],
        key === "start_in" ? "write `start_in` in a rule" : "write the condition as a rule",
      ),
    );
};

/** `start_in` belongs to `when: delayed`, and that needs it (GitLab: entry/job.rb). */
const delayTogether: JobCheck = (job) => {
  const delayed = member(job.config, "when") === "delayed";
  const given = has(job, "start_in");
  if (delayed === given || (has(job, "rules") && given)) return [];
  return [
    delayed
      ? found("KEYWORD_MISSING", whereIn(job), { key: "start_in" })
      : found("KEYWORD_VALUE", whereIn(job, "start_in"), {
          problem: "is only for `when: delayed`",
        }),
  ];
};

/** `publish` belongs to a Pages job, and is written once (GitLab: entry/job.rb, yaml_processor.rb). */
const publishOfPages: JobCheck = (job) => {
  const publish = member(job.config, "publish");
  if (publish === undefined || String(publish).trim() === "") return [];
  const pages = member(job.config, "pages");
  const isPages = isHash(pages)
    ? Object.keys(pages).length > 0
    : pages === true || (job.name === "pages" && pages !== false);
  if (!isPages) {
    const problem = "can only be used within a `pages` job";
    return [found("KEYWORD_VALUE", whereIn(job, "publish"), { problem })];
  }
  return isHash(pages) && "publish" in pages
    ? [together(job, ["publish", "pages:publish"], "they say the same")]
    : [];
};

/**
 * What a kind of job may need: a trigger job only jobs of its own pipeline (GitLab:
 * entry/bridge.rb), and only a job without script the status of a pipeline.
 */
const needsOfKind: JobCheck = (job) => {
  const needs = member(job.config, "needs");
  if (needs === undefined) return [];
  const list = Array.isArray(needs) ? needs : [needs];
  return list.flatMap((need: unknown, index) => {
    if (!isHash(need)) return [];
    const cross = "project" in need || "pipeline" in need;
    const mirror = "pipeline" in need && !("job" in need);
    const where = Array.isArray(needs) ? whereIn(job, "needs", index) : whereIn(job, "needs");
    if (job.kind === "trigger" && cross && !mirror) {
      const problem =
        "a trigger job can only need jobs of its own pipeline (GitLab: uses invalid types: cross_dependency). Let a job with a script need it, and this one that job";
      return [found("NEEDS_FORM", where, { problem })];
    }
    if (job.kind === "job" && mirror) {
      return [found("NEEDS_FORM", where, { problem: "`pipeline` needs `job` beside it" })];
    }
    return [];
  });
};

/** A job with `needs` and no work mirrors one pipeline, or lacks its trigger (entry/bridge.rb). */
const triggerGiven: JobCheck = (job) => {
  if (job.kind !== "trigger" || has(job, "trigger")) return [];
  const needs = member(job.config, "needs");
  const list = Array.isArray(needs) ? needs : [needs];
  const mirrors = list.filter((need) => isHash(need) && "pipeline" in need && !("job" in need));
  return mirrors.length === 1 ? [] : [found("TRIGGER_MISSING", whereIn(job), {})];
};

const jobChecks = [
  oneKindOfWork,
  rulesAlone,
  delayTogether,
  publishOfPages,
  needsOfKind,
  triggerGiven,
];

/** What the keywords of one job say of each other. */
export const keywordsAgree: Check = ({ jobs }) =>
  jobs.flatMap((job) => (job.sound ? jobChecks.flatMap((check) => check(job)) : []));
