import { slug } from "./job-variables.ts";
import type { MergeRequest } from "./types.ts";
import type { Values } from "./variables.ts";

/** What the predefined variables are made from. */
export interface Commit {
  readonly source: string;
  readonly ref: string;
  readonly refType: "branch" | "tag";
  readonly defaultBranch: string;
  readonly project: string;
  readonly mergeRequest?: MergeRequest;
  /** `$CI_COMMIT_BEFORE_SHA`; without one there is nothing before: zeros. */
  readonly before?: string;
  /** The whole message of the commit. */
  readonly message?: string;
  /** Whether a merge request of this branch is open; told to branch pipelines. */
  readonly openMergeRequest?: boolean;
}

/** Stands for the commit, which has no name before it is made. */
export const sampleSha = "5a3c1e0f9b7d2468ace013579bdf2468ace01357";
/** Stands for the commit before it. */
export const sampleBefore = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c";
const sampleTarget = "7c6b5a4938271605f4e3d2c1b0a9988776655443";
const zeros = "0".repeat(40);

/**
 * The variables that GitLab sets before it judges rules (docs: ci/variables/predefined_variables;
 * lib/gitlab/ci/variables/builder/pipeline.rb). Commits are samples. What exists only once a
 * pipeline is kept, such as `CI_PIPELINE_ID`, is absent.
 */
export const predefined = (commit: Commit): Values => ({
  CI: "true",
  GITLAB_CI: "true",
  CI_CONFIG_PATH: ".gitlab-ci.yml",
  CI_PIPELINE_IID: "1",
  CI_PIPELINE_SOURCE: commit.source,
  CI_DEFAULT_BRANCH: commit.defaultBranch,
  ...ofProject(commit.project),
  ...ofCommit(commit),
  ...ofSource(commit.source),
  ...(commit.mergeRequest ? ofMergeRequest(commit, commit.mergeRequest) : {}),
  ...ofOpenMergeRequest(commit),
});

function ofProject(path: string): Values {
  const steps = path.split("/");
  const name = steps.at(-1) ?? "";
  return {
    CI_PROJECT_ID: "1",
    CI_PROJECT_NAME: name,
    CI_PROJECT_TITLE: name,
    CI_PROJECT_PATH: path,
    CI_PROJECT_PATH_SLUG: slug(path),
    CI_PROJECT_NAMESPACE: steps.slice(0, -1).join("/"),
    CI_PROJECT_ROOT_NAMESPACE: steps[0] ?? "",
  };
}

function ofCommit(commit: Commit): Values {
  const { ref, refType, mergeRequest, defaultBranch, before, message = "" } = commit;
  const [title = "", ...description] = message.split("\n");
  const protectedRef = refType === "branch" && !mergeRequest && ref === defaultBranch;
  return {
    CI_COMMIT_SHA: sampleSha,
    CI_COMMIT_SHORT_SHA: sampleSha.slice(0, 8),
    CI_COMMIT_BEFORE_SHA: before ?? zeros,
    CI_COMMIT_MESSAGE: message,
    CI_COMMIT_TITLE: title,
    CI_COMMIT_DESCRIPTION: description.join("\n").replace(/^\n/, ""),
    CI_COMMIT_REF_NAME: ref,
    CI_COMMIT_REF_SLUG: slug(ref),
    CI_COMMIT_REF_PROTECTED: String(protectedRef),
    ...(refType === "branch" && !mergeRequest ? { CI_COMMIT_BRANCH: ref } : {}),
    ...(refType === "tag" ? { CI_COMMIT_TAG: ref } : {}),
  };
}

const ofSource = (source: string): Values => ({
  ...(source === "trigger" ? { CI_PIPELINE_TRIGGERED: "true" } : {}),
  ...(source === "schedule" ? { CI_PIPELINE_SCHEDULE_DESCRIPTION: "a schedule" } : {}),
  ...(source === "parent_pipeline" || source === "pipeline" ? ofUpstream : {}),
});

/** Of pipelines that a job of another starts. */
export const ofUpstream: Values = {
  CI_UPSTREAM_PIPELINE_ID: "1",
  CI_UPSTREAM_PROJECT_ID: "1",
  CI_UPSTREAM_JOB_ID: "1",
};

/** GitLab: app/models/merge_request.rb, predefined_variables; SHAs as in GITLAB.md, section 4. */
function ofMergeRequest({ ref, project, defaultBranch }: Commit, request: MergeRequest): Values {
  const merged = request.event !== "detached";
  return {
    CI_MERGE_REQUEST_ID: "1",
    CI_MERGE_REQUEST_IID: request.iid,
    CI_MERGE_REQUEST_EVENT_TYPE: request.event,
    CI_MERGE_REQUEST_REF_PATH: `refs/merge-requests/${request.iid}/head`,
    CI_MERGE_REQUEST_PROJECT_ID: "1",
    CI_MERGE_REQUEST_PROJECT_PATH: project,
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1",
    CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: project,
    CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: ref,
    CI_MERGE_REQUEST_SOURCE_BRANCH_PROTECTED: String(ref === defaultBranch),
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: request.targetBranch,
    CI_MERGE_REQUEST_TARGET_BRANCH_PROTECTED: String(request.targetBranch === defaultBranch),
    CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: merged ? sampleBefore : "",
    CI_MERGE_REQUEST_TARGET_BRANCH_SHA: merged ? sampleTarget : "",
    CI_MERGE_REQUEST_DIFF_ID: "1",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: sampleTarget,
  };
}

function ofOpenMergeRequest({ project, refType, mergeRequest, openMergeRequest }: Commit): Values {
  const open = mergeRequest !== undefined || (openMergeRequest === true && refType === "branch");
  return open ? { CI_OPEN_MERGE_REQUESTS: `${project}!${mergeRequest?.iid ?? "1"}` } : {};
}
