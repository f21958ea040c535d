/**
 * What happened, in the words of GitLab's base table (GITLAB.md section 4).
 * `local` is a developer's machine; `other` is a source that GitLab has and the table has not.
 */
export type Event =
  | "push"
  | "first-push"
  | "tag"
  | "detached"
  | "merged_result"
  | "merge_train"
  | "schedule"
  | "web"
  | "api"
  | "trigger"
  | "pipeline"
  | "parent_pipeline"
  | "local"
  | "other";

/** What pipeline this is: read from `CI_*`, overridden by flags. */
export interface Context {
  /** `$CI_PIPELINE_SOURCE`, or `local`. */
  readonly source: string;
  readonly event: Event;
  /** Branch or tag name; `HEAD` on a developer's machine without a branch. */
  readonly ref: string;
  readonly refType: "branch" | "tag";
  /** `$CI_DEFAULT_BRANCH`; on a developer's machine git tells it later. */
  readonly defaultBranch: string | undefined;
  /** `$CI_COMMIT_SHA`; `undefined` on a developer's machine. */
  readonly sha: string | undefined;
  /** `$CI_COMMIT_BEFORE_SHA` where it is not zeros. */
  readonly before: string | undefined;
  readonly mergeRequest:
    | {
        readonly diffBase: string | undefined;
        readonly targetSha: string | undefined;
        readonly targetBranch: string | undefined;
      }
    | undefined;
}

/**
 * One way to a base, in the order in which they are tried. `why` becomes the printed reason.
 * - `commit`: this very commit; fetched alone when the clone lacks it.
 * - `merge-base`: where the head left `ref`; a shallow clone is deepened until it shows.
 * - `previous-tag`: the nearest tag before the head.
 * - `revision`: what the user named with `--base`: a branch, tag or commit.
 */
export type Candidate =
  | {
      readonly how: "before-sha" | "diff-base" | "target-sha";
      readonly sha: string;
      readonly why: string;
    }
  | { readonly how: "merge-base"; readonly branch: string; readonly why: string }
  | { readonly how: "previous-tag"; readonly why: string }
  | { readonly how: "option"; readonly revision: string; readonly why: string };

/** The candidates, and the reason that is given when none of them can be had. */
export interface BasePlan {
  readonly candidates: readonly Candidate[];
  readonly otherwise: string;
}
