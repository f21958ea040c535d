import type { ExitCode } from "../diagnostics/index.ts";
import { retrySteps, take } from "../downstream/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { toldDone, treeNamed } from "./_pipelines.ts";

/**
 * `fanout retry`: retries failed and cancelled jobs of a pipeline and of all that it started.
 * Trigger jobs that started nothing are retried as well; with `--recreate` all whose pipeline
 * failed. Exit code 5 where GitLab refuses one; the others are retried all the same.
 */
export async function retry(options: Options, unguarded: Io): Promise<ExitCode> {
  const world = { io: guarded(unguarded) };
  const { tree, instance } = await treeNamed(options, world);
  const done = await take(retrySteps(tree, options.recreate), instance, world);
  return toldDone(done, "nothing failed or was cancelled", options, world.io);
}
