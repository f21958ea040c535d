import { type Hash, isHash } from "../../model/index.ts";
import type { Fix, Found, Linted, Rule } from "../types.ts";
import {
  type ArtifactInclude,
  artifactIncludes,
  jobCalled,
  neededNames,
  stageRank,
} from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { hasNoRules } from "./facts/presence.ts";
import { member } from "./facts/read.ts";

const rule: Rule = {
  code: "child-needs-generator",
  severity: "error",
  docs: `A trigger job has to wait for the job that writes its child pipeline. With \`needs\` that lead elsewhere,
or in the same stage without \`needs\`, both run at once: the trigger job fails because the artifact is not there yet,
or it succeeds today and fails tomorrow. Name the generating job in \`needs\`. A trigger job in a later stage without
\`needs\` waits anyway and is not told.`,
  check: (linted) =>
    linted.open ? [] : artifactIncludes(linted).flatMap((entry) => judge(linted, entry)),
};

function judge(linted: Linted, entry: ArtifactInclude): readonly Found[] {
  const generator = jobCalled(linted, entry.generator);
  // Who starts a job by hand may wait for the other one.
  if (!generator || member(entry.config, "when") === "manual") return [];
  const [name, config] = generator;
  if (mayWait(linted, entry.trigger, name, new Set())) return [];
  const needs = neededNames(entry.config);
  const place = placeOf(linted, entry.trigger, needs ? ["needs"] : ["trigger"]).path;
  return [
    {
      path: place,
      message: needs
        ? `does not need "${name}", whose artifact it includes, so it may start before that is there`
        : `is in the same stage as "${name}", whose artifact it includes, and does not wait for it`,
      hint: `Add \`needs: ["${entry.generator}"]\``,
      fixes: fixes(linted, entry, config),
    },
  ];
}

/** Whether a job may be behind another one, by its needs or by its stage. */
function mayWait(linted: Linted, job: string, target: string, seen: Set<string>): boolean {
  if (job === target) return true;
  if (seen.has(job)) return false;
  seen.add(job);
  const [config, goal] = [linted.jobs.get(job), linted.jobs.get(target)];
  if (!config || !goal) return true;
  const needs = neededNames(config);
  if (!needs) {
    const [own, other] = [stageRank(linted, config), stageRank(linted, goal)];
    return own === undefined || other === undefined || other < own;
  }
  return needs.some((need) => {
    const needed = jobCalled(linted, need);
    return needed === undefined || mayWait(linted, needed[0], target, seen);
  });
}

/** Only where the other job is always there, and waits for all that the trigger job waited for. */
function fixes(
  linted: Linted,
  { trigger, generator }: ArtifactInclude,
  config: Hash,
): readonly Fix[] {
  const own = member(linted.document, trigger);
  if (!isHash(own) || !hasNoRules(config)) return [];
  const needs = member(own, "needs");
  if (Array.isArray(needs)) return [{ path: [trigger, "needs"], set: [...needs, generator] }];
  const plain = needs === undefined && member(own, "extends") === undefined;
  return plain && neededNames(config) === undefined
    ? [{ path: [trigger, "needs"], set: [generator] }]
    : [];
}

export default rule;
