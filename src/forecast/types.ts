import type { Simulated } from "../simulate/index.ts";

/** A pipeline as a situation would find it, and those that its trigger jobs would start. */
export interface Forecast {
  /** Where its configuration stands: a file, or several with commas between. */
  readonly file: string;
  /** The trigger job that starts it; "" for the pipeline itself. */
  readonly startedBy: string;
  /** What GitLab refuses before it looks at jobs, in its words; or why nothing would be written. */
  readonly refused: readonly string[];
  /** `undefined` where the configuration is refused or cannot be known here. */
  readonly simulated: Simulated | undefined;
  /** Why nothing is known of it here. */
  readonly unknown?: string;
  /** What it includes from elsewhere and nobody has mapped: its jobs are not among those told. */
  readonly missing: readonly string[];
  readonly children: readonly Forecast[];
}

/** Whether it and all that it starts would be created, as far as it is known. */
export const isSound = ({ simulated, unknown, children }: Forecast): boolean =>
  (unknown !== undefined || simulated?.created === true) && children.every(isSound);
