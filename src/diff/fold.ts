import { isHash, put, Reference } from "../model/index.ts";
import { groupBy } from "../workspace/index.ts";
import type { JobDifference, KeyChange } from "./types.ts";

/** Jobs of several services that differ in the same way. */
export interface Fold {
  /** What the jobs are called without their service: `build`. */
  readonly task: string;
  readonly change: JobDifference["change"];
  readonly services: readonly string[];
  /** With `<service>` for the name of each. */
  readonly keys: readonly KeyChange[];
  readonly movedFrom?: string;
}

export interface Folded {
  readonly folds: readonly Fold[];
  /** The others, in their order. */
  readonly single: readonly JobDifference[];
}

/** From so many services on, jobs are told together. */
const foldFrom = 3;

/** Brings together what differs in the same way in many services; each place of a job is kept. */
export function foldAlike(jobs: readonly JobDifference[], least = foldFrom): Folded {
  const generalised = new Map(jobs.map((job) => [job, generalise(job)]));
  const groups = groupBy(
    jobs.filter((job) => generalised.get(job) !== undefined),
    (job) => generalised.get(job)!.signature,
  );
  const many = [...groups.values()].filter(
    (group) => new Set(group.map(({ service }) => service)).size >= least,
  );
  const folded = new Set(many.flat());
  return {
    folds: many.map((group) => {
      const { task, keys } = generalised.get(group[0]!)!;
      const { change, movedFrom } = group[0]!;
      const services = [...new Set(group.map(({ service = "" }) => service))];
      return { task, change, services, keys, ...(movedFrom !== undefined && { movedFrom }) };
    }),
    single: jobs.filter((job) => !folded.has(job)),
  };
}

/** What is said of a job but for its service; `undefined` for jobs of the pipeline itself. */
function generalise({ name, service, change, stage, keys, movedFrom }: JobDifference) {
  if (service === undefined) return undefined;
  const without = replacing(service);
  const task = name.startsWith(`${service}:`) ? name.slice(service.length + 1) : without(name);
  const alike = keys.map((each) => generalKey(each, without));
  const from = movedFrom === undefined ? null : without(movedFrom);
  return { task, keys: alike, signature: JSON.stringify([change, task, stage, from, alike]) };
}

const generalKey = (change: KeyChange, without: (text: string) => string): KeyChange => ({
  key: without(change.key),
  ...("before" in change && { before: within(change.before, without) }),
  ...("after" in change && { after: within(change.after, without) }),
});

/** Puts `<service>` where the name stands as a word of its own. */
function replacing(service: string): (text: string) => string {
  const name = service.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "gu");
  return (text) => (text.includes(service) ? text.replace(word, "<service>") : text);
}

function within(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item: unknown) => within(item, change));
  if (value instanceof Reference) return new Reference(value.path.map(change));
  if (!isHash(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) put(copy, change(key), within(item, change));
  return copy;
}
