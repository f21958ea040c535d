import { expandedNames, type Hash, isHash } from "../../../model/index.ts";
import type { Linted, Path } from "../../types.ts";
import { hashes, items, member, texts } from "./read.ts";

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

/** A job by its name, or by one that `parallel` gives it. */
export function jobCalled({ jobs }: Linted, name: string): readonly [string, Hash] | undefined {
  const own = jobs.get(name);
  if (own) return [name, own];
  for (const [base, config] of jobs) {
    if (!name.startsWith(base) || member(config, "parallel") === undefined) continue;
    if (expandedNames(base, member(config, "parallel")).includes(name)) return [base, config];
  }
  return undefined;
}

/** The names that a job's `needs` give for jobs of this pipeline; `undefined` without `needs`. */
export function neededNames(job: Hash): readonly string[] | undefined {
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
  const rank = stages.indexOf(String(stage));
  return rank < 0 ? undefined : rank;
}

/** How many child pipelines there are from the top to this configuration. */
export function childDepth({ role, startedBy }: Linted): number {
  if (startedBy) return childDepth(startedBy.linted) + 1;
  return role === "child" ? 1 : 0;
}

/** Whether a job waits for nobody to start it: neither by its own words nor by a rule's. */
export const isManual = (job: Hash): boolean =>
  member(job, "when") === "manual" ||
  items(member(job, "rules")).some(
    ({ value }) => !isHash(value) || member(value, "when") === "manual",
  );
