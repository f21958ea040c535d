import type { Hash } from "../model/index.ts";

/** A place in a configuration that differs; a side that has nothing there is left out. */
export interface KeyChange {
  /** `script`, `variables.X`, `rules[1].if`, `variables["a.b"]`. */
  readonly key: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A job as GitLab compiles it, before `parallel` makes several of it. */
export interface SideJob {
  readonly name: string;
  readonly service: string | undefined;
  readonly stage: string;
  readonly config: Hash;
}

/** A pipeline of one side. */
export interface SidePipeline {
  /** The trigger job that starts it; "" for the child itself. */
  readonly name: string;
  /** `stages`, `workflow`, `default`, `variables`, `include`; nothing where they are not known. */
  readonly top: Hash;
  /** Visible jobs, in the pipeline's order. */
  readonly jobs: readonly SideJob[];
}

/** A service that is looked at, and why; its name is that of the side that has it. */
export interface SideService {
  readonly name: string;
  readonly reason: string;
}

/** One side of a comparison. */
export interface Side {
  readonly pipelines: readonly SidePipeline[];
  readonly services: readonly SideService[];
}

/** A job that is not the same on both sides. */
export interface JobDifference {
  readonly name: string;
  /** The trigger job that starts its pipeline: of the later side, where it is there. */
  readonly pipeline: string;
  /** The pipeline that it was in, where it is in another one now. */
  readonly movedFrom?: string;
  readonly service: string | undefined;
  readonly stage: string;
  readonly change: "added" | "removed" | "changed";
  /** What differs, in the order of the keywords; none of a job that is on one side only. */
  readonly keys: readonly KeyChange[];
}

/** A pipeline that is not the same on both sides, jobs apart. */
export interface PipelineDifference {
  readonly name: string;
  readonly change: "added" | "removed" | "changed";
  readonly keys: readonly KeyChange[];
}

/** A service that is looked at: `kept` where both sides have it. */
export interface ServiceDifference {
  readonly name: string;
  readonly change: "added" | "removed" | "kept";
  readonly reason: string;
}

/** What is not the same. Jobs come in the order of the pipelines, those that are gone behind. */
export interface Difference {
  readonly jobs: readonly JobDifference[];
  readonly pipelines: readonly PipelineDifference[];
  readonly services: readonly ServiceDifference[];
  /** How many jobs both sides have alike. */
  readonly same: number;
}
