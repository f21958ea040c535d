import type { Comparison } from "../detect/index.ts";
import { sentence, UserError } from "../diagnostics/index.ts";
import { loadEcosystems } from "./discover/index.ts";
import { findManifests } from "./manifests.ts";
import { byCodeUnit } from "./paths.ts";
import { readWorkspace } from "./read.ts";
import type { Edge, Service, Workspace, WorkspaceSettings } from "./types.ts";

/** What the base had and the head has no more. */
export interface Removed {
  /** Sorted by name; neither their name nor their directory is a service of the head. */
  readonly services: readonly Service[];
  /** Edges of the base that lead to them, from services that are still there, named as now. */
  readonly edges: readonly Edge[];
  /** Why it cannot be known: then everything counts. */
  readonly doubt?: string;
}

const nothing: Removed = { services: [], edges: [] };

/**
 * Which services are gone since the base. Its workspace is read only where it may have had others:
 * where a manifest, or the configuration (`changedSettings`), was changed or deleted.
 */
export async function readRemoved(
  head: Workspace,
  { changes, baseTree }: Pick<Comparison, "changes" | "baseTree">,
  before: WorkspaceSettings,
  changedSettings: boolean,
): Promise<Removed> {
  const old = changes.filter(({ status }) => status !== "A").map(({ path }) => path);
  if (!changedSettings && !(await holdManifests(old, before.discover))) return nothing;
  try {
    return compare(
      head,
      (await readWorkspace(baseTree, { ...before, graph: undefined })).workspace,
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = sentence(error.diagnostics[0]!).split(". ")[0]!;
    return { ...nothing, doubt: `the services of the base cannot be read (${problem})` };
  }
}

async function holdManifests(
  paths: readonly string[],
  discover: readonly string[],
): Promise<boolean> {
  if (paths.length === 0) return false;
  const asked = await loadEcosystems(discover);
  const found = findManifests(paths.map((path) => `${path}\0`).join(""), asked);
  return asked.some(({ name }) => [...found.get(name)!.values()].some((list) => list.length > 0));
}

function compare(head: Workspace, base: Workspace): Removed {
  const names = new Set(head.services.map(({ name }) => name));
  const byRoot = new Map(head.services.map(({ root, name }) => [root, name]));
  const gone = base.services.filter(({ name, root }) => !names.has(name) && !byRoot.has(root));
  const lost = new Set(gone.map(({ name }) => name));
  const roots = new Map(base.services.map(({ root, name }) => [name, root]));
  const edges = base.edges.flatMap((edge) => {
    const from =
      byRoot.get(roots.get(edge.from)!) ?? (names.has(edge.from) ? edge.from : undefined);
    return from === undefined || !lost.has(edge.to) ? [] : [{ ...edge, from }];
  });
  return {
    services: gone,
    edges: edges.sort((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to)),
  };
}
