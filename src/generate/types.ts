import type { Params } from "../config/index.ts";
import type { Context } from "../context/index.ts";
import type { Job } from "../model/index.ts";
import type { MatrixAxes, Service } from "../workspace/index.ts";
import type { ForeignNeed, ProjectNeed, SymbolicNeed } from "./need.ts";

/** A job as a generator writes it: GitLab's keywords, and needs that may be symbolic. */
export type GeneratedJob = Omit<Job, "needs"> & {
  readonly needs?: readonly (
    | NonNullable<Extract<Job["needs"], readonly unknown[]>>[number]
    | SymbolicNeed
  )[];
};

/** Jobs by key; the job of key `build` of service `api` is called `api:build`. */
export type JobMap = Readonly<Record<string, GeneratedJob>>;

/**
 * Makes the jobs of affected services. `when` says which services it is for (all, when left
 * out). Their jobs come by key, either from `jobs` or from a Handlebars `template` that prints
 * them as YAML. Both are checked like everything else, and a mistake is reported with the
 * generator, the job and the key.
 */
export type Generator = {
  readonly name: string;
  when?(service: GeneratedService): boolean;
  /**
   * Values by CI variable: each of its jobs runs once for every combination of these and the
   * service's own. An axis that the service has too is replaced; `false` takes all away. A function
   * finds the axes of the service in `ctx.matrix`.
   */
  readonly matrix?: Matrix | ((service: GeneratedService, ctx: GenerateContext) => MadeMatrix);
  /**
   * Makes jobs for a service that the base had and the head has no more, such as a tear-down.
   * `when` is asked as well; its files are those of the base, and no runner has them checked out.
   */
  onRemoved?(service: GeneratedService, ctx: GenerateContext): JobMap | Promise<JobMap>;
} & (
  | { jobs(service: GeneratedService, ctx: GenerateContext): JobMap | Promise<JobMap> }
  | {
      /** A `.yml.hbs` file: its URL, or its path. */
      readonly template: URL | string;
    }
);

type Matrix = MatrixAxes | false;
type MadeMatrix = Matrix | undefined | Promise<Matrix | undefined>;

/** A service as generators and templates see it. */
export interface GeneratedService
  extends Pick<Service, "name" | "root" | "kind" | "tags" | "variables"> {
  /** Names of the services that it depends on directly, sorted. */
  readonly dependencies: readonly string[];
  /** A path of its directory as the repository spells it: `services/api/go.mod`. */
  path(file: string): string;
  /**
   * The same for lists of patterns, such as `artifacts:paths`: a character that a shell or GitLab
   * could read as more than itself becomes `?`, which matches it.
   */
  pattern(file: string): string;
  /** Names of the files directly in its directory, sorted. */
  files(): readonly string[];
  /** Whether its directory holds this file (`package.json`, `src/main.ts`). */
  has(file: string): boolean;
  /** The text of a file of its directory, or `undefined`. */
  read(file: string): Promise<string | undefined>;
  /**
   * The nearest directory, from its own upwards, that holds one of these files; relative to the
   * repository (`.` is its top), or `undefined`.
   */
  nearest(...files: readonly string[]): string | undefined;
}

/** What a generator may ask. */
export interface GenerateContext {
  /**
   * A need on another job: a key of this service (`build`), or a full name (`api:build`). When
   * that job is not in this pipeline the need is left out and the report says so; when its rules
   * may leave it out, the need becomes optional.
   */
  need(job: string, options?: NeedOptions): SymbolicNeed;
  /** Needs on the jobs of this key in the services that this one depends on. */
  needFromDependencies(key: string, options?: NeedOptions): readonly SymbolicNeed[];
  /**
   * A need on a job of the pipeline whose job ran `fanout generate`, for its artifacts. The trigger
   * job of that pipeline hands over `PARENT_PIPELINE_ID: $CI_PIPELINE_ID`. At most five needs of a
   * job are on other pipelines; a trigger job has none.
   */
  needFromParent(job: string, options?: NeedOptions): ForeignNeed;
  /**
   * A need on the artifacts of a job in another project: those of the newest pipeline of `ref` that
   * succeeded. Not of a job with `parallel`; GitLab has it in Premium and Ultimate.
   */
  needFromProject(need: ProjectNeed): ForeignNeed;
  /**
   * The branch of another project (its full path) that is called like the one of this pipeline;
   * `undefined` where there is none, or where that cannot be learnt, which the report warns of: take
   * the project's default branch. GitLab is asked once for each project.
   */
  branchIn(project: string): Promise<string | undefined>;
  /** `with` of the configuration's entry for this generator. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * Values of the configuration's `params` by name, checked: text, a number, a boolean or a list of
   * texts; `undefined` where nobody set it.
   */
  readonly params: Params;
  /** The axes of its jobs for this service: values by variable. `{}` where they run once. */
  readonly matrix: Readonly<Record<string, readonly string[]>>;
  /** The commit compared with; `null` where there is none and everything counts. */
  readonly base: { readonly sha: string | null };
  /** What pipeline this is. */
  readonly pipeline: Pick<Context, "source" | "event" | "ref" | "refType" | "defaultBranch">;
  readonly gitlab: {
    readonly version: string | undefined;
    /** `mirror` where GitLab knows it (18.2), else `depend`. */
    readonly strategy: "mirror" | "depend";
  };
}

export interface NeedOptions {
  /** Whether to download the artifacts of that job (GitLab's default: yes). */
  readonly artifacts?: boolean;
}

/** A need that was left out of a job, and why. */
export interface DroppedNeed {
  readonly need: string;
  readonly why: "not-affected" | "no-such-job" | "no-such-cell" | "cycle";
}
