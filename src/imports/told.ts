import type { Change, Comparison } from "../detect/index.ts";
import { isPlainData, isSettings, isTsConfig, kindOf } from "./files.ts";
import type { ReadGraph } from "./graph.ts";
import { isGlobal } from "./parse/global.ts";
import { isAnalysed } from "./roles.ts";

/** Changes, by what their imports tell. */
export interface Sorted {
  /** Only those who import such a path, directly or not, can differ by it. */
  readonly told: readonly Change[];
  /** What else may differ is for the edges of the workspace to say. */
  readonly untold: readonly Change[];
}

/** Finds out of which changed paths the imports tell everything. In doubt they do not. */
export async function sortChanges(
  changes: readonly Change[],
  graph: ReadGraph,
  baseTree: Comparison["baseTree"],
): Promise<Sorted> {
  const likely = changes.filter((change) => isLikely(change, graph));
  const globals = await globalBefore(likely, baseTree);
  const told = likely.filter(({ path }) => !globals.has(path));
  const known = new Set(told.map(({ path }) => path));
  return { told, untold: changes.filter(({ path }) => !known.has(path)) };
}

function isLikely({ path, status }: Change, graph: ReadGraph): boolean {
  const { owners, roles, edges, parsed } = graph;
  const owner = owners.of(path);
  if (owner && !isAnalysed(owner)) return false;
  if (status === "T") return false;
  if (isTsConfig(path)) return owner === undefined;
  if (roles.isTool(path) || isSettings(path)) return false;
  const kind = kindOf(path);
  if (kind === "other") return isPlainData(path) && edges.direct(edges.at(path)).length > 0;
  if (kind === "opaque" || status === "D") return true;
  const read = parsed.get(path);
  return read !== undefined && !read.global && !read.broken;
}

/** Code files that could concern others without an import before they were changed. */
async function globalBefore(
  changes: readonly Change[],
  baseTree: Comparison["baseTree"],
): Promise<ReadonlySet<string>> {
  const before = changes
    .filter(({ path, status }) => status !== "A" && kindOf(path) === "code")
    .map(({ path }) => path);
  if (before.length === 0) return new Set();
  const texts = await baseTree.read(before);
  return new Set(
    before.filter((path) => {
      const text = texts.get(path);
      return text === undefined || isGlobal(text, path);
    }),
  );
}
