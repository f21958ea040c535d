/**
 * A need that has not met its job yet. The brand is a registered symbol, so that a need made by
 * another copy of this library is known too.
 */
const brand: unique symbol = Symbol.for("gitlab-fanout.need") as never;

export interface SymbolicNeed {
  readonly [brand]: true;
  /** `job`: this very job. `dependencies`: jobs of this key in the services depended on. */
  readonly kind: "job" | "dependencies";
  readonly job: string;
  readonly artifacts?: boolean;
}

export const symbolicNeed = (
  kind: SymbolicNeed["kind"],
  job: string,
  artifacts?: boolean,
): SymbolicNeed => ({
  [brand]: true,
  kind,
  job,
  ...given(artifacts),
});

/**
 * A need on a job of another pipeline, as GitLab spells it: of a pipeline of the same hierarchy, or
 * of the newest pipeline of a project's branch that succeeded (docs: ci/yaml, `needs:pipeline:job`
 * and `needs:project`).
 */
export type ForeignNeed =
  | { readonly pipeline: string; readonly job: string; readonly artifacts?: boolean }
  | {
      readonly project: string;
      readonly job: string;
      readonly ref: string;
      readonly artifacts?: boolean;
    };

/** What `needFromProject` is told. */
export type ProjectNeed = Extract<ForeignNeed, { readonly project: string }>;

const given = (artifacts: boolean | undefined) => (artifacts === undefined ? {} : { artifacts });

/** The trigger job of the parent hands over `PARENT_PIPELINE_ID: $CI_PIPELINE_ID`. */
export const parentNeed = (job: string, artifacts?: boolean): ForeignNeed => ({
  pipeline: "$PARENT_PIPELINE_ID",
  job,
  ...given(artifacts),
});

export const projectNeed = ({ project, job, ref, artifacts }: ProjectNeed): ForeignNeed => ({
  project,
  job,
  ref,
  ...given(artifacts),
});

export const isSymbolicNeed = (value: unknown): value is SymbolicNeed =>
  typeof value === "object" && value !== null && brand in value;
