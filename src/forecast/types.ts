import type { Simulated } from "../simulate/index.ts";

/** A pipeline as a situation would find it, and those that its trigger jobs would start. */
export interface Forecast {
  /** Where its configuration stands: a file, or what a generating job writes. */
  readonly file: string;
  /** The trigger job that starts it; "" for the pipeline itself. */
  readonly startedBy: string;
  /** What GitLab refuses before it looks at jobs, in its words. */
  readonly refused: readonly string[];
  /** `undefined` where the configuration is refused or cannot be known here. */
  readonly simulated: Simulated | undefined;
  /** Why nothing is known of it here. */
  readonly unknown?: string;
  readonly children: readonly Forecast[];
}
