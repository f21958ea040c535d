import type { Reason } from "../affected/index.ts";
import type { DroppedNeed } from "../generate/index.ts";
import type { Edge, ServiceKind } from "../workspace/index.ts";

/** Why a service, a job or a downstream pipeline is in, or why not and what would have had to change. */
export interface Explanation {
  readonly subject: { readonly kind: "service" | "job" | "downstream"; readonly name: string };
  /** Whether the service is affected, the job is in the pipeline, or the downstream one is started. */
  readonly present: boolean;
  /** One sentence: the verdict. */
  readonly verdict: string;
  /** The service asked about, or that of the job; `undefined` for jobs of the pipeline itself. */
  readonly service?: ExplainedService;
  /** The jobs of the service in this pipeline, or the job. */
  readonly jobs: readonly ExplainedJob[];
  /** For an entry of `downstream`. */
  readonly downstream?: ExplainedDownstream;
  /** Set for a service that is not affected. */
  readonly absent?: Absent;
  /** For a job that is not there: what the generators make for its service, or would. */
  readonly generators?: readonly {
    readonly origin: string;
    readonly wanted: boolean;
    readonly jobs: readonly string[];
  }[];
}

export interface ExplainedService {
  readonly name: string;
  readonly root: string;
  readonly kind: ServiceKind;
  readonly foundBy: readonly string[];
  readonly affected: boolean;
  /** Chains, each from the service to the changed path. */
  readonly reasons: readonly Reason[];
}

/** What an entry of `downstream` starts, and who concerns it. */
export interface ExplainedDownstream {
  readonly project: string;
  /** `null`: the project's default branch. */
  readonly ref: string | null;
  readonly url?: string;
  readonly how: "job" | "api";
  /** All services whose change concerns it. */
  readonly services: readonly Pick<ExplainedService, "name" | "root" | "affected" | "reasons">[];
  /** Names of services that concern it by being gone. */
  readonly gone: readonly string[];
  /** Where it is not started: each changed path, and why it does not do so. */
  readonly changes: Absent["changes"];
}

export interface ExplainedJob {
  readonly name: string;
  readonly stage: string | null;
  /** Who made it: a generator's file. */
  readonly origin: string;
  /** Names of jobs of this pipeline. */
  readonly needs: readonly string[];
  readonly dropped: readonly DroppedNeed[];
  /** Its rules may leave it out: GitLab decides when the pipeline is created. */
  readonly conditional: boolean;
  /**
   * The trigger job that starts its pipeline, empty for the child itself; left out where the
   * pipelines cannot be written within GitLab's limits.
   */
  readonly pipeline?: string;
}

/** What a service that is not affected looks out for, and why what changed is not that. */
export interface Absent {
  /** Its directory; those of `except` within it belong to other services. */
  readonly root: string;
  readonly except: readonly string[];
  /** Other projects whose change affects it; with the pattern where only some paths do. */
  readonly upstream: readonly { readonly project: string; readonly pattern?: string }[];
  readonly inputs: readonly string[];
  readonly locks: readonly string[];
  /** Patterns of `everything`, and the files that make the jobs. */
  readonly everything: readonly string[];
  /** All that it depends on, nearest first; `from` is the service or one named before. */
  readonly dependencies: readonly Edge[];
  /** Each changed path, and why it does not concern the service. */
  readonly changes: readonly { readonly path: string; readonly why: string }[];
}
