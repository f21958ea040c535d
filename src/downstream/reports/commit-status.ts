import { type Diagnostic, found } from "../../diagnostics/index.ts";
import { type Fault, type Gitlab, isRecord } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { isOver, type PipelineNode, type Status } from "../types.ts";
import { httpOf } from "./address.ts";
import { listed } from "./listed.ts";

/** What GitLab takes as the state of a commit (docs.gitlab.com, api/commits: set the pipeline status). */
export type CommitState = "pending" | "running" | "success" | "failed" | "canceled" | "skipped";

export interface CommitStatus {
  readonly state: CommitState;
  readonly description: string;
  readonly url: string | undefined;
}

/** The commit of this job, and where its status belongs. */
export interface CommitPlace {
  readonly project: string;
  readonly sha: string;
  /** The pipeline of this job, or the branch where its pipeline takes no status. */
  readonly pipeline?: number;
  readonly ref?: string;
}

/**
 * The commit that this job runs for; `undefined` outside of a job. GitLab finds no child pipeline
 * by its id (app/models/project.rb, ci_pipelines): there the branch says where it belongs.
 */
export function commitPlace({ env }: Pick<Io, "env">): CommitPlace | undefined {
  const { CI_PROJECT_ID: project, CI_COMMIT_SHA: sha, CI_PIPELINE_ID: pipeline } = env;
  if (!project || !sha) return undefined;
  const child = env.CI_PIPELINE_SOURCE === "parent_pipeline";
  if (!child && pipeline && /^\d+$/.test(pipeline))
    return { project, sha, pipeline: Number(pipeline) };
  const ref = env.CI_COMMIT_REF_NAME;
  return { project, sha, ...(ref && { ref }) };
}

const states: Readonly<Record<Status, CommitState>> = {
  ...{ success: "success", failed: "failed", canceled: "canceled", skipped: "skipped" },
  ...{ running: "running", canceling: "canceled" },
  ...{ created: "pending", waiting_for_resource: "pending", preparing: "pending" },
  ...{
    waiting_for_callback: "pending",
    pending: "pending",
    manual: "pending",
    scheduled: "pending",
  },
};

/** The first of these that a pipeline has is that of all; `skipped` only where all are. */
const order = ["failed", "canceled", "running", "pending", "success", "skipped"] as const;

/**
 * What pipelines come to together. As long as one goes on, so does the status; `exit` is that of the
 * command at its end, which knows by which strategy it counts.
 */
export function commitStatusOf(roots: readonly PipelineNode[], exit?: number): CommitStatus {
  const all = roots.map(({ status }) => states[status]);
  // What is being cancelled is over as soon as its jobs have stopped.
  const going = roots.some(({ status }) => !isOver(status) && status !== "canceling");
  const has = order.filter((each) => all.includes(each));
  const worst =
    (going ? has.find((each) => each === "running" || each === "pending") : has[0]) ?? "pending";
  // Skipped pipelines fail or pass by the strategy, and only the command's end knows.
  const state = going || exit === undefined ? worst : byExit(exit, worst);
  const first = roots.find(({ status }) => states[status] === worst) ?? roots[0];
  const url = first && httpOf(first.url, 255);
  const counts = has.map((each) => `${all.filter((one) => one === each).length} ${each}`);
  const below = listed(roots).length - roots.length;
  const more = below > 0 ? ` (${below} more below)` : "";
  return { state, url, description: `Downstream: ${counts.join(", ")}${more}`.slice(0, 255) };
}

function byExit(exit: number, worst: CommitState): CommitState {
  if (exit === 0) return worst === "skipped" ? "skipped" : "success";
  return worst === "canceled" ? "canceled" : "failed";
}

/** How often it is tried again, and after how many milliseconds. */
const again = { times: 5, after: 2_000 };

/**
 * Gives the commit a status of this name. That it has it already, or has gone on in the meantime, is
 * no failure: GitLab answers `Cannot transition status`. `undefined`, or what went wrong.
 */
export async function setCommitStatus(
  api: Gitlab,
  name: string,
  place: CommitPlace,
  status: CommitStatus,
): Promise<Diagnostic | undefined> {
  const { state, url, description } = status;
  const project = encodeURIComponent(place.project);
  const body = {
    ...{ state, name, description },
    ...(url !== undefined && { target_url: url }),
    ...(place.ref !== undefined && { ref: place.ref }),
    ...(place.pipeline !== undefined && { pipeline_id: place.pipeline }),
  };
  for (let tried = 1; ; tried++) {
    // A status that is over is not changed by a second one: GitLab would add another job.
    if (await isThere(api, project, name, place, state)) return undefined;
    const answer = await api.post(`projects/${project}/statuses/${place.sha}`, body, {
      read: () => true,
    });
    if ("value" in answer || isPast(answer)) return undefined;
    if (tried === again.times || !mayHelp(answer)) {
      return found("COMMIT_STATUS_FAILED", ["--commit-status"], {
        name,
        state,
        problem: answer.problem,
      });
    }
    await api.clock.sleep(again.after * tried);
  }
}

const isPast = ({ status, said }: Fault) =>
  status === 400 && /cannot transition status/i.test(said ?? "");

/** 409: `Another update to this commit status is in progress`. */
const mayHelp = ({ lost, status }: Fault) => lost || status === 409 || status === 429;

/** Whether the newest status of this name is this one; where nobody can tell, it is not. */
async function isThere(
  api: Gitlab,
  project: string,
  name: string,
  { sha, pipeline, ref }: CommitPlace,
  state: CommitState,
): Promise<boolean> {
  const query = { name, ...(ref !== undefined && { ref }), order_by: "id", sort: "desc" };
  const path = `projects/${project}/repository/commits/${sha}/statuses`;
  const answer = await api.get(path, { query, read: statuses });
  if (!("value" in answer)) return false;
  const own = answer.value.filter(
    (each) =>
      each.name === name && (pipeline === undefined || (each.pipeline ?? pipeline) === pipeline),
  );
  const newest = own.reduce((last, each) => (last && last.id > each.id ? last : each), own[0]);
  return newest?.state === state;
}

const statuses = (body: unknown) =>
  Array.isArray(body)
    ? body.filter(isRecord).map(({ id, name, status, pipeline_id }) => ({
        ...{ id: typeof id === "number" ? id : 0, name, state: status },
        pipeline: typeof pipeline_id === "number" ? pipeline_id : undefined,
      }))
    : undefined;
