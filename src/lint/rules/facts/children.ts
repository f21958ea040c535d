import { expandedNames, type Hash, parallelCount } from "../../../model/index.ts";
import type { Linted, Path } from "../../types.ts";
import { hashes, items, member, members, texts } from "./read.ts";

/** An entry of `trigger:include` that takes a file from the artifacts of a job. */
export interface ArtifactInclude {
  /** The trigger job, and what it is compiled to. */
  readonly trigger: string;
  readonly config: Hash;
  /** Leads to the entry in the compiled job. */
  readonly path: Path;
  readonly artifact: string;
  readonly generator: string;
}

/** The jobs that start a child pipeline. */
export const childTriggers = ({ jobs }: Linted): readonly (readonly [string, Hash])[] =>
  [...jobs].filter(([, job]) => items(member(member(job, "trigger"), "include")).length > 0);

export const artifactIncludes = (linted: Linted): readonly ArtifactInclude[] =>
  childTriggers(linted).flatMap(([trigger, config]) =>
    hashes(member(member(config, "trigger"), "include"), ["trigger", "include"]).flatMap(
      ({ value, path }): ArtifactInclude[] => {
        const artifact = member(value, "artifact");
        const generator = member(value, "job");
        return typeof artifact === "string" && typeof generator === "string"
          ? [{ trigger, config, path, artifact, generator }]
          : [];
      },
    ),
  );

/** The names that `parallel` gives a job; its own where GitLab takes no such `parallel`. */
export function namesOf({ limits }: Linted, name: string, job: Hash): readonly string[] {
  const parallel = member(job, "parallel");
  if (typeof parallel !== "number" && !isMatrix(parallel)) return [name];
  const count = parallelCount(parallel);
  return count >= 1 && count <= limits.parallel.value ? expandedNames(name, parallel) : [name];
}

const isMatrix = (parallel: unknown): boolean =>
  hashes(member(parallel, "matrix")).every(({ value: row }) =>
    members(row).every(([, cells]) =>
      items(cells).every(({ value }) => typeof value !== "object" || value === null),
    ),
  );

/** A job by its name, or by one that `parallel` gives it. */
export function jobCalled(linted: Linted, name: string): readonly [string, Hash] | undefined {
  const own = linted.jobs.get(name);
  if (own) return [name, own];
  // `build 1/2`, `build: [a, b]`: the name of the job ends where a blank or a colon stands.
  for (const { index } of name.matchAll(/[ :]/g)) {
    const base = name.slice(0, index);
    const job = linted.jobs.get(base);
    if (job && parallelNames(linted, base, job).has(name)) return [base, job];
  }
  return undefined;
}

const parallels = new WeakMap<Linted, Map<string, ReadonlySet<string>>>();

/** The same as {@link namesOf}, made once for each job. */
function parallelNames(linted: Linted, name: string, job: Hash): ReadonlySet<string> {
  const own = parallels.get(linted) ?? new Map<string, ReadonlySet<string>>();
  parallels.set(linted, own);
  const names = own.get(name) ?? new Set(namesOf(linted, name, job));
  own.set(name, names);
  return names;
}

/** The names that a job's `needs` give for jobs of this pipeline; `undefined` without `needs`. */
export function neededNames(job: Hash): readonly string[] | undefined {
  if (!needed.has(job)) needed.set(job, namesIn(job));
  return needed.get(job);
}

const needed = new WeakMap<Hash, readonly string[] | undefined>();

function namesIn(job: Hash): readonly string[] | undefined {
  const needs = member(job, "needs") ?? undefined;
  if (needs === undefined) return undefined;
  const named = hashes(needs).flatMap(({ value }) => {
    const elsewhere = member(value, "pipeline") ?? member(value, "project");
    const name = member(value, "job");
    return elsewhere === undefined && typeof name === "string" ? [name] : [];
  });
  return [...texts(needs).map(({ value }) => value), ...named];
}

/** Where a stage stands among those of the document; `undefined` where that cannot be told. */
export function stageRank({ document, open }: Linted, job: Hash): number | undefined {
  const stage = member(job, "stage") ?? "test";
  if (stage === ".pre") return -1;
  if (stage === ".post") return Number.MAX_SAFE_INTEGER;
  const written = member(document, "stages") ?? undefined;
  if (written === undefined && open) return undefined;
  const stages =
    written === undefined ? ["build", "test", "deploy"] : texts(written).map(({ value }) => value);
  const rank = typeof stage === "string" ? stages.indexOf(stage) : -1;
  return rank < 0 ? undefined : rank;
}

/** How many child pipelines there are from the top to this configuration. */
export function childDepth({ role, startedBy }: Linted): number {
  if (startedBy) return childDepth(startedBy.linted) + 1;
  return role === "child" ? 1 : 0;
}
