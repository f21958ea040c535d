import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { isHash, member } from "../copy.ts";
import { soundForward, soundTriggerInclude, unreadWords } from "../keywords/index.ts";
import { shapeFindings } from "../shape.ts";
import { whereIn } from "./checked.ts";
import { downstreamRoles, loneDollars } from "./triggers.ts";
import type { Check, CheckedJob } from "./types.ts";

/** Words of durations that GitLab's chronic-duration library passes over. */
function unreadDurations(job: CheckedJob): readonly Diagnostic[] {
  const { config } = job;
  const artifacts = member(config, "artifacts");
  const rules = member(config, "rules");
  const places: (readonly [unknown, ...(string | number)[]])[] = [
    [member(config, "timeout"), "timeout"],
    [member(config, "start_in"), "start_in"],
  ];
  if (isHash(artifacts)) places.push([member(artifacts, "expire_in"), "artifacts", "expire_in"]);
  if (Array.isArray(rules)) {
    for (const [index, rule] of rules.entries()) {
      if (isHash(rule)) places.push([member(rule, "start_in"), "rules", index, "start_in"]);
    }
  }
  return places.flatMap(([value, ...path]) => {
    if (typeof value !== "string" || value === "never") return [];
    const words = unreadWords(value);
    return words.length ? [found("DURATION_WORD", whereIn(job, ...path), { value, words })] : [];
  });
}

/** What of `trigger` GitLab takes and then cannot use (entry/trigger.rb checks less). */
function lateTrigger(job: CheckedJob): readonly Diagnostic[] {
  const trigger = member(job.config, "trigger");
  if (!isHash(trigger)) return [];
  const schemas = [
    ["include", soundTriggerInclude],
    ["forward", soundForward],
  ] as const;
  return schemas.flatMap(([key, schema]) => {
    const value = member(trigger, key);
    if (value === undefined) return [];
    const where = (path: readonly (string | number)[]) => whereIn(job, "trigger", key, ...path);
    return shapeFindings(schema, value, where).map(({ where: at, message }) =>
      found("TRIGGER_FAILS_LATER", at, { problem: message }),
    );
  });
}

/** What GitLab lets pass and hardly anyone means: warnings, told of a valid pipeline only. */
export const doubts: Check = (pipeline) => [
  ...pipeline.jobs.flatMap((job) => [
    ...unreadDurations(job),
    ...lateTrigger(job),
    ...loneDollars(job),
  ]),
  ...downstreamRoles(pipeline),
];
