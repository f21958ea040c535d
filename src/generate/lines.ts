import { UserError } from "../diagnostics/index.ts";

/** The line of a key in the file that wrote it; 1 is the first. */
export type LineOf = (path: readonly (string | number)[]) => number | undefined;

/**
 * Runs the checks of the model. Where a finding is about a job that a template wrote, its place
 * gets the template's line: `ci/web.yml.hbs:7 › web:test › needs`.
 */
export function withLines<T>(lines: ReadonlyMap<string, LineOf>, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const placed = error.diagnostics.map((diagnostic) => {
      const [origin, job, ...path] = diagnostic.where;
      const line = lines.get(String(job))?.(path);
      if (line === undefined) return diagnostic;
      return { ...diagnostic, where: [`${origin}:${line}`, job as string, ...path] };
    });
    throw new UserError(placed, { cause: error });
  }
}
