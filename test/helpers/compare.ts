import { readContext } from "../../src/context/index.ts";
import {
  type Compared,
  type CompareOptions,
  compare,
  requireBase,
} from "../../src/detect/index.ts";
import { testIo } from "./io.ts";
import type { Repo } from "./repo.ts";

type Env = Readonly<Record<string, string>>;
type Settings = Partial<CompareOptions> & {
  readonly source?: string;
  readonly unknown?: "all" | "fail";
};

/** A comparison in short, for tests: `changes` as `A path` or `A path < from`, `progress` as lines. */
export interface Seen {
  readonly compared: Compared;
  readonly base: Compared["base"];
  readonly changes: readonly string[];
  readonly progress: readonly string[];
}

/** Runs `compare` in a repository, under these variables: none are those of a developer's machine. */
export async function see(
  work: Pick<Repo, "root">,
  env: Env = {},
  settings: Settings = {},
): Promise<Seen> {
  const io = testIo(work.root, env);
  const { source, unknown, ...options } = settings;
  const context = readContext(io.env, source === undefined ? {} : { source });
  const compared = await compare(io, context, { all: false, ...options });
  if (unknown === "fail") requireBase(compared);
  return {
    compared,
    base: compared.base,
    changes: compared.changes.map(({ path, status, from }) =>
      from === undefined ? `${status} ${path}` : `${status} ${path} < ${from}`,
    ),
    progress: io.stderr().split("\n").filter(Boolean),
  };
}

/** What GitLab sets for each kind of pipeline; `main` is the default branch. */
export const ci = {
  push: (sha: string, before: string, ref = "topic"): Env => ({
    ...common(sha, ref),
    CI_PIPELINE_SOURCE: "push",
    CI_COMMIT_BEFORE_SHA: before,
  }),
  firstPush: (sha: string, ref = "topic"): Env => ({
    ...common(sha, ref),
    CI_PIPELINE_SOURCE: "push",
  }),
  tag: (sha: string, tag: string): Env => ({
    ...common(sha, tag),
    CI_PIPELINE_SOURCE: "push",
    CI_COMMIT_TAG: tag,
  }),
  /** `detached` is compared with its diff base, the others with the target branch's tip. */
  mergeRequest: (
    sha: string,
    type: "detached" | "merged_result" | "merge_train",
    base: string,
    target = "main",
  ): Env => ({
    ...common(sha, "topic"),
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_MERGE_REQUEST_EVENT_TYPE: type,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: target,
    ...(type === "detached"
      ? { CI_MERGE_REQUEST_DIFF_BASE_SHA: base }
      : { CI_MERGE_REQUEST_TARGET_BRANCH_SHA: base, CI_COMMIT_BEFORE_SHA: sha }),
  }),
  other: (sha: string, source: string, ref = "main"): Env => ({
    ...common(sha, ref),
    CI_PIPELINE_SOURCE: source,
  }),
};

const common = (sha: string, ref: string): Env => ({
  GITLAB_CI: "true",
  CI_DEFAULT_BRANCH: "main",
  CI_COMMIT_SHA: sha,
  CI_COMMIT_REF_NAME: ref,
  CI_COMMIT_BEFORE_SHA: "0".repeat(40),
});
