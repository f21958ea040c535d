export type Severity = "error" | "warning" | "info";

/**
 * Exit codes of the command (docs/diagnostics.md): 1 findings, 2 usage or configuration,
 * 3 git or base, 4 a GitLab limit, 5 GitLab's API, 70 a bug, 130 and 143 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 70 | 130 | 143;

/** What a row of a message table holds. */
export interface Message<A> {
  readonly severity: Severity;
  /** The exit code when this stops the run; 2 unless told otherwise. */
  readonly exit?: ExitCode;
  readonly text: (a: A) => string;
  /** What to do next: one sentence. */
  readonly next?: (a: A) => string;
}

/** Types a row of a message table by the arguments that its sentence takes. */
export const row = <A = Record<string, never>>(message: Message<A>): Message<A> => message;
