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
  const known = answersOf(linted, target);
  const goal = linted.jobs.get(target);
  /** By whom each job was reached. */
  const seen = new Map<string, string | undefined>([[job, undefined]]);
  for (const [name] of seen) {
    if (known.get(name) === false) continue;
    const config = linted.jobs.get(name);
    const needs = config && neededNames(config);
    const isStageBehind =
      config && goal && !needs && isBehind(stageRank(linted, config), stageRank(linted, goal));
    if (known.get(name) || name === target || !config || !goal || isStageBehind) {
      for (let at: string | undefined = name; at !== undefined; at = seen.get(at)) {
        known.set(at, true);
      }
      return true;
    }
    for (const need of needs ?? []) {
      const next = jobCalled(linted, need)?.[0] ?? target;
      if (!seen.has(next)) seen.set(next, name);
    }
  }
  for (const name of seen.keys()) known.set(name, false);
  return false;
}

const answers = new WeakMap<Linted, Map<string, Map<string, boolean>>>();

/** What was found out of {@link mayWait} for one target: trigger jobs often wait for the same jobs. */
function answersOf(linted: Linted, target: string): Map<string, boolean> {
  const own = answers.get(linted) ?? new Map<string, Map<string, boolean>>();
  answers.set(linted, own);
  const known = own.get(target) ?? new Map<string, boolean>();
  own.set(target, known);
  return known;
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
