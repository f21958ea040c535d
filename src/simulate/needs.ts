import { expandedNames, type Hash, isHash } from "../model/index.ts";
import { own, type Values } from "./variables.ts";

/** A need on a job of the same pipeline, after parallel expansion. */
export interface Need {
  readonly name: string;
  readonly optional: boolean;
}

/** Jobs with `parallel`, by the name that they are written under. */
export type ParallelJobs = ReadonlyMap<string, unknown>;

/** The entries of `needs` that name a job of the same pipeline; lists made flat. */
function entries(value: unknown): readonly Hash[] {
  return [value].flat(Number.POSITIVE_INFINITY).flatMap((need): Hash[] => {
    if (typeof need === "string") return [{ job: need }];
    if (!isHash(need) || typeof own(need, "job") !== "string") return [];
    return own(need, "pipeline") === undefined && own(need, "project") === undefined ? [need] : [];
  });
}

const optionalOf = (need: Hash): boolean => own(need, "optional") === true;

/**
 * The needs of a job: `$[[ matrix.X ]]` filled in by its own cell, and a parallel job replaced by
 * the jobs that it becomes (GitLab: lib/gitlab/ci/config/normalizer.rb).
 */
export function readNeeds(value: unknown, parallel: ParallelJobs, cell: Values): readonly Need[] {
  return entries(filledIn(value, cell)).flatMap((need): Need[] => {
    const name = String(own(need, "job"));
    const optional = optionalOf(need);
    if (!parallel.has(name)) return [{ name, optional }];
    const chosen = own(need, "parallel") ?? parallel.get(name);
    return expandedNames(name, chosen).map((each) => ({ name: each, optional }));
  });
}

/**
 * The needs of a rule, in place of the job's own; undefined where it has none. GitLab does not
 * expand these, and passes over an empty list (lib/gitlab/ci/build/rules.rb, build_attributes).
 */
export function readRuleNeeds(rule: Hash): readonly Need[] | undefined {
  const needs = entries(own(rule, "needs")).map((need) => ({
    name: String(own(need, "job")),
    optional: optionalOf(need),
  }));
  return needs.length > 0 ? needs : undefined;
}

/** Fills in `$[[ matrix.X ]]`; an unknown one stays (interpolation/matrix_interpolator.rb). */
function filledIn(value: unknown, cell: Values): unknown {
  if (typeof value === "string") {
    if (!value.includes("$[[")) return value;
    return value.replace(/\$\[\[\s*matrix\.([\w-]+)\s*\]\]/g, (whole, name: string) =>
      Object.hasOwn(cell, name) ? cell[name]! : whole,
    );
  }
  if (Array.isArray(value)) return value.map((item) => filledIn(item, cell));
  if (!isHash(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, filledIn(item, cell)]),
  );
}

/** GitLab's words for a need on a job that is not created (lib/gitlab/ci/pipeline/seed/build.rb). */
export const needError = (job: string, need: string): string =>
  `'${job}' job needs '${need}' job, but '${need}' does not exist in the pipeline. ` +
  "This might be because of the only, except, or rules keywords. " +
  "To need a job that sometimes does not exist in the pipeline, use needs:optional.";
