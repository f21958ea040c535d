/** A pipeline to start. */
export interface Target {
  /** Full path of the project, or its id. */
  readonly project: string;
  /** Branch or tag; the project's default branch where left out. */
  readonly ref?: string | undefined;
  /** Which of the two `ref` is, where a branch and a tag share the name. */
  readonly refType?: "branch" | "tag" | undefined;
  /** Whether the default branch takes the place of a `ref` that is not there. */
  readonly fallback: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Address of the instance; that of the environment where left out. */
  readonly url?: string | undefined;
  /** The variable that holds a trigger token of the project. */
  readonly token?: string | undefined;
  /** Why it is started, for people: the services that concern it. */
  readonly why?: string | undefined;
}

/** How a pipeline was started (docs.gitlab.com, ci/triggers; api/pipelines). */
export type How = "trigger token" | "job token" | "api";

/** A pipeline that was started for a target. */
export interface Started {
  readonly target: Target;
  readonly project: { readonly id: number; readonly path: string };
  /** The pipeline's id. */
  readonly pipeline: number;
  readonly url: string;
  readonly ref: string;
  readonly how: How;
  /** It was looked up, after a lost answer or by a run that went on for another. */
  readonly found: boolean;
}

/** GitLab's statuses of pipelines and jobs (api/pipelines); `waiting_for_callback` is the newest. */
export const statuses = [
  "created",
  "waiting_for_resource",
  "preparing",
  "waiting_for_callback",
  "pending",
  "running",
  "success",
  "failed",
  "canceling",
  "canceled",
  "skipped",
  "manual",
  "scheduled",
] as const;

export type Status = (typeof statuses)[number];

/** Whether something is one of GitLab's statuses. */
export const isStatus = (value: unknown): value is Status =>
  (statuses as readonly unknown[]).includes(value);

const over: ReadonlySet<Status> = new Set(["success", "failed", "canceled", "skipped"]);

/** Whether a status stays as it is unless somebody retries. */
export const isOver = (status: Status): boolean => over.has(status);

/** A pipeline with its jobs, and what they started. */
export interface PipelineNode {
  /** Full path of the project, or its id where no more is known. */
  readonly project: string;
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly source: string;
  readonly status: Status;
  readonly url: string;
  readonly jobs: readonly JobNode[];
  /** What is wrong with its configuration, where it failed because of that: then it has no jobs. */
  readonly faults?: string | undefined;
  /** Why it, or its jobs, cannot be read: the end of a sentence. */
  readonly problem?: string | undefined;
  /** What to do about that: one sentence without its full stop. */
  readonly next?: string | undefined;
}

/** Its status as it is told: one that was never read is no status of GitLab's. */
export const toldStatus = ({ status, url, problem }: PipelineNode): Status | "unknown" =>
  problem !== undefined && url === "" ? "unknown" : status;

/** A job, or a trigger job with the pipeline that it started. */
export interface JobNode {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly kind: "job" | "trigger";
  readonly status: Status;
  readonly failureReason?: string | undefined;
  readonly allowFailure: boolean;
  readonly url: string;
  /** What a trigger job started; `"not created"` where that did not come to be. */
  readonly downstream?: PipelineNode | "not created" | undefined;
}
