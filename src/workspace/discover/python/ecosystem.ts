import { directoryOf, inside, outwards, resolveFrom, startOf } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, Found, World } from "../../types.ts";
import { pathTarget } from "../shared/members.ts";
import type { PythonDependency } from "./manifest.ts";
import { type PythonProject, readPython, type UvRoot } from "./projects.ts";

/** Files that start a program. */
const starts = ["main.py", "app.py", "manage.py", "__main__.py"];
/** Where they do: beside the manifest, in a package there, in src, or in a package there. */
const usual = /^(?:src\/)?(?:(?!(?:docs?|examples?|scripts?|tests?|tools?)\/)[^/]+\/)?[^/]+$/;
/** Files beside a workspace root that every member is built with. */
const shared = ["pyproject.toml", "uv.toml", ".python-version"];

/** The ecosystem of one tool: the projects that it claims of all those that there are. */
export const pythonEcosystem = (name: "uv" | "poetry"): Ecosystem => ({
  name,
  manifests: ["pyproject.toml", ...starts],
  async discover(found, world) {
    const projects = await projectsOf(found, world);
    const roots = new Set(projects.map(({ root }) => root));
    const started = startedBy(found, roots);
    const own = projects.filter((project) => claimant(project, world) === name);
    return {
      services: own.map((project) => serviceOf(project, started, world)),
      edges: own.flatMap((project) => edgesOf(project, world)),
    };
  },
});

/** Both tools may be named; the files are read once for them. */
const read = new WeakMap<World, Promise<PythonProject[]>>();

function projectsOf(found: Found, world: World): Promise<PythonProject[]> {
  const known = read.get(world) ?? readPython(found, world);
  read.set(world, known);
  return known;
}

/** The tool that a project is made for, as its files tell. */
function natural({ root, manifest, workspaces }: PythonProject, { tree }: World) {
  const around = [root, ...workspaces.map((workspace) => workspace.root)];
  const uvLock = around.some((directory) => tree.has(inside(directory, "uv.lock")));
  const poetryLock = tree.has(inside(root, "poetry.lock"));
  const uv = uvLock || manifest.hasUv || workspaces.length > 0;
  const poetry = poetryLock || manifest.hasPoetry;
  if (uv && poetry) return poetryLock && !uvLock ? "poetry" : "uv";
  return uv ? "uv" : poetry ? "poetry" : undefined;
}

/** What no named tool claims goes to the first that is named. */
function claimant(project: PythonProject, world: World): string | undefined {
  const made = natural(project, world);
  if (made && world.named.has(made)) return made;
  return [...world.named].find((name) => name === "uv" || name === "poetry");
}

/** Directories of projects in which a program starts. */
function startedBy(found: Found, roots: ReadonlySet<string>): ReadonlySet<string> {
  const started = new Set<string>();
  for (const path of starts.flatMap((file) => found.get(file)!)) {
    for (const root of outwards(directoryOf(path))) {
      if (!roots.has(root)) continue;
      if (usual.test(path.slice(startOf(root).length))) started.add(root);
      break;
    }
  }
  return started;
}

function serviceOf(
  project: PythonProject,
  started: ReadonlySet<string>,
  world: World,
): DiscoveredService {
  const { root, manifest, workspaces } = project;
  const others = workspaces.filter((workspace) => workspace.root !== root);
  const outside = manifest.packed
    .map((packed) => resolveFrom(root, packed))
    .filter((packed) => packed !== undefined)
    .filter((packed) => packed !== root && !packed.startsWith(startOf(root)));
  const inputs = [
    ...others.flatMap((other) => shared.map((file) => literal(inside(other.root, file)))),
    ...workspaces.flatMap(({ unlisted }) => unlisted),
    ...outside.map(allBelow),
  ];
  return {
    root,
    kind: manifest.hasScripts || started.has(root) ? "service" : "library",
    manifest: inside(root, "pyproject.toml"),
    ...(manifest.title === undefined ? {} : { title: manifest.title }),
    inputs: [...new Set(inputs)],
    locks: locksOf(project, world),
  };
}

function locksOf(project: PythonProject, world: World): string[] {
  const { root, workspaces } = project;
  const tool = natural(project, world);
  if (tool === undefined) return [];
  if (tool === "poetry") return [inside(root, "poetry.lock")];
  const lockedIn = workspaces.length === 0 ? [root] : workspaces.map((each) => each.root);
  return lockedIn.map((directory) => inside(directory, "uv.lock"));
}

function edgesOf(project: PythonProject, { tree }: World): DiscoveredEdge[] {
  const { root, manifest, workspaces } = project;
  const path = inside(root, "pyproject.toml");
  const edges: DiscoveredEdge[] = [];
  const link = (to: string | undefined, from: string, line: number | undefined) => {
    if (to === undefined) return;
    edges.push({ from: root, to, manifest: from, ...(line === undefined ? {} : { line }) });
  };
  const named = (name: string) => workspaces.flatMap(({ byName }) => byName.get(name) ?? []);
  /** Where the sources of a workspace say that a dependency lies. */
  const sourced = ({ name }: PythonDependency, { root: base, manifest: { sources } }: UvRoot) =>
    (sources.get(name)?.paths ?? []).map((each) => pathTarget(base, each, tree));

  for (const dependency of manifest.dependencies) {
    const { name, line, path: given } = dependency;
    if (given !== undefined) link(pathTarget(root, given, tree), path, line);
    for (const to of named(name)) link(to, path, line);
    if (manifest.sources.has(name)) continue;
    for (const to of workspaces.flatMap((each) => sourced(dependency, each))) link(to, path, line);
  }
  for (const [name, { line, paths }] of manifest.sources) {
    for (const given of paths) link(pathTarget(root, given, tree), path, line);
    for (const to of named(name)) link(to, path, line);
  }
  for (const workspace of workspaces) {
    for (const dependency of workspace.manifest.overrides) {
      for (const to of [...named(dependency.name), ...sourced(dependency, workspace)]) {
        link(to, workspace.path, dependency.line);
      }
    }
  }
  return edges;
}
