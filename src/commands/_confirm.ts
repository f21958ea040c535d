import type { Io } from "../io.ts";
import type { Options } from "../options.ts";

/**
 * Asks for a yes; `undefined` where nobody can be asked. `--yes` is the answer to everything, and a
 * job of CI has nobody who sits there.
 */
export async function confirmed(
  question: string,
  { yes }: Pick<Options, "yes">,
  { ask, env }: Pick<Io, "ask" | "env">,
): Promise<boolean | undefined> {
  if (yes) return true;
  if (!ask || isJob(env)) return undefined;
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

/** Whether this is a job of CI, whose output is kept. */
export const isJob = ({ CI, GITLAB_CI }: Io["env"]): boolean =>
  [CI, GITLAB_CI].some((value) => value !== undefined && value !== "" && value !== "false");
