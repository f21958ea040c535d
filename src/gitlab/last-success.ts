import type { Io } from "../io.ts";
import { type Gitlab, gitlab, type Settings } from "./client.ts";
import type { Answer, Patience } from "./types.ts";
import { isRecord, mayNot } from "./words.ts";

/** The newest pipeline of a ref that succeeded. */
export interface Success {
  readonly pipeline: number;
  /** The commit id that it ran for. */
  readonly sha: string;
}

export interface SuccessQuestion {
  /** Id of the project, or its full path. */
  readonly project: string | number;
  /** Branch name. */
  readonly ref: string;
  /** When to give up, in milliseconds since 1970. */
  readonly until?: number;
}

/**
 * The newest pipeline of a branch that succeeded; a value of `undefined`: none has. GitLab leaves
 * child pipelines out, and those of merge requests have another ref (docs.gitlab.com,
 * api/pipelines: list project pipelines).
 */
export async function lastSuccess(
  api: Gitlab,
  { project, ref, until }: SuccessQuestion,
): Promise<Answer<Success | undefined>> {
  const path = `projects/${encodeURIComponent(project)}/pipelines`;
  const query = { ref, status: "success", order_by: "id", sort: "desc", per_page: 1 };
  const read = (body: unknown) => succeeded(body, ref);
  const answer = await api.get(path, { query, read, ...(until !== undefined && { until }) });
  return "value" in answer ? { value: answer.value[0] } : answer;
}

/** Pipelines as asked for; `undefined` where one is anything else: what passed over the filter may have failed. */
function succeeded(body: unknown, ref: string): readonly Success[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const found: Success[] = [];
  for (const each of body) {
    if (!isRecord(each) || each.status !== "success" || each.ref !== ref) return undefined;
    const { id, sha } = each;
    if (!Number.isSafeInteger(id) || typeof sha !== "string" || !/^[0-9a-f]{40,64}$/.test(sha)) {
      return undefined;
    }
    found.push({ pipeline: id as number, sha });
  }
  return found;
}

/** The question for the last success holds up the whole run. */
const patience: Patience = { total: 30_000, each: 10_000 };

/** Milliseconds after which people are told what is waited for. */
const notice = 3_000;

/** The last success of a branch of the project that runs this job, or why it cannot be told: the end of a sentence. */
export type AskLastSuccess = (ref: string) => Promise<Success | { readonly problem: string }>;

/** Asks the GitLab that runs this job, within 30 seconds. */
export function askLastSuccess(
  io: Pick<Io, "env" | "files" | "err">,
  settings: Settings & { readonly notice?: number } = {},
): AskLastSuccess {
  const { tell = io.err } = settings;
  return async (ref) => {
    const project = io.env.CI_PROJECT_ID;
    if (!project) return { problem: "CI_PROJECT_ID is not set, so that GitLab cannot be asked" };
    const api = gitlab(io, { ...settings, patience: { ...patience, ...settings.patience } });
    const telling = setTimeout(
      () => tell(`asking GitLab for the last success of ${ref} ...\n`),
      settings.notice ?? notice,
    );
    const answer = await lastSuccess(api, { project, ref }).finally(() => clearTimeout(telling));
    if ("value" in answer)
      return answer.value ?? { problem: `no pipeline of ${ref} has succeeded` };
    const { problem, status } = answer;
    return { problem: mayNot(status ?? 0) ? `${problem}${way}` : problem };
  };
}

const way = ": give a token that may read pipelines in GITLAB_TOKEN";
