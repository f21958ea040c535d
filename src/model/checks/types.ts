import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Hash } from "../copy.ts";
import type { Limits } from "../limits.ts";

/** A visible job as the checks see it: compiled, without `default`, in GitLab's normal form. */
export interface CheckedJob {
  readonly name: string;
  readonly origin: string;
  readonly kind: "job" | "trigger";
  /** `undefined` when only an included file knows it. */
  readonly stage: string | undefined;
  /** Without the keywords that are wrong in themselves. */
  readonly config: Hash;
  /** All its keywords are sound, so they can be held against each other. */
  readonly sound: boolean;
}

/** A need on a job of the same pipeline. */
export interface JobNeed {
  readonly name: string;
  readonly optional: boolean;
  readonly parallel: unknown;
  /** Where in the job: `needs`, 0 or `rules`, 1, `needs`, 0. */
  readonly path: readonly (string | number)[];
}

/** All visible jobs, and what the checks ask about them. */
export interface Checked {
  readonly jobs: readonly CheckedJob[];
  readonly byName: ReadonlyMap<string, CheckedJob>;
  /** With .pre and .post. */
  readonly stages: readonly string[];
  /** Names may live in included files that we do not see, so unknown ones are accepted. */
  readonly included: boolean;
  readonly limits: Limits;
  /** Names of the pipeline's own variables, those of its top level. */
  readonly variables: readonly string[];
  /** The job that makes this name: itself, or the parallel job that it is an expansion of. */
  owner(name: string): CheckedJob | undefined;
  /** The names that a need or dependency stands for after parallel expansion. */
  expand(need: Pick<JobNeed, "name" | "parallel">): readonly string[];
  /** Names to suggest from; empty after many findings, because suggesting is slow. */
  suggestions(): readonly string[];
}

export type Check = (pipeline: Checked) => readonly Diagnostic[];
