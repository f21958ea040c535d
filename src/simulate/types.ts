/** A commit, and in what way a pipeline is made for it: all that rules can ask about. */
export interface Situation {
  /** `$CI_PIPELINE_SOURCE`: `push`, `merge_request_event`, `parent_pipeline`, ... */
  readonly source: string;
  /** The branch or tag; in a merge request pipeline its source branch. */
  readonly ref: string;
  readonly refType: "branch" | "tag";
  readonly defaultBranch: string;
  /** Of a merge request pipeline, and of the child of one. */
  readonly mergeRequest?: MergeRequest;
  /** The paths that GitLab compares; undefined where it compares nothing, and then `changes` hold. */
  readonly changed: readonly string[] | undefined;
  /** The paths that `changes:compare_to` finds, by ref; another ref finds `compared`. */
  readonly changedSince?: Readonly<Record<string, readonly string[]>>;
  /** What `changes:compare_to` finds whatever the ref; left out: what `changed` says. */
  readonly compared?: readonly string[];
  /** Branches and tags, one of which `changes:compare_to` has to name; left out: any name will do. */
  readonly refs?: readonly string[];
  /** What GitLab sets: lower than the variables of the YAML. */
  readonly predefined: Readonly<Record<string, string>>;
  /** What is given at the start or kept in settings: higher than those of the YAML. */
  readonly variables: Readonly<Record<string, string>>;
  /** All files of the commit, for `exists`. */
  readonly files: readonly string[];
  /** Files of other projects by path, for `exists:project`; one without an entry is assumed to match. */
  readonly filesOf?: Readonly<Record<string, readonly string[]>>;
  /** The project's path, for `only: [main@group/app]`. */
  readonly project?: string;
  /** For `only:kubernetes`. */
  readonly kubernetes?: boolean;
}

export interface MergeRequest {
  readonly event: "detached" | "merged_result" | "merge_train";
  readonly iid: string;
  readonly targetBranch: string;
}

export type When = "on_success" | "manual" | "delayed" | "always" | "on_failure" | "never";

/** A part of `only` and `except`. */
export type PolicyKey = "refs" | "variables" | "changes" | "kubernetes";

/** Why a job is in the pipeline or not. */
export type DecidedBy =
  /** The first rule that holds, counted from 0. */
  | { readonly by: "rule"; readonly index: number }
  /** There are rules, and none holds. */
  | { readonly by: "no-rule" }
  /** `only` and `except` let it in. */
  | { readonly by: "policy" }
  /** This part of `only` does not hold. */
  | { readonly by: "only"; readonly key: PolicyKey }
  /** This part of `except` holds. */
  | { readonly by: "except"; readonly key: PolicyKey }
  /** Nothing is written, so GitLab reads `only: [branches, tags]`; this pipeline is neither. */
  | { readonly by: "default-only" }
  /** Nothing is written that could leave it out. */
  | { readonly by: "nothing" };

/** What cannot be seen from here and was taken to hold. `job` is undefined in `workflow`. */
export interface Assumed {
  readonly job: string | undefined;
  readonly rule: number;
  readonly what: "exists:project" | "changes:compare_to";
}

/** What becomes of a job. */
export interface JobVerdict {
  /** Whether it is among the pipeline's jobs. */
  readonly created: boolean;
  /** `never` where it is not. */
  readonly when: When;
  readonly allowFailure: boolean;
  readonly by: DecidedBy;
}

export interface SimulatedJob extends JobVerdict {
  /** After parallel expansion: `test 1/3`, `test: [a, b]`. */
  readonly name: string;
  readonly stage: string;
  /** The jobs of this pipeline that it needs; needs on absent ones are left out. */
  readonly needs: readonly string[];
  /** Those of the YAML that reach it, and of its rule, by GitLab's precedence; not expanded. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface SimulatedWorkflow {
  readonly created: boolean;
  readonly by: Extract<DecidedBy, { by: "rule" | "no-rule" | "nothing" }>;
  /** `workflow:name`, expanded. */
  readonly name?: string;
  /** Those of the rule that holds. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The pipeline that GitLab would create, or why it would not. */
export interface Simulated {
  readonly created: boolean;
  /** GitLab's own words, where it is not created. */
  readonly errors: readonly string[];
  /** By stage, then in the pipeline's order; none where GitLab does not come to judge the jobs. */
  readonly jobs: readonly SimulatedJob[];
  readonly workflow: SimulatedWorkflow;
  readonly assumed: readonly Assumed[];
}
