import type { Tree } from "../detect/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import { ecosystemNames, loadEcosystems } from "./discover/index.ts";
import { findManifests } from "./manifests.ts";
import { directoryOf } from "./paths.ts";
import { patternList } from "./pattern-list.ts";
import type { Problems } from "./problems.ts";
import type { Discovered, WorkspaceSettings, World } from "./types.ts";

/** What one ecosystem found. */
export interface DiscoveredBy extends Discovered {
  readonly ecosystem: string;
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: Discovered = { services: [], edges: [] };

/** Asks the named ecosystems; what `services.exclude` covers is left out of their services. */
export async function discover(
  tree: Tree,
  settings: WorkspaceSettings,
  problems: Problems,
): Promise<DiscoveredBy[]> {
  const named = new Set(settings.discover);
  const inConfig = settings.config ? [settings.config] : [];
  const known = ecosystemNames;
  settings.discover.forEach((name, index) => {
    if (known.includes(name)) return;
    const where = [...inConfig, "services", "discover", index];
    problems.add(found("ECOSYSTEM_UNKNOWN", where, { name, known }));
  });
  const where = [...inConfig, "services", "exclude"];
  const exclude = await problems.keep(() => patternList(settings.exclude ?? [], where), undefined);
  const excluded = (manifest: string) => {
    if (settings.exclude === undefined || settings.exclude.length === 0) return false;
    const directory = directoryOf(manifest);
    return [manifest, ...(directory === "." ? [] : [directory])].some((path) =>
      exclude?.match(path),
    );
  };

  const { parseYaml, importsRead = false } = settings;
  const world: World = { tree, named, importsRead, excluded, parseYaml };
  const asked = await loadEcosystems(settings.discover);
  const manifests = findManifests(tree.listing, asked);
  return Promise.all(
    asked.map(async (ecosystem) => {
      const step = () => ecosystem.discover(manifests.get(ecosystem.name)!, world);
      const { services, edges, diagnostics = [] } = await problems.keep(step, nothing);
      const kept = services.filter(({ manifest }) => !excluded(manifest));
      return { ecosystem: ecosystem.name, services: kept, edges, diagnostics };
    }),
  );
}
