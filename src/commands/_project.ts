import { fail } from "../diagnostics/index.ts";
import { projectIn } from "../downstream/start/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";

/** The one project of a command: that of `--project`, else that of this job. Errors: PROJECT_ONE. */
export function oneProject({ project = [] }: Options, { env }: Pick<Io, "env">): string {
  const [named = env.CI_PROJECT_PATH || env.CI_PROJECT_ID, ...more] = project;
  if (!named || more.length > 0) fail("PROJECT_ONE", ["--project"], { many: more.length > 0 });
  return projectIn(named, "--project");
}
