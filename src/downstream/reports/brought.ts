import type { Io } from "../../io.ts";
import { instances, readTrees } from "../follow/index.ts";
import { pipelinesNamed } from "../reference.ts";
import { failuresIn } from "../tell/index.ts";
import { resultsText } from "./results.ts";

/** How long the logs of failed jobs may take, in milliseconds. */
const forLogs = 60_000;

/**
 * What pipelines came to, as they are now, as Markdown. `names` are pipelines as `pipelinesNamed` takes
 * them; errors are those of it and of `tokensFor`.
 */
export async function resultsOf(
  names: readonly string[],
  { url, tell }: { readonly url: string | undefined; readonly tell: (text: string) => void },
  io: Io,
): Promise<string> {
  const refs = await pipelinesNamed(names, url, io);
  const at = instances({ io }, { tell });
  const roots = await readTrees(refs, at, { io });
  const [first] = refs;
  const { change } = at(first?.url);
  const until = change.clock.now() + forLogs;
  const failures = await failuresIn(roots, ({ project }) => ({ client: change, project, until }));
  return resultsText(roots, failures);
}
