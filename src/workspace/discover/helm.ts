import { fail } from "../../diagnostics/index.ts";
import { at, readManifests } from "../manifests.ts";
import { baseName, directoryOf, inside, outwards, resolveFrom } from "../paths.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, World } from "../types.ts";
import { isRecord, lineOf } from "./shared/json-values.ts";

/** What fanout needs of a Chart.yaml or, of version 1, a requirements.yaml. */
interface Chart {
  readonly name: string | undefined;
  readonly library: boolean;
  /** Directories of charts that are taken from this repository, as they are written. */
  readonly local: readonly { readonly directory: string; readonly line: number | undefined }[];
}

/** Every chart is a service, those in the `charts` directory of another belong to that one. */
export default {
  name: "helm",
  manifests: ["Chart.yaml", "requirements.yaml"],
  async discover(found, world) {
    const manifests = found.get("Chart.yaml")!;
    const all = new Set(manifests.map(directoryOf));
    const requirements = found
      .get("requirements.yaml")!
      .filter((path) => all.has(directoryOf(path)));
    const charts = await readManifests([...manifests, ...requirements], world, (text, path) =>
      parseChart(text, path, world),
    );
    const services: DiscoveredService[] = [];
    const edges: DiscoveredEdge[] = [];
    for (const [manifest, { name, library, local }] of charts) {
      const here = directoryOf(manifest);
      const from = ownerOf(here, all);
      if (from === here && baseName(manifest) === "Chart.yaml") {
        const title = name === undefined ? {} : { title: name };
        services.push({ root: here, kind: library ? "library" : "service", manifest, ...title });
      }
      for (const { directory, line } of local) {
        const to = resolveFrom(here, directory);
        if (to === undefined) continue;
        edges.push({ from, to, manifest, ...(line === undefined ? {} : { line }) });
      }
    }
    return { services, edges };
  },
} satisfies Ecosystem;

/** The outermost chart that holds this one in its `charts` directory. */
function ownerOf(directory: string, charts: ReadonlySet<string>): string {
  let owner = directory;
  for (const around of outwards(directory)) {
    if (
      charts.has(around) &&
      (directory === around || directory.startsWith(inside(around, "charts/")))
    ) {
      owner = around;
    }
  }
  return owner;
}

/** Throws what the YAML reader throws, and MANIFEST_INVALID. */
async function parseChart(text: string, path: string, world: World): Promise<Chart> {
  const yaml = (await world.parseYaml(text, path)) ?? {};
  if (!isRecord(yaml)) fail("MANIFEST_INVALID", at(path), { problem: "it holds no mapping" });
  const { name, type, dependencies } = yaml;
  if (dependencies !== undefined && dependencies !== null && !Array.isArray(dependencies)) {
    const problem = '"dependencies" is no list of charts';
    fail("MANIFEST_INVALID", at(path, lineOf(text, "dependencies:")), { problem });
  }
  const repositories = (Array.isArray(dependencies) ? dependencies : []).flatMap((each: unknown) =>
    isRecord(each) && typeof each.repository === "string" ? [each.repository] : [],
  );
  return {
    name: typeof name === "string" && name !== "" ? name : undefined,
    library: type === "library",
    local: [...new Set(repositories)].flatMap((repository) => {
      if (!repository.startsWith("file://")) return [];
      const line = lineOf(text, repository);
      return [{ directory: repository.slice("file://".length), line }];
    }),
  };
}
