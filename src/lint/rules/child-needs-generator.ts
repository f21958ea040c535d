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
  if (mayWait(linted, entry.trigger, name)) return [];
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
function mayWait(linted: Linted, job: string, target: string): boolean {
  const goal = linted.jobs.get(target);
  const seen = new Set([job]);
  for (const name of seen) {
    const config = linted.jobs.get(name);
    if (name === target || !config || !goal) return true;
    const needs = neededNames(config);
    if (!needs && isBehind(stageRank(linted, config), stageRank(linted, goal))) return true;
    for (const need of needs ?? []) seen.add(jobCalled(linted, need)?.[0] ?? target);
  }
  return false;
}

const isBehind = (own: number | undefined, other: number | undefined): boolean =>
  own === undefined || other === undefined || other < own;

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
