import { parseToml } from "../../../toml.ts";
import { readManifests } from "../../manifests.ts";
import { baseName, groupBy, inside } from "../../paths.ts";
import type { DiscoveredEdge, World } from "../../types.ts";
import { pathsBelow } from "../shared/tree-walk.ts";
import type { GradleBuild } from "./builds.ts";
import { accessorOf, type GradleNames } from "./names.ts";

/** What builds that include each other give each other. */
export interface Composite {
  /** Directories of services that an artifact of this name may come from, in any of the builds. */
  artifact(build: GradleBuild, name: string): readonly string[];
  /** Names of artifacts that a name of a version catalog of the build stands for. */
  catalog(build: GradleBuild, names: string): readonly string[];
}

/**
 * In builds that are built together Gradle takes an artifact from the project that makes it. The
 * group is not looked at, since scripts may compute it.
 */
export async function compositeOf(
  builds: readonly GradleBuild[],
  roots: ReadonlySet<string>,
  world: World,
): Promise<Composite> {
  const together = groupsOf(builds);
  const members = groupBy(builds, (build) => together.get(build)!);
  const makers = new Map<number, Map<string, string[]>>();
  for (const [group, all] of members) {
    const named = new Map<string, string[]>();
    for (const { name, projects } of all) {
      for (const [path, directory] of projects) {
        if (!roots.has(directory)) continue;
        const artifact = path === ":" ? name : path.slice(path.lastIndexOf(":") + 1);
        named.set(artifact, [...(named.get(artifact) ?? []), directory]);
      }
    }
    makers.set(group, named);
  }
  const several = builds.filter((build) => members.get(together.get(build)!)!.length > 1);
  const catalogs = await readCatalogs(several, world);
  return {
    artifact(build, name) {
      const group = together.get(build)!;
      return members.get(group)!.length > 1 ? (makers.get(group)!.get(name) ?? []) : [];
    },
    catalog(build, names) {
      const plain = names.split(".").map(accessorOf).join(".");
      const own = catalogs.get(build) ?? [];
      return own
        .filter(({ key }) => `${plain}.`.startsWith(`${key}.`))
        .flatMap((each) => each.artifacts);
    },
  };
}

/** Builds that one includes, or that include one, have the same number. */
function groupsOf(builds: readonly GradleBuild[]): ReadonlyMap<GradleBuild, number> {
  const byRoot = new Map(builds.map((build) => [build.root, build]));
  const neighbours = new Map(builds.map((build) => [build, [] as GradleBuild[]]));
  for (const build of builds) {
    for (const { directory } of build.includes) {
      const other = byRoot.get(directory);
      if (!other) continue;
      neighbours.get(build)!.push(other);
      neighbours.get(other)!.push(build);
    }
  }
  const groups = new Map<GradleBuild, number>();
  builds.forEach((first, number) => {
    if (groups.has(first)) return;
    const open = [first];
    for (let build = open.pop(); build; build = open.pop()) {
      if (groups.has(build)) continue;
      groups.set(build, number);
      open.push(...neighbours.get(build)!);
    }
  });
  return groups;
}

/** An entry of a version catalog: `libs.a.b`, in the spelling of `accessorOf`. */
interface Entry {
  readonly key: string;
  readonly artifacts: readonly string[];
}

async function readCatalogs(builds: readonly GradleBuild[], world: World) {
  const files = new Map(
    builds.map((build) => {
      const all = pathsBelow(world.tree, inside(build.root, "gradle"));
      return [build, [...all].filter((path) => path.endsWith(".versions.toml"))];
    }),
  );
  const paths = [...new Set([...files.values()].flat())].sort();
  const read = await readManifests(paths, world, async (text, path) =>
    entriesOf(await parseToml(text, path), baseName(path).replace(/\.versions\.toml$/, "")),
  );
  return new Map(
    [...files].map(([build, own]) => [build, own.flatMap((path) => read.get(path) ?? [])]),
  );
}

/** docs.gradle.org/current/userguide/version_catalogs.html */
function entriesOf(catalog: unknown, name: string): Entry[] {
  const libraries = Object.entries(record(record(catalog).libraries)).map(([alias, library]) => {
    const { module, name: artifact } = record(library);
    const id = typeof library === "string" ? library : module;
    const made = typeof id === "string" ? id.split(":")[1] : artifact;
    const key = [name, ...alias.split(/[-_.]/)].map(accessorOf).join(".");
    return { key, artifacts: typeof made === "string" ? [made] : [] };
  });
  // Which libraries a bundle holds is not looked at: it may be all.
  const all = libraries.flatMap(({ artifacts }) => artifacts);
  return [...libraries, { key: `${accessorOf(name)}.bundles`, artifacts: all }];
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** Edges from all services of a build, and inputs of all of them. */
export interface Shared {
  readonly edges: readonly Omit<DiscoveredEdge, "from">[];
  /** Directories that no service is in. */
  readonly inputs: readonly string[];
}

/** What a build includes: every project may be built with all of it, such as with its plugins. */
export function includedBy(
  build: GradleBuild,
  builds: readonly GradleBuild[],
  roots: ReadonlySet<string>,
): Shared {
  const edges: Omit<DiscoveredEdge, "from">[] = [];
  const inputs: string[] = [];
  for (const { directory, manifest, line } of build.includes) {
    const other = builds.find(({ root }) => root === directory);
    const services = [...(other?.projects.values() ?? [])].filter((each) => roots.has(each));
    if (other !== build) edges.push(...services.map((to) => ({ to, manifest, line })));
    if (services.length === 0) inputs.push(directory);
  }
  return { edges, inputs };
}

const source = /\.(?:gradle|kts|kt|java|groovy)$/;

/**
 * Projects that plugins of a build give to those that apply them: every text that is the path of
 * one, in buildSrc and in the sources of included builds.
 */
export async function givenByPlugins(
  build: GradleBuild,
  names: GradleNames,
  { tree }: World,
): Promise<Omit<DiscoveredEdge, "from">[]> {
  const own = [...pathsBelow(tree, inside(build.root, "buildSrc"))];
  const included = build.includes.flatMap(({ directory }) =>
    [...pathsBelow(tree, directory)].filter((path) => path.includes("/src/main/")),
  );
  const paths = [...new Set([...own, ...included])].filter((path) => source.test(path)).sort();
  const edges: Omit<DiscoveredEdge, "from">[] = [];
  for (const [manifest, text] of await tree.read(paths)) {
    text.split("\n").forEach((line, index) => {
      for (const [, path] of line.matchAll(/["'](:[^"'\s]{1,200})["']/g)) {
        for (const target of names.ofText(path!)) {
          edges.push({ to: build.projects.get(target)!, manifest, line: index + 1 });
        }
      }
    });
  }
  return edges;
}
