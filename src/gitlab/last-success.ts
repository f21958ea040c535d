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
  /** Only pipelines of this source count. */
  readonly source?: "schedule" | undefined;
  /** Pipelines of these sources do not count. */
  readonly except?: readonly string[] | undefined;
  /** Only pipelines count in which this job succeeded. */
  readonly job?: string | undefined;
  /** When to give up, in milliseconds since 1970. */
  readonly until?: number;
}

/** Of how many pipelines that succeeded the jobs are looked at. */
const most = 20;

/**
 * The newest pipeline of a branch that succeeded; a value of `undefined`: none has. GitLab leaves
 * child pipelines out, and those of merge requests have another ref (docs.gitlab.com,
 * api/pipelines: list project pipelines).
 */
export async function lastSuccess(
  api: Gitlab,
  {
    project,
    ref,
    source,
    except = [],
    job,
    until = api.clock.now() + api.patience.total,
  }: SuccessQuestion,
): Promise<Answer<Success | undefined>> {
  const path = `projects/${encodeURIComponent(project)}/pipelines`;
  const per_page = job === undefined && except.length === 0 ? 1 : most;
  const order = { order_by: "id", sort: "desc", per_page };
  const query = { ref, status: "success", ...(source && { source }), ...order };
  const read = (body: unknown) => succeeded(body, { ref, source, except });
  const answer = await api.get(path, { query, read, until });
  if (!("value" in answer)) return answer;
  for (const success of answer.value) {
    if (job === undefined) return { value: success };
    const ran = await hasJob(api, `${path}/${success.pipeline}/jobs`, job, until);
    if (!("value" in ran)) return ran;
    if (ran.value) return { value: success };
  }
  return { value: undefined };
}

/** Whether a job of this name succeeded in a pipeline. */
async function hasJob(
  api: Gitlab,
  path: string,
  job: string,
  until: number,
): Promise<Answer<boolean>> {
  const query = { "scope[]": "success" };
  for await (const page of api.pages(path, { query, read: names, until })) {
    if (!("value" in page)) return page;
    if (page.value.includes(job)) return { value: true };
  }
  return { value: false };
}

/** The names of jobs. */
function names(body: unknown): readonly unknown[] | undefined {
  return Array.isArray(body) && body.every(isRecord) ? body.map(({ name }) => name) : undefined;
}

/** What the pipelines of an answer have to be. */
type Wanted = Pick<SuccessQuestion, "ref" | "source"> & { readonly except: readonly string[] };

/** Pipelines as asked for; `undefined` where one is anything else: what passed over the filter may have failed. */
function succeeded(body: unknown, { ref, source, except }: Wanted): readonly Success[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const found: Success[] = [];
  for (const each of body) {
    if (!isRecord(each) || each.status !== "success" || each.ref !== ref) return undefined;
    if (source !== undefined && each.source !== source) return undefined;
    const { id, sha } = each;
    if (!Number.isSafeInteger(id) || typeof sha !== "string" || !/^[0-9a-f]{40,64}$/.test(sha)) {
      return undefined;
    }
    if (except.length > 0 && !isOther(each.source, except)) continue;
    found.push({ pipeline: id as number, sha });
  }
  return found;
}

/** Where GitLab tells no source, it may be any. */
const isOther = (source: unknown, except: readonly string[]): boolean =>
  typeof source === "string" && !except.includes(source);

/** The question for the last success holds up the whole run. */
const patience: Patience = { total: 30_000, each: 10_000 };

/** Milliseconds after which people are told what is waited for. */
const notice = 3_000;

/** The last success of a branch of the project that runs this job, or why it cannot be told: the end of a sentence. */
export type AskLastSuccess = (
  ref: string,
  source?: SuccessQuestion["source"],
) => Promise<Success | { readonly problem: string }>;

/**
 * Asks the GitLab that runs this job, within 30 seconds. A pipeline in which this job did not run,
 * such as another schedule's, says nothing of the services: it does not count. The pipelines of a
 * child's parent do not show the child's jobs: there, each counts.
 */
export function askLastSuccess(
  io: Pick<Io, "env" | "files" | "err">,
  settings: Settings & { readonly notice?: number; readonly except?: readonly string[] } = {},
): AskLastSuccess {
  const { tell = io.err, except } = settings;
  const { CI_PROJECT_ID: project, CI_JOB_NAME, CI_PIPELINE_SOURCE } = io.env;
  const job = CI_PIPELINE_SOURCE === "parent_pipeline" ? undefined : CI_JOB_NAME || undefined;
  return async (ref, source) => {
    if (!project) return { problem: "CI_PROJECT_ID is not set, so that GitLab cannot be asked" };
    const api = gitlab(io, { ...settings, patience: { ...patience, ...settings.patience } });
    const telling = setTimeout(
      () => tell(`asking GitLab for the last success of ${ref} ...\n`),
      settings.notice ?? notice,
    );
    const asking = lastSuccess(api, { project, ref, source, except, job });
    const answer = await asking.finally(() => clearTimeout(telling));
    if ("value" in answer) return answer.value ?? { problem: none(ref, source, job) };
    const { problem, status } = answer;
    return { problem: mayNot(status ?? 0) ? `${problem}${way}` : problem };
  };
}

const none = (ref: string, source: string | undefined, job: string | undefined) =>
  `no ${source === "schedule" ? "scheduled " : ""}pipeline of ${ref}${job === undefined ? "" : ` in which ${job} ran`} has succeeded`;

const way = ": give a token that may read pipelines in GITLAB_TOKEN";
