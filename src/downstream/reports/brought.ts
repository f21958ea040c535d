import type { Io } from "../../io.ts";
import { failuresOf, instances, readTrees } from "../follow/index.ts";
import { pipelinesNamed } from "../reference.ts";
import { resultsText } from "./results.ts";

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
  return resultsText(roots, await failuresOf(refs, roots, at));
}
