import { isBelow, readManifests } from "../manifests.ts";
import { directoryOf, inside, outwards, resolveFrom } from "../paths.ts";
import { allBelow } from "../pattern.ts";
import type { Ecosystem, World } from "../types.ts";
import { basisOf } from "./maven/basis.ts";
import { MavenModel, parentFile, slashes } from "./maven/model.ts";
import { type Pom, parsePom } from "./maven/pom.ts";
import { pathsBelow } from "./shared/tree-walk.ts";

/**
 * Every project is a service, but for those that only hold others together: the pom.xml of such
 * a one is an input of those that inherit from it, which are built from no other file of its
 * directory.
 */
export default {
  name: "maven",
  manifests: ["pom.xml"],
  async discover(found, world) {
    const poms = await readPoms(found.get("pom.xml")!, world);
    const model = new MavenModel(poms);
    const bare = bareProjects(model, world);
    const built = [...poms].filter(([path]) => !bare.has(path));
    const roots = new Set(built.map(([path]) => directoryOf(path)));
    const parts = built.map(([path, pom]) => {
      const root = directoryOf(path);
      const { edges, inputs } = basisOf(path, { model, bare, roots, tree: world.tree });
      const runs = pom.runs || pom.packaging === "war" || pom.packaging === "ear";
      const kind = runs ? ("service" as const) : ("library" as const);
      const all = [...inputs, ...settingsOf(root, poms)];
      return { service: { root, kind, manifest: path, title: pom.artifactId, inputs: all }, edges };
    });
    return {
      services: parts.map(({ service }) => service),
      edges: parts.flatMap(({ edges }) => edges),
    };
  },
} satisfies Ecosystem;

/** All project files: those called pom.xml, and others that a module or a parent leads to. */
async function readPoms(paths: readonly string[], world: World): Promise<Map<string, Pom>> {
  const all = new Set(paths);
  const poms = new Map<string, Pom>();
  let next = paths.filter((path) => !isContent(path, all));
  while (next.length > 0) {
    const read = await readManifests(next, world, parsePom);
    for (const [path, pom] of read) poms.set(path, pom);
    const named = [...read].flatMap(([path, pom]) => filesOf(path, pom));
    next = [...new Set(named)].filter((path) => world.tree.has(path) && !poms.has(path)).sort();
    next = next.filter((path) => !isBelow(path, "node_modules"));
  }
  return poms;
}

/** A file of the sources of a project is what it tests with or generates from, not a project. */
function isContent(path: string, all: ReadonlySet<string>): boolean {
  for (const { index } of path.matchAll(/(?<=^|\/)src\/(?:main|test|its?)\//g)) {
    if (all.has(`${path.slice(0, index)}pom.xml`)) return true;
  }
  return false;
}

/** Files that a project leads to by their place. */
function filesOf(path: string, { modules, parent }: Pom): string[] {
  const found = modules.flatMap(({ text }) => {
    const target = resolveFrom(directoryOf(path), slashes(text));
    return target === undefined ? [] : [target, inside(target, "pom.xml")];
  });
  const file = parent && parentFile(path, parent.relativePath);
  return file === undefined ? found : [...found, file];
}

/**
 * Projects of packaging `pom` without sources of their own that are around others, or that list
 * modules and are nobody's parent.
 */
function bareProjects(model: MavenModel, world: World): ReadonlySet<string> {
  const { poms } = model;
  const directories = new Set([...poms.keys()].map(directoryOf));
  const around = new Set<string>();
  for (const directory of directories) {
    for (const outer of outwards(directory)) if (outer !== directory) around.add(outer);
  }
  const parents = new Set([...poms.keys()].flatMap((path) => model.parents(path)));
  const bare = new Set<string>();
  for (const [path, { packaging, modules }] of poms) {
    const directory = directoryOf(path);
    if (packaging !== "pom") continue;
    const holds = around.has(directory) || (modules.length > 0 && !parents.has(path));
    if (holds && !hasSources(directory, directories, world)) bare.add(path);
  }
  return bare;
}

/** Whether a file below src/ belongs to the project of this directory and to none below it. */
function hasSources(directory: string, directories: ReadonlySet<string>, world: World): boolean {
  for (const path of pathsBelow(world.tree, inside(directory, "src"))) {
    for (const outer of outwards(directoryOf(path))) {
      if (!directories.has(outer)) continue;
      if (outer === directory) return true;
      break;
    }
  }
  return false;
}

/** Maven's own settings of every build around a project, there or not. */
const settingsOf = (root: string, poms: ReadonlyMap<string, Pom>): string[] =>
  [...outwards(root)]
    .filter((directory) => directory === "." || poms.has(inside(directory, "pom.xml")))
    .filter((directory) => directory !== root)
    .map((directory) => allBelow(inside(directory, ".mvn")));
