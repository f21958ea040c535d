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

/** A changed path of another project, and the last commit known to have changed it. */
export interface UpstreamPath {
  readonly path: string;
  readonly commit?: string;
}

/** What another project did that started this pipeline. */
export interface Upstream {
  /** Its full path, where it is known; else its id is, or there is a problem. */
  readonly project?: string;
  readonly id?: number;
  /** In words: `push to group/lib (3f2a1b9c)`. */
  readonly what: string;
  /** The commit that it is about. */
  readonly commit?: string;
  /** All paths that changed there; left out where not all are known. */
  readonly paths?: readonly UpstreamPath[];
  /** Why not all are known. */
  readonly why?: string;
  /** Why nothing is known, not even the project: what TRIGGER_PAYLOAD is at fault for. */
  readonly problem?: string;
  /** Who named it, where that was no payload. */
  readonly by?: "--upstream" | "FANOUT_UPSTREAM";
}

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
  /** What another project did that started it. */
  readonly upstream?: Upstream;
}

/**
 * One way to a base, in the order in which they are tried. `why` becomes the printed reason; where
 * the candidate names no commit, what was found is put behind it.
 * - `before-sha`, `diff-base`, `target-sha`: this very commit; fetched alone when the clone lacks it.
 * - `upstream`: the head itself, for it is another project that changed.
 * - `last-success`: the commit of the newest pipeline of `ref` that succeeded, as GitLab's API
 *   tells; with `source` only pipelines of that source count.
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
  | {
      readonly how: "last-success";
      readonly ref: string;
      readonly source?: "schedule";
      readonly why: string;
    }
  | { readonly how: "upstream"; readonly why: string }
  | { readonly how: "merge-base"; readonly branch: string | undefined; readonly why: string }
  | { readonly how: "previous-tag"; readonly why: string }
  | { readonly how: "option"; readonly revision: string; readonly why: string };

/**
 * `base.branch` of the configuration: what a pipeline of a branch is compared with, the tip before
 * the push or the last commit whose pipeline succeeded.
 */
export type BranchPolicy = "before" | "last-success";

/** What is compared with what, as far as the configuration says it. */
export interface Policy {
  readonly branch: BranchPolicy;
  /** `base.schedule`: of scheduled pipelines; as `branch` says where it is left out. */
  readonly schedule?: "all" | "last-success" | undefined;
  /** Whether the configuration maps the project that started this pipeline to services. */
  readonly mapped?: boolean;
  /** Whether it maps any: then pipelines that others started may have built less than what changed. */
  readonly maps?: boolean;
}

/** The candidates, and the reason that is given when none of them can be had. */
export interface BasePlan {
  readonly candidates: readonly Candidate[];
  readonly otherwise: string;
}
