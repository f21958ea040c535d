import type { Pipeline } from "../model/index.ts";
import type { Situation } from "../simulate/index.ts";
import type { ViewJob, ViewPipeline } from "./types.ts";

/** How a situation finds a pipeline. */
export interface Start {
  /** What its rules see; made when it is asked for. */
  readonly situation: () => Situation;
  /** Why it is not started; left out where it is. */
  readonly absent?: string;
}

/** A pipeline that is to be shown, before its jobs are looked at. */
export interface Opened extends Pick<ViewPipeline, "title" | "source" | "unknown"> {
  /** The same for what is the same in all situations. */
  readonly key: string;
  /** `undefined` where its jobs are not known. */
  readonly pipeline: Pipeline | undefined;
  /** 0 is the pipeline that no other has started. */
  readonly level: number;
  /** One a situation. */
  readonly starts: readonly Start[];
  fileOf(job: string): string;
  droppedOf(job: string): ViewJob["dropped"];
}

/** One that several trigger jobs start is there where any of them is. */
export const joined = (one: Opened, other: Opened): Opened => ({
  ...one,
  starts: one.starts.map((start, index) =>
    start.absent === undefined ? start : (other.starts[index] ?? start),
  ),
});
