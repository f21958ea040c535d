import type { ExitCode } from "../diagnostics/index.ts";
import { cancelSteps, take } from "../downstream/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { toldDone, treeNamed } from "./_pipelines.ts";

/**
 * `fanout cancel`: cancels what is open of a pipeline and of all that it started, in other projects
 * too. Exit code 5 where GitLab refuses one; the others are cancelled all the same.
 */
export async function cancel(options: Options, unguarded: Io): Promise<ExitCode> {
  const world = { io: guarded(unguarded) };
  const { tree, instance } = await treeNamed(options, world);
  const done = await take(cancelSteps(tree), instance, world);
  return toldDone(done, "nothing is open", options, world.io);
}
