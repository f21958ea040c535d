import { type Diagnostic, found as finding } from "../../../diagnostics/index.ts";
import { at, isBelow, readManifests } from "../../manifests.ts";
import { baseName, directoryOf, groupBy, inside, outwards, resolveFrom } from "../../paths.ts";
import type { World } from "../../types.ts";
import { isThere } from "../shared/tree-walk.ts";
import { type GradleSettings, parseSettings } from "./settings.ts";

/** One build of Gradle: a directory with settings, or a project that has none around it. */
export interface GradleBuild {
  readonly root: string;
  /** `""` where it is not known. */
  readonly name: string;
  /** Directories by project path; that of the root is `:`. */
  readonly projects: ReadonlyMap<string, string>;
  /** Whether some of the paths are guessed from directories. */
  readonly guessed: boolean;
  readonly includes: readonly GradleInclude[];
}

/** Another build that is built with it. */
export interface GradleInclude {
  /** Whether or not there is a build. */
  readonly directory: string;
  readonly manifest: string;
  readonly line: number;
}

const settingsFile = /^settings\.gradle(?:\.kts|\.dcl)?$/;
const buildFile = /^build\.gradle(?:\.kts|\.dcl)?$/;

/** Whether a script may be that of a project. */
export const isBuildScript = (path: string): boolean =>
  !/^(?:settings|init)\.gradle/.test(baseName(path));

/** All builds, and what a user should know about them. `paths` are all scripts. */
export async function readBuilds(paths: readonly string[], world: World) {
  const all = new Set(paths);
  const seen = paths.filter((path) => !isBelow(path, "buildSrc") && !isContent(path, all));
  const files = seen.filter((path) => settingsFile.test(baseName(path)));
  const settings = await readSettings(files, world);
  const scripts = groupBy(seen.filter(isBuildScript), directoryOf);
  const roots = rootsOf(settings, scripts);
  const byRoot = groupBy(scripts.keys(), (directory) => enclosing(directory, roots));
  const diagnostics: Diagnostic[] = [];
  const builds = [...roots].sort().map((root): GradleBuild => {
    const own = [...settings].filter(([path]) => directoryOf(path) === root);
    const around = { root, scripts, world, directories: byRoot.get(root) ?? [], roots };
    const { build, computed } = buildOf(own, around);
    diagnostics.push(...computed.filter(({ path }) => !world.excluded(path)).map(told));
    return build;
  });
  const lone = (byRoot.get(undefined) ?? []).filter((directory) =>
    hasBuildFile(directory, scripts),
  );
  for (const root of lone) builds.push(loneBuild(root));
  return { builds, scripts, diagnostics };
}

const loneBuild = (root: string): GradleBuild => ({
  root,
  name: nameOf(root),
  projects: new Map([[":", root]]),
  guessed: false,
  includes: [],
});

/** A file of the sources of a project is what it tests with, not a project. */
function isContent(path: string, all: ReadonlySet<string>): boolean {
  for (const { index } of path.matchAll(/(?<=^|\/)src\/(?:main|it|[A-Za-z]*[tT]est[A-Za-z]*)\//g)) {
    const start = path.slice(0, index);
    if (["build.gradle", "build.gradle.kts"].some((name) => all.has(start + name))) return true;
  }
  return false;
}

/** Settings by path, each with the scripts that it applies. */
async function readSettings(files: readonly string[], world: World) {
  const settings = new Map<string, GradleSettings[]>();
  const owners = new Map(files.map((path) => [path, path]));
  let next = files;
  while (next.length > 0) {
    const applied: string[] = [];
    for (const [path, read] of await readManifests(next, world, parseSettings)) {
      const owner = owners.get(path)!;
      settings.set(owner, [...(settings.get(owner) ?? []), read]);
      for (const script of read.applied) {
        const target = resolveFrom(directoryOf(owner), script);
        if (target === undefined || !world.tree.has(target) || owners.has(target)) continue;
        owners.set(target, owner);
        applied.push(target);
      }
    }
    next = applied;
  }
  return settings;
}

type Settings = Awaited<ReturnType<typeof readSettings>>;
type Scripts = ReadonlyMap<string, readonly string[]>;

/** Directories of settings, and of builds without that are included. */
function rootsOf(settings: Settings, scripts: Scripts): ReadonlySet<string> {
  const roots = new Set([...settings.keys()].map(directoryOf));
  for (const [path, parts] of settings) {
    for (const { directory } of parts.flatMap(({ builds }) => builds)) {
      const root = resolveFrom(directoryOf(path), directory);
      if (root !== undefined && hasBuildFile(root, scripts)) roots.add(root);
    }
  }
  return roots;
}

const enclosing = (directory: string, roots: ReadonlySet<string>): string | undefined =>
  [...outwards(directory)].find((outer) => roots.has(outer));

const hasBuildFile = (directory: string, scripts: Scripts): boolean =>
  (scripts.get(directory) ?? []).some((path) => {
    const name = baseName(path);
    return buildFile.test(name) || name.startsWith(`${baseName(directory)}.gradle`);
  });

interface Around {
  readonly root: string;
  readonly scripts: Scripts;
  readonly world: World;
  /** Directories with scripts that belong to no build further in. */
  readonly directories: readonly string[];
  readonly roots: ReadonlySet<string>;
}

function buildOf(settings: readonly [string, readonly GradleSettings[]][], around: Around) {
  const { root, scripts, directories, roots } = around;
  const projects = new Map([[":", root]]);
  const includes: GradleInclude[] = [];
  const computed: Told[] = [];
  for (const [path, parts] of settings) {
    const directoryOfProject = directoriesOf(parts, around);
    for (const { path: project } of parts.flatMap((part) => part.projects)) {
      for (const each of prefixes(project)) {
        const directory = directoryOfProject(each);
        const counts = each === project || (directory && hasBuildFile(directory, scripts));
        if (directory !== undefined && counts) projects.set(each, directory);
      }
    }
    for (const name of parts.flatMap(({ flat }) => flat)) {
      const directory = resolveFrom(root, `../${name}`);
      if (directory !== undefined) projects.set(`:${name}`, directory);
    }
    for (const { directory: text, line } of parts.flatMap(({ builds }) => builds)) {
      const directory = resolveFrom(root, text);
      if (directory !== undefined) includes.push({ directory, manifest: path, line });
    }
    for (const line of parts.flatMap((part) => part.computedBuilds)) {
      const below = [...roots].filter((other) => other !== root && isIn(other, root));
      includes.push(...below.map((directory) => ({ directory, manifest: path, line })));
      computed.push({ path, line, what: "builds" });
    }
    const line = parts.flatMap((part) => part.computedProjects)[0];
    if (line !== undefined) computed.push({ path, line, what: "projects" });
  }
  const listed = new Set(projects.values());
  const unlisted = directories.filter(
    (directory) => hasBuildFile(directory, scripts) && !listed.has(directory),
  );
  // A plugin may include what no settings name.
  if (settings.length > 0 && projects.size === 1 && unlisted.length > 0 && computed.length === 0) {
    computed.push({ path: settings[0]![0], line: undefined, what: "projects" });
  }
  const guessed = computed.some(({ what }) => what === "projects");
  for (const directory of guessed ? unlisted : []) {
    const names = root === "." ? directory : directory.slice(root.length + 1);
    projects.set(`:${names.replaceAll("/", ":")}`, directory);
  }
  const named = settings.flatMap(([, parts]) => parts).find(({ name }) => name !== undefined);
  const name = named?.name ?? nameOf(root);
  return { build: { root, name, projects, guessed, includes }, computed };
}

/** Where projects are: as the settings say, else in their path, else in the project around them. */
function directoriesOf(parts: readonly GradleSettings[], { root, world }: Around) {
  const given = new Map(parts.flatMap(({ directories }) => [...directories]));
  const find = (path: string, steps: number): string | undefined => {
    const place = given.get(path);
    const usual = inside(root, path.slice(1).replaceAll(":", "/"));
    // Places may lead to each other in a circle.
    if (steps > mostSteps) return usual;
    if (place) {
      const base = place.from === undefined ? root : find(place.from, steps + 1);
      return base === undefined ? undefined : resolveFrom(base, place.directory);
    }
    if (path === ":") return root;
    if (isThere(world.tree, usual)) return usual;
    const outer = prefixes(path).find((each) => each !== path && given.has(each));
    const around = outer === undefined ? undefined : find(outer, steps + 1);
    const names = path.slice((outer?.length ?? 0) + 1).replaceAll(":", "/");
    const moved = around === undefined ? undefined : inside(around, names);
    return moved !== undefined && isThere(world.tree, moved) ? moved : usual;
  };
  return (path: string) => find(path, 0);
}

/** `:a:b:c`, `:a:b`, `:a` */
function prefixes(path: string): string[] {
  const names = path.split(":").slice(1);
  return names.map((_, index) => `:${names.slice(0, names.length - index).join(":")}`);
}

/** As Gradle names a build whose settings do not; git does not know that of the repository. */
const nameOf = (root: string): string => (root === "." ? "" : baseName(root));

/** Whether a path is this directory or lies in it. */
export const isIn = (path: string, directory: string): boolean =>
  directory === "." || path === directory || path.startsWith(`${directory}/`);

/** More than projects are ever moved in the wake of others. */
const mostSteps = 100;

interface Told {
  readonly path: string;
  readonly line: number | undefined;
  readonly what: "builds" | "projects";
}

const told = ({ path, line, what }: Told): Diagnostic =>
  finding("GRADLE_COMPUTED", at(path, line), { what });
