import { type Commit, predefined, sampleBefore, sampleSha } from "./predefined.ts";
import type { MergeRequest, Situation } from "./types.ts";

/** What is known of a commit; each named situation makes its own of it. */
export interface Facts {
  /** The branch; in merge requests the source branch. */
  readonly ref: string;
  /** The tag in `tag`; `ref` when left out. */
  readonly tag?: string;
  readonly defaultBranch: string;
  /** The paths that the commit changes; undefined: not known. */
  readonly changed?: readonly string[] | undefined;
  /** The paths that differ from a ref, by ref, for `changes:compare_to`; another finds `changed`. */
  readonly changedSince?: Readonly<Record<string, readonly string[]>>;
  /** Names of all branches and tags; left out where they are not known. */
  readonly refs?: readonly string[];
  /** Variables given at the start, or kept in settings. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The message of the commit. */
  readonly message?: string;
  /** All files of the commit. */
  readonly files?: readonly string[];
  /** `group/app`. */
  readonly project?: string;
  /** The branch that a merge request leads to; without one the default branch. */
  readonly targetBranch?: string;
  /** Whether a merge request of the branch is open, where the pipeline is not one of it. */
  readonly openMergeRequest?: boolean;
}

export type SituationName = (typeof names)[number];

const names = [
  "push",
  "first-push",
  "tag",
  "merge-request",
  "merged-result",
  "merge-train",
  "schedule",
  "web",
  "api",
  "trigger",
  "pipeline",
  "parent",
  "parent-merge-request",
] as const;

interface Kind {
  readonly source: string;
  readonly refType?: "tag";
  readonly event?: MergeRequest["event"];
  /** GitLab compares with a commit before, so it knows what changed. */
  readonly compares?: boolean;
  readonly before?: string;
}

/** Before SHA and comparison of each kind: GITLAB.md, section 4 (GitLab: chain/command.rb, git/push.rb). */
const kinds: Readonly<Record<SituationName, Kind>> = {
  push: { source: "push", compares: true, before: sampleBefore },
  "first-push": { source: "push" },
  tag: { source: "push", refType: "tag" },
  "merge-request": { source: "merge_request_event", event: "detached", compares: true },
  "merged-result": {
    source: "merge_request_event",
    event: "merged_result",
    compares: true,
    before: sampleSha,
  },
  "merge-train": {
    source: "merge_request_event",
    event: "merge_train",
    compares: true,
    before: sampleSha,
  },
  schedule: { source: "schedule" },
  web: { source: "web" },
  api: { source: "api" },
  trigger: { source: "trigger" },
  pipeline: { source: "pipeline" },
  parent: { source: "parent_pipeline", compares: true, before: sampleBefore },
  "parent-merge-request": { source: "parent_pipeline", event: "detached", compares: true },
};

/**
 * The situations that people ask about, by name, each a function from a few facts. `changed` stays
 * out where GitLab compares nothing (a tag, a schedule, a first push), so that `changes` hold;
 * `changes:compare_to` finds it everywhere.
 */
export function situations(): ReadonlyMap<SituationName, (facts: Facts) => Situation> {
  return new Map(names.map((name) => [name, (facts: Facts) => situationOf(kinds[name], facts)]));
}

function situationOf(kind: Kind, facts: Facts): Situation {
  const { defaultBranch, project = "group/project", openMergeRequest = false } = facts;
  const { source, refType = "branch", before } = kind;
  const ref = refType === "tag" ? (facts.tag ?? facts.ref) : facts.ref;
  const mergeRequest = kind.event && {
    event: kind.event,
    iid: "1",
    targetBranch: facts.targetBranch ?? defaultBranch,
  };
  const commit: Commit = {
    source,
    ref,
    refType,
    defaultBranch,
    project,
    openMergeRequest,
    ...(before === undefined ? {} : { before }),
    ...(facts.message === undefined ? {} : { message: facts.message }),
    ...(mergeRequest ? { mergeRequest } : {}),
  };
  return {
    source,
    ref,
    refType,
    defaultBranch,
    project,
    ...(mergeRequest ? { mergeRequest } : {}),
    changed: kind.compares ? facts.changed : undefined,
    ...(facts.changedSince ? { changedSince: facts.changedSince } : {}),
    ...(facts.changed ? { compared: facts.changed } : {}),
    ...(facts.refs ? { refs: facts.refs } : {}),
    predefined: predefined(commit),
    variables: facts.variables ?? {},
    files: facts.files ?? [],
  };
}
