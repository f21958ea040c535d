import { fail } from "../diagnostics/index.ts";
import { kindOf, kinds } from "./kinds.ts";
import type { Context, Event, MergeRequestEvent } from "./types.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Sources that are a row of the table by themselves. */
const plain = [
  "schedule",
  "web",
  "api",
  "trigger",
  "pipeline",
  "parent_pipeline",
  "local",
] as const;

/**
 * What pipeline this is, by `CI_*` (docs.gitlab.com, ci/variables/predefined_variables); outside
 * CI it is `local`. `source` is `--source`. Throws SOURCE_UNKNOWN for a source that is none.
 */
export function readContext(env: Env, overrides: { readonly source?: string } = {}): Context {
  const named = overrides.source;
  const kind = named === undefined ? undefined : kindOf(named);
  if (named !== undefined && !kind) fail("SOURCE_UNKNOWN", [], { source: named, known: kinds });
  const source = kind?.source ?? sourceOf(env);
  const before = commit(env.CI_COMMIT_BEFORE_SHA);
  const mergeRequest = mergeRequestOf(env, source, kind?.event);
  const event = kind?.event ?? eventOf(source, env, before, mergeRequest?.event);
  const tag = env.CI_COMMIT_TAG || undefined;
  return {
    source,
    event,
    ref: tag ?? (env.CI_COMMIT_REF_NAME || "HEAD"),
    refType: tag !== undefined || event === "tag" ? "tag" : "branch",
    defaultBranch: env.CI_DEFAULT_BRANCH || undefined,
    sha: commit(env.CI_COMMIT_SHA),
    before,
    mergeRequest,
  };
}

function sourceOf(env: Env): string {
  if (env.CI_PIPELINE_SOURCE) return env.CI_PIPELINE_SOURCE;
  return env.GITLAB_CI ? "unknown" : "local";
}

/** A full commit id; GitLab writes "there is none" as zeros or leaves the variable empty. */
function commit(value: string | undefined): string | undefined {
  const isId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value ?? "");
  return isId && !/^0+$/.test(value ?? "") ? value : undefined;
}

/** The merge request comes first: a merged result's BEFORE_SHA is not zeros and means nothing. */
function eventOf(
  source: string,
  env: Env,
  before: string | undefined,
  mergeRequest: MergeRequestEvent | undefined,
): Event {
  const same = plain.find((name) => name === source);
  if (same === "parent_pipeline" || same === "local") return same;
  if (mergeRequest) return mergeRequest;
  if (same) return same;
  if (source !== "push") return "other";
  if (env.CI_COMMIT_TAG) return "tag";
  return before ? "push" : "first-push";
}

function mergeRequestOf(
  env: Env,
  source: string,
  event: Event | undefined,
): Context["mergeRequest"] {
  const targetSha = commit(env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA);
  const type = asked(event) ?? asked(env.CI_MERGE_REQUEST_EVENT_TYPE);
  if (!type && source !== "merge_request_event") return undefined;
  return {
    event: type ?? (targetSha ? "merged_result" : "detached"),
    diffBase: commit(env.CI_MERGE_REQUEST_DIFF_BASE_SHA),
    targetSha,
    targetBranch: env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME || undefined,
  };
}

const asked = (event: string | undefined): MergeRequestEvent | undefined =>
  (["detached", "merged_result", "merge_train"] as const).find((type) => type === event);
