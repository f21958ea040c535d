import type { Tree } from "../detect/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import { cyclesOf } from "./cycles.ts";
import { readDefinitions } from "./define.ts";
import { discover } from "./discover.ts";
import { nameEdges } from "./edges.ts";
import { discoveredByGraph } from "./graph.ts";
import { nameSites } from "./names.ts";
import { byCodeUnit } from "./paths.ts";
import { patternList } from "./pattern-list.ts";
import { Problems } from "./problems.ts";
import { joinSites, mergeSites, type Site } from "./sites.ts";
import type { Service, Workspace, WorkspaceSettings } from "./types.ts";

/**
 * Services and edges of one tree: what the named ecosystems discover, joined with what the
 * configuration defines. Everything that is wrong comes as one UserError (exit code 2); what is
 * only worth knowing comes as diagnostics.
 */
export async function readWorkspace(
  tree: Tree,
  settings: WorkspaceSettings,
): Promise<{ workspace: Workspace; diagnostics: Diagnostic[] }> {
  const problems = new Problems();
  const definitions = readDefinitions(tree, settings, problems);
  const discovered = await discover(tree, settings, problems);
  if (settings.graph) discovered.push(discoveredByGraph(settings.graph, tree, problems));
  problems.stop();

  const merged = joinSites(mergeSites(discovered, definitions), discovered);
  const sites = [...merged.sites.values()];
  for (const { definition, inputs } of sites) {
    if (!definition?.settings.inputs) continue;
    await problems.keep(() => void patternList(inputs, [...definition.where, "inputs"]), undefined);
  }
  const names = nameSites(sites, problems);
  const config = settings.config ?? "fanout.config";
  const edges = nameEdges(sites, merged.edges, names, config, problems);
  problems.stop();

  const services = sites
    .map((site) => serviceOf(site, names.get(site.root)!))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  const cycles = cyclesOf(
    services.map(({ name }) => name),
    edges,
  );
  const diagnostics = discovered.flatMap((part) => part.diagnostics);
  diagnostics.push(...cycles.map((members) => found("SERVICE_CYCLE", [], { members })));
  if (services.length === 0) diagnostics.push(found("WORKSPACE_EMPTY", [], settings));
  return { workspace: { services, edges, cycles }, diagnostics };
}

function serviceOf(site: Site, name: string): Service {
  const { root, kind, foundBy, inputs, tags, definition } = site;
  const locks = [...site.locks].sort(byCodeUnit);
  const { generators, matrix, variables = {} } = definition?.settings ?? {};
  const service = { name, root, kind, tags, inputs, locks, foundBy, variables };
  return { ...service, ...(generators && { generators }), ...(matrix && { matrix }) };
}
