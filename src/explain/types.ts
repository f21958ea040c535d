import type { Reason } from "../affected/index.ts";
import type { DroppedNeed } from "../generate/index.ts";
import type { Edge, ServiceKind } from "../workspace/index.ts";

/** Why a service or a job is in the pipeline, or why not and what would have had to change. */
export interface Explanation {
  readonly subject: { readonly kind: "service" | "job"; readonly name: string };
  /** Whether the service is affected, or the job is in the pipeline. */
  readonly present: boolean;
  /** One sentence: the verdict. */
  readonly verdict: string;
  /** The service asked about, or that of the job; `undefined` for jobs of the pipeline itself. */
  readonly service?: ExplainedService;
  /** The jobs of the service in this pipeline, or the job. */
  readonly jobs: readonly ExplainedJob[];
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
}

/** What a service that is not affected looks out for, and why what changed is not that. */
export interface Absent {
  /** Its directory; those of `except` within it belong to other services. */
  readonly root: string;
  readonly except: readonly string[];
  readonly inputs: readonly string[];
  readonly locks: readonly string[];
  /** Patterns of `everything`, and the files that make the jobs. */
  readonly everything: readonly string[];
  /** All that it depends on, nearest first; `from` is the service or one named before. */
  readonly dependencies: readonly Edge[];
  /** Each changed path, and why it does not concern the service. */
  readonly changes: readonly { readonly path: string; readonly why: string }[];
}
