import type { ExitCode } from "../../diagnostics/index.ts";
import type { Clock } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import type { Failure, Show } from "../tell/index.ts";
import type { PipelineNode } from "../types.ts";

/** How the end counts: as a trigger job's with `strategy: depend`, or with `mirror`. */
export type Strategy = "depend" | "mirror";

/** What a pipeline counts as that waits for somebody, or for a time. */
export type OnManual = "wait" | "succeed" | "fail";

export interface FollowOptions {
  readonly strategy: Strategy;
  readonly onManual: OnManual;
  /** Milliseconds. */
  readonly timeout: number;
  /** Cancel what is followed when somebody interrupts: this run started it. */
  readonly cancel?: boolean;
  /**
   * `live`: a tree that is drawn anew, on `io.out`; `lines`: a line a change, on `io.err`;
   * `nothing`: only what goes wrong.
   */
  readonly show: Show;
  /** Every job's changes, and every request. */
  readonly verbose?: boolean;
}

/** The world of a follower; tests hand in a clock. */
export interface FollowWorld {
  readonly io: Io;
  readonly clock?: Clock;
}

/** What came of following. */
export interface Followed {
  /** In the order in which they were given. */
  readonly roots: readonly PipelineNode[];
  /**
   * `over`: all pipelines are; `held`: the rest waits, and `onManual` says not to; `time`: the
   * limit was reached; `interrupted`: somebody asked to stop.
   */
  readonly ended: "over" | "held" | "time" | "interrupted";
  readonly exit: ExitCode;
  /** Why the exit code is not 0, a sentence each without its full stop. */
  readonly why: readonly string[];
  /** Those that count, the first ten. */
  readonly failures: readonly Failure[];
}
