/**
 * What happened, in the words of GitLab's base table (GITLAB.md section 4).
 * `local` is a developer's machine; `other` is a source that GitLab has and the table has not.
 */
export type Event =
  | "push"
  | "first-push"
  | "tag"
  | MergeRequestEvent
  | "schedule"
  | "web"
  | "api"
  | "trigger"
  | "pipeline"
  | "parent_pipeline"
  | "local"
  | "other";

/** The values of `$CI_MERGE_REQUEST_EVENT_TYPE`. */
export type MergeRequestEvent = "detached" | "merged_result" | "merge_train";

/** What pipeline this is: read from `CI_*`, overridden by flags. */
export interface Context {
  /** `$CI_PIPELINE_SOURCE`, or `local`. */
  readonly source: string;
  readonly event: Event;
  /** Branch or tag name; `HEAD` on a developer's machine, where git tells the branch later. */
  readonly ref: string;
  readonly refType: "branch" | "tag";
  /** `$CI_DEFAULT_BRANCH`; on a developer's machine git tells it later. */
  readonly defaultBranch: string | undefined;
  /** `$CI_COMMIT_SHA`; `undefined` on a developer's machine. */
  readonly sha: string | undefined;
  /** `$CI_COMMIT_BEFORE_SHA` where it is not zeros. */
  readonly before: string | undefined;
  /** Of this pipeline, or of its parent's: a child is shown its parent's merge request. */
  readonly mergeRequest:
    | {
        readonly event: MergeRequestEvent;
        readonly diffBase: string | undefined;
        readonly targetSha: string | undefined;
        readonly targetBranch: string | undefined;
      }
    | undefined;
}

/**
 * One way to a base, in the order in which they are tried. `why` becomes the printed reason; where
 * the candidate names no commit, what was found is put behind it.
 * - `before-sha`, `diff-base`, `target-sha`: this very commit; fetched alone when the clone lacks it.
 * - `last-success`: the commit of the newest pipeline of `ref` that succeeded, as GitLab's API tells.
 * - `merge-base`: where the head left `branch` (`undefined`: the remote's default branch); a
 *   shallow clone is deepened until it shows.
 * - `previous-tag`: the nearest tag before the head.
 * - `option`: what the user named with `--base`: a branch, tag or commit.
 */
export type Candidate =
  | {
      readonly how: "before-sha" | "diff-base" | "target-sha";
      readonly sha: string;
      readonly why: string;
    }
  | { readonly how: "last-success"; readonly ref: string; readonly why: string }
  | { readonly how: "merge-base"; readonly branch: string | undefined; readonly why: string }
  | { readonly how: "previous-tag"; readonly why: string }
  | { readonly how: "option"; readonly revision: string; readonly why: string };

/**
 * `base.branch` of the configuration: what a pipeline of a branch is compared with, the tip before
 * the push or the last commit whose pipeline succeeded.
 */
export type BranchPolicy = "before" | "last-success";

/** The candidates, and the reason that is given when none of them can be had. */
export interface BasePlan {
  readonly candidates: readonly Candidate[];
  readonly otherwise: string;
}
