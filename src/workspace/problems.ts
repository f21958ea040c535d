import { type Diagnostic, UserError } from "../diagnostics/index.ts";

/** Gathers what is wrong, so that a user sees all of it at once. */
export class Problems {
  readonly found: Diagnostic[] = [];

  add(...diagnostics: readonly Diagnostic[]): void {
    this.found.push(...diagnostics);
  }

  /** Runs a step; what it throws as UserError is kept, and `otherwise` stands in for its result. */
  async keep<T>(step: () => T | Promise<T>, otherwise: T): Promise<T> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.add(...error.diagnostics);
      return otherwise;
    }
  }

  /** Stops the run with all of them, if there are any. */
  stop(): void {
    if (this.found.length > 0) throw new UserError(this.found);
  }
}
