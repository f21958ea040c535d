import { type Answer, type Gitlab, isRecord, projectPath } from "../gitlab/index.ts";
import { isStatus, type PipelineNode, type Status } from "./types.ts";

/** A pipeline as it is asked for: its project's path or id, and its own id. */
export interface PipelineRef {
  readonly project: string;
  readonly id: number;
  /** Address of the instance; that of the environment where left out. */
  readonly url?: string | undefined;
}

/** What the API tells of a pipeline (api/pipelines: get a single pipeline; in short in lists). */
export interface PipelineFacts {
  readonly id: number;
  /** The project's id. */
  readonly project: string;
  readonly ref: string;
  readonly sha: string;
  readonly source: string;
  readonly status: Status;
  readonly url: string;
  readonly updated: string;
  /** What is wrong with its configuration; `""` where nothing is, and in lists. */
  readonly faults: string;
}

/** What the API tells of a job (api/jobs: list pipeline jobs, list pipeline trigger jobs). */
export interface JobFacts {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly kind: "job" | "trigger";
  readonly status: Status;
  readonly failureReason: string | undefined;
  readonly allowFailure: boolean;
  readonly url: string;
  /** What a trigger job started; `undefined` as long as there is nothing. */
  readonly downstream: PipelineFacts | undefined;
}

/** The questions about one pipeline. Each waits for its turn. */
export interface Reader {
  pipeline(ref: PipelineRef, until: number): Promise<Answer<PipelineFacts>>;
  /** The newest run of each, in the order of their ids. */
  jobs(ref: PipelineRef, until: number): Promise<Answer<readonly JobFacts[]>>;
  triggers(ref: PipelineRef, until: number): Promise<Answer<readonly JobFacts[]>>;
}

/** Asks one instance; `turn` is awaited before each request. */
export function reader(client: Gitlab, turn: () => Promise<void>): Reader {
  const path = ({ project, id }: PipelineRef, rest: string) =>
    `${projectPath(project)}/pipelines/${id}${rest}`;
  const list = async (ref: PipelineRef, name: string, kind: JobFacts["kind"], until: number) => {
    const all: JobFacts[] = [];
    const pages = client.pages(path(ref, `/${name}`), { read: jobsOf(kind), until });
    for (;;) {
      await turn();
      const { done, value } = await pages.next();
      if (done) return { value: newest(all) };
      if (!("value" in value)) return value;
      all.push(...value.value);
    }
  };
  // Before 19.2 there is no trigger_jobs, and from 19.2 on bridges is to go.
  let old = false;
  return {
    async pipeline(ref, until) {
      await turn();
      return client.get(path(ref, ""), { read: pipelineOf, until });
    },
    jobs: (ref, until) => list(ref, "jobs", "job", until),
    async triggers(ref, until) {
      const answer = old ? undefined : await list(ref, "trigger_jobs", "trigger", until);
      if (answer && ("value" in answer || answer.status !== 404)) return answer;
      const bridges = await list(ref, "bridges", "trigger", until);
      if ("value" in bridges) old = true;
      return bridges;
    },
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A status that came after this version was written counts as one that goes on. */
const statusOf = (value: unknown): Status => (isStatus(value) ? value : "running");

function pipelineOf(body: unknown): PipelineFacts | undefined {
  if (!isRecord(body) || typeof body.id !== "number" || typeof body.status !== "string") {
    return undefined;
  }
  return {
    id: body.id,
    project: String(body.project_id ?? ""),
    ref: text(body.ref),
    sha: text(body.sha),
    source: text(body.source),
    status: statusOf(body.status),
    url: text(body.web_url),
    updated: text(body.updated_at),
    faults: text(body.yaml_errors),
  };
}

const jobsOf = (kind: JobFacts["kind"]) => (body: unknown) => {
  if (!Array.isArray(body)) return undefined;
  const jobs = body.map((each) => jobOf(each, kind));
  return jobs.every((job) => job !== undefined) ? jobs : undefined;
};

function jobOf(body: unknown, kind: JobFacts["kind"]): JobFacts | undefined {
  if (!isRecord(body) || typeof body.id !== "number" || typeof body.status !== "string") {
    return undefined;
  }
  return {
    id: body.id,
    name: text(body.name),
    stage: text(body.stage),
    kind,
    status: statusOf(body.status),
    failureReason: text(body.failure_reason) || undefined,
    allowFailure: body.allow_failure === true,
    url: text(body.web_url),
    downstream: pipelineOf(body.downstream_pipeline),
  };
}

/** The newest run of each name: a list may hold those that were retried. */
function newest(jobs: readonly JobFacts[]): JobFacts[] {
  const byName = new Map<string, JobFacts>();
  for (const job of jobs) {
    const known = byName.get(job.name);
    if (!known || known.id < job.id) byName.set(job.name, job);
  }
  return [...byName.values()].sort((a, b) => a.id - b.id);
}

/** `https://host/gitlab/group/app/-/pipelines/7` is of `group/app`, with `https://host/gitlab`. */
export function projectIn(url: string, base: string | undefined): string | undefined {
  const page = /^https?:\/\/[^/?#]+\/([^?#]*?)\/-\/(?:pipelines|jobs)\/\d+/.exec(url)?.[1];
  const root = base && URL.canParse(base) ? new URL(base).pathname : "/";
  const above = root.replace(/\/api\/v4\/*$/, "").replace(/^\/|\/$/g, "");
  const inside = page !== undefined && above !== "" && page.startsWith(`${above}/`);
  const path = inside ? page.slice(above.length + 1) : page;
  return path === undefined ? undefined : decoded(path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The pipelines of trees, each once, from the roots down. */
export function pipelinesIn(roots: readonly PipelineNode[]): PipelineNode[] {
  const found: PipelineNode[] = [];
  const visit = (node: PipelineNode) => {
    found.push(node);
    for (const { downstream } of node.jobs) {
      if (downstream && downstream !== "not created") visit(downstream);
    }
  };
  roots.forEach(visit);
  return found;
}

/** `group/app#12`: how a pipeline is named. */
export const nameOf = ({ project, id }: Pick<PipelineNode, "project" | "id">) => `${project}#${id}`;
