import { readManifests } from "../manifests.ts";
import { directoryOf, inside, outwards } from "../paths.ts";
import { allBelow } from "../pattern.ts";
import type { DiscoveredService, Ecosystem, World } from "../types.ts";
import { basisOf, type Surroundings } from "./gradle/basis.ts";
import { type GradleBuild, isBuildScript, isIn, readBuilds } from "./gradle/builds.ts";
import { compositeOf, givenByPlugins, includedBy } from "./gradle/composite.ts";
import { settingsOf } from "./gradle/inputs.ts";
import { GradleNames } from "./gradle/names.ts";
import { type GradleScript, parseScript } from "./gradle/script.ts";
import { basesOf } from "./shared/bases.ts";
import { pathsBelow } from "./shared/tree-walk.ts";

/**
 * Every project of a build is a service, but for a root that only holds others together. Scripts
 * of the projects around one are its inputs.
 */
export default {
  name: "gradle",
  manifests: ["*.gradle", "*.gradle.kts", "*.gradle.dcl"],
  async discover(found, world) {
    const paths = [...found.values()].flat().sort();
    const { builds, scripts, diagnostics } = await readBuilds(paths, world);
    const directories = new Set(builds.flatMap(({ projects }) => [...projects.values()]));
    const own = [...directories].flatMap((directory) => scripts.get(directory) ?? []);
    const read = new Map<string, GradleScript | undefined>(
      await readManifests([...new Set(own)].sort(), world, parseScript),
    );
    const built = builds.map((build) => builtProjects(build, directories, scripts, read, world));
    const roots = new Set(
      builds.flatMap(({ projects }, index) => built[index]!.map((path) => projects.get(path)!)),
    );
    const holders = new Set([...roots].flatMap((root) => [...outwards(root)].slice(1)));
    const composite = await compositeOf(builds, roots, world);
    const parts = await Promise.all(
      builds.map(async (build, index) => {
        const names = new GradleNames(build);
        const around: Surroundings = {
          build,
          names,
          tree: world.tree,
          scripts,
          read,
          paths: paths.filter(isBuildScript),
          roots,
          holders,
          places: new Map(),
          artifact: (name) => composite.artifact(build, name),
          catalog: (chain) => composite.catalog(build, chain),
        };
        const bases = await basesOf(
          built[index]!,
          read,
          (path) => basisOf(path, around),
          world,
          parseScript,
        );
        const shared = includedBy(build, builds, roots);
        const given = [...shared.edges, ...(await givenByPlugins(build, names, world))];
        return [...bases].map(([path, basis]) => {
          const from = build.projects.get(path)!;
          const outside = shared.inputs.filter((directory) => !isIn(from, directory));
          const inputs = [...basis.inputs, ...outside.map(allBelow), ...settingsOf(build, path)];
          const edges = given.filter(({ to }) => roots.has(to)).map((edge) => ({ from, ...edge }));
          return {
            service: serviceOf(build, path, inputs, scripts.get(from) ?? [], read),
            edges: [...basis.edges, ...edges],
          };
        });
      }),
    );
    return {
      services: parts.flat().map(({ service }) => service),
      edges: parts.flat().flatMap(({ edges }) => edges),
      diagnostics,
    };
  },
} satisfies Ecosystem;

type Scripts = ReadonlyMap<string, readonly string[]>;
type Read = ReadonlyMap<string, GradleScript | undefined>;

/** Paths of the projects that are services: one around all others must build something itself. */
function builtProjects(
  { projects, includes }: GradleBuild,
  directories: ReadonlySet<string>,
  scripts: Scripts,
  read: Read,
  world: World,
): string[] {
  return [...projects].flatMap(([path, directory]) => {
    const owns = (start: string) => ownsFiles(directory, start, directories, world);
    const own = scripts.get(directory) ?? [];
    const isTop = path === ":" && projects.size + includes.length > 1;
    if (!isTop) return owns(directory) ? [path] : [];
    const builds =
      projects.size === 1 ? own.length > 0 : own.some((each) => read.get(each)?.hasDependencies);
    return builds || owns(inside(directory, "src")) ? [path] : [];
  });
}

/** Whether a file below `start` belongs to the project of this directory and to none below it. */
function ownsFiles(
  directory: string,
  start: string,
  directories: ReadonlySet<string>,
  world: World,
): boolean {
  for (const path of pathsBelow(world.tree, start)) {
    for (const outer of outwards(directoryOf(path))) {
      if (outer === directory) return true;
      if (directories.has(outer)) break;
    }
  }
  return false;
}

function serviceOf(
  build: GradleBuild,
  path: string,
  inputs: readonly string[],
  scripts: readonly string[],
  read: Read,
): DiscoveredService {
  const root = build.projects.get(path)!;
  const runs = scripts.some((script) => read.get(script)?.runs);
  return {
    root,
    kind: runs ? "service" : "library",
    // A project may do without a script of its own.
    manifest: scripts[0] ?? inside(root, "build.gradle"),
    title: path === ":" ? build.name : path.slice(path.lastIndexOf(":") + 1),
    inputs,
  };
}
