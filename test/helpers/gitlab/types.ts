import type { Status } from "../../../src/downstream/index.ts";

/** Access levels (docs.gitlab.com, api/access_requests: valid access levels). */
export const levels = {
  none: 0,
  guest: 10,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
};
export type Role = keyof typeof levels;

export interface User {
  readonly id: number;
  readonly username: string;
  readonly admin: boolean;
}

/** How a pipeline or a job goes on. Without either, a job does what its pipeline does. */
export interface Script {
  /** One status at each question for the pipeline and at each `tick()`, the last for ever. */
  readonly polls?: readonly Status[];
  /** Seconds since it was created by the server's clock, and the status from then on. */
  readonly at?: readonly (readonly [seconds: number, status: Status])[];
}

/** What a pipeline will be. Without a script of its own its status is that of its jobs together. */
export interface Plan extends Script {
  readonly jobs?: readonly JobPlan[];
  readonly tests?: readonly Suite[];
}

export interface JobPlan extends Script {
  readonly name: string;
  readonly stage?: string;
  readonly allowFailure?: boolean;
  readonly failureReason?: string;
  readonly trace?: string;
  readonly artifacts?: Readonly<Record<string, string>>;
  /** What happens when it is retried; by default it succeeds at once. */
  readonly retried?: Script;
  /** Makes it a trigger job. One that fails by its script creates nothing. */
  readonly starts?: Starts | undefined;
}

export interface Starts {
  /** Path of a project; the same where left out. */
  readonly project?: string;
  readonly ref?: string;
  readonly plan?: Plan;
  readonly strategy?: "depend" | "mirror";
  /** Seconds until it is created. */
  readonly after?: number;
}

/** A suite of a test report (docs.gitlab.com, api/pipelines: get a pipeline's test report). */
export interface Suite {
  readonly name: string;
  readonly cases: readonly {
    readonly name: string;
    readonly classname?: string;
    readonly status: "success" | "failed" | "skipped" | "error";
    readonly time?: number;
    readonly output?: string;
  }[];
}

export interface Job {
  readonly id: number;
  readonly pipeline: Pipeline;
  readonly plan: JobPlan;
  script: Script;
  step: number;
  readonly created: number;
  /** A newer run of the same job took its place. */
  retried: boolean;
  downstream: Pipeline | undefined;
}

export interface Pipeline {
  readonly id: number;
  readonly iid: number;
  readonly project: Project;
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
  readonly source: string;
  readonly user: User;
  readonly created: number;
  readonly variables: readonly { key: string; value: string; variable_type: string }[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly plan: Plan;
  script: Script;
  step: number;
  readonly jobs: Job[];
  /** The job that started it. */
  readonly upstream: Job | undefined;
  readonly yamlErrors: string | null;
}

export interface Note {
  readonly id: number;
  body: string;
  readonly author: User;
  readonly system: boolean;
  readonly created: number;
  updated: number;
}

export interface MergeRequest {
  readonly iid: number;
  readonly sourceBranch: string;
  readonly sha: string;
  readonly notes: Note[];
}

export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly ref: string;
  state: string;
  target_url: string | null;
  description: string | null;
}

export interface Trigger {
  readonly id: number;
  readonly token: string;
  readonly description: string;
  readonly owner: User;
}

/** A project. Everything that a test wants to be different is assigned. */
export interface Project {
  readonly id: number;
  readonly path: string;
  defaultBranch: string;
  /** Names and commit ids. */
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Names, and the role that may run pipelines on them. */
  readonly protectedBranches: Map<string, Role>;
  /** The same of tags. */
  readonly protectedTags: Map<string, Role>;
  visibility: "private" | "public";
  readonly members: Map<string, Role>;
  /** Whether there is a CI configuration. */
  configuration: boolean;
  pipelinesEnabled: boolean;
  /** GitLab refuses to create a pipeline with this text; `saved`: but a failed one is kept. */
  refuses: { readonly text: string; readonly saved?: boolean } | undefined;
  /** The role that pipeline variables need. */
  variablesRole: Role | "no_one_allowed";
  readonly jobTokens: {
    limited: boolean;
    readonly projects: Set<number>;
    readonly groups: Set<number>;
  };
  /** What the pipelines do that are started here, one after the other, the last for ever. */
  plans: Plan[];
  started: number;
  readonly triggers: Trigger[];
  readonly mergeRequests: Map<number, MergeRequest>;
  readonly statuses: CommitStatus[];
}

export interface Token {
  readonly kind: "personal" | "project" | "group" | "job";
  readonly value: string;
  readonly user: User;
  readonly scopes: readonly string[];
  /** Of a project or job token. */
  readonly project?: Project;
  /** Path of the group of a group token, with its role there. */
  readonly group?: string;
  readonly role?: Role;
  readonly job?: Job;
  state: "active" | "revoked" | "expired";
}

/** All that the server knows. */
export interface World {
  /** `19.2.0-ee`; before 19.2 there is no `trigger_jobs`. */
  version: string;
  /** Whether job tokens may read pipelines; older instances answer 401. */
  jobTokensRead: boolean;
  /** Requests a minute and user, told in `RateLimit-*`. */
  rateLimit: number | undefined;
  /** Pipelines a minute, project, user and commit. */
  creationLimit: number | undefined;
  /** Artifacts are handed out by a redirect to another host. */
  storage: boolean;
  readonly users: User[];
  readonly projects: Project[];
  readonly pipelines: Pipeline[];
  readonly tokens: Token[];
  readonly groups: Map<string, number>;
  /** The server's address, without a slash at its end. */
  url: string;
  now(): number;
  /** A new id, the same in each run. */
  next(): number;
}
