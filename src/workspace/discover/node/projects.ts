import { fail } from "../../../diagnostics/index.ts";
import { at, isBelow, readManifests } from "../../manifests.ts";
import { directoryOf, inside, resolveFrom } from "../../paths.ts";
import { literal, type Pattern, parsePattern } from "../../pattern.ts";
import type { Found, World } from "../../types.ts";
import { isRecord } from "../shared/json-values.ts";
import { globsOf, type PackageJson, parsePackageJson } from "./package-json.ts";
import { type NodeSettings, workspaceSettings } from "./settings.ts";

export interface Package {
  readonly root: string;
  readonly manifest: string;
  readonly json: PackageJson;
  /** A workspace root that holds nothing but the workspace: no service of its own. */
  readonly bare: boolean;
}

/** Packages that are installed together: a workspace with its members, or one package alone. */
export interface NodeProject {
  /** Directories of the workspace root and of roots nested in it, sorted. */
  readonly roots: readonly string[];
  /** Sorted by directory. */
  readonly members: readonly Package[];
  /** Directories of members by the name that dependencies use. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** Directories of all members. */
  readonly directories: ReadonlySet<string>;
  /** Not a workspace. */
  readonly lone: boolean;
  /** As the root's `packageManager` says. */
  readonly packageManager: string | undefined;
  /** What the roots' files say of all members. */
  readonly settings: readonly RootSettings[];
}

/** The settings of one file of a root. */
export interface RootSettings extends NodeSettings {
  readonly directory: string;
  readonly manifest: string;
  readonly text: string;
}

interface Settled {
  readonly settings: NodeSettings;
  readonly text: string;
}

/** The files to read: what an ecosystem must ask for that uses `readProjects`. */
export const nodeManifests = ["package.json", "pnpm-workspace.yaml"];

/** A directory with a list of members. */
interface Root {
  readonly directory: string;
  /** About paths of package.json files, from the repository on. */
  readonly globs: readonly Pattern[];
}

/** Reads every package.json and pnpm-workspace.yaml, and says which are installed together. */
export async function readProjects(found: Found, world: World): Promise<NodeProject[]> {
  // What is vendored may be broken and is part of whoever vendored it, unless a workspace lists it.
  const lenient: World = {
    ...world,
    excluded: (path) => isBelow(path, "vendor") || world.excluded(path),
  };
  const [jsons, pnpm] = await Promise.all([
    readManifests(found.get("package.json")!, lenient, parsePackageJson),
    readManifests(found.get("pnpm-workspace.yaml")!, lenient, async (text, path) => {
      const yaml = await world.parseYaml(text, path);
      return { globs: pnpmGlobs(yaml, text, path), settings: workspaceSettings(yaml), text };
    }),
  ]);

  const globs = new Map<string, Pattern[]>();
  const addRoot = (manifest: string, list: readonly string[]) => {
    const directory = directoryOf(manifest);
    const own = list.map((glob) => memberPattern(glob, directory, manifest));
    globs.set(directory, [...(globs.get(directory) ?? []), ...own]);
  };
  for (const [path, json] of jsons) if (json.workspaces?.length) addRoot(path, json.workspaces);
  for (const [path, { globs }] of pnpm) addRoot(path, globs);
  const roots = [...globs].map(([directory, patterns]): Root => ({ directory, globs: patterns }));

  const groups = new Groups();
  for (const path of jsons.keys()) {
    const directory = directoryOf(path);
    groups.add(directory);
    for (const root of roots) if (isMember(path, root)) groups.join(root.directory, directory);
  }
  return groups
    .all()
    .map((directories) => project(directories, jsons, globs, pnpm))
    .filter(({ lone, members }) => members.length > 0 && !(lone && vendored(members[0]!)));
}

const vendored = (lone: Package): boolean => isBelow(lone.manifest, "vendor");

function project(
  directories: readonly string[],
  jsons: ReadonlyMap<string, PackageJson>,
  globs: ReadonlyMap<string, readonly Pattern[]>,
  pnpm: ReadonlyMap<string, Settled>,
): NodeProject {
  const roots = directories.filter((directory) => globs.has(directory));
  const lone = roots.length === 0 || directories.length === 1;
  const top = roots.find((root) => root === ".") ?? roots[0] ?? directories[0]!;
  const members: Package[] = [];
  for (const root of directories) {
    const manifest = inside(root, "package.json");
    const json = jsons.get(manifest);
    if (!json) continue;
    // A nested root is a member of the outer workspace, and so more than a list of members.
    const bare =
      !lone && root === top && json.private && !json.hasEntry && !listsItself(root, globs);
    members.push({ root, manifest, json, bare });
  }
  const tops = lone ? [top] : roots;
  return {
    roots: tops,
    members,
    byName: rootsByName(members),
    directories: new Set(directories),
    lone,
    packageManager: jsons.get(inside(top, "package.json"))?.packageManager,
    settings: tops.flatMap((root) => rootSettings(root, jsons, pnpm)),
  };
}

/** Directories of packages by their names. */
export function rootsByName(packages: readonly Package[]): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const { root, json } of packages) {
    if (json.name === undefined) continue;
    const same = byName.get(json.name);
    if (same) same.push(root);
    else byName.set(json.name, [root]);
  }
  return byName;
}

function rootSettings(
  directory: string,
  jsons: ReadonlyMap<string, Settled>,
  pnpm: ReadonlyMap<string, Settled>,
): RootSettings[] {
  const manifests = nodeManifests.map((name) => inside(directory, name));
  return manifests.flatMap((manifest) => {
    const known = jsons.get(manifest) ?? pnpm.get(manifest);
    return known ? [{ ...known.settings, directory, manifest, text: known.text }] : [];
  });
}

/** The last glob that speaks of a path decides: more than pnpm takes, and just what npm takes. */
function isMember(path: string, root: Root): boolean {
  let member = false;
  for (const glob of root.globs) if (glob.test(path)) member = !glob.negated;
  return member;
}

const listsItself = (root: string, globs: ReadonlyMap<string, readonly Pattern[]>): boolean =>
  (globs.get(root) ?? []).some(
    (glob) =>
      !glob.negated &&
      glob.branches.some(
        (branch) => branch.by === "exact" && branch.test(inside(root, "package.json")),
      ),
  );

/** A glob of directories as a pattern of their package.json, as the package managers read it. */
function memberPattern(glob: string, directory: string, manifest: string): Pattern {
  const negated = glob.startsWith("!");
  const body = (negated ? glob.slice(1) : glob).replace(/^\/+/, "");
  const path = resolveFrom(literal(directory), `${body}/package.json`);
  const pattern =
    path === undefined
      ? "leads out of the repository"
      : parsePattern(negated ? `!${path}` : path, { extglob: true, below: false });
  if (typeof pattern !== "string") return pattern;
  const problem = `the workspace member ${JSON.stringify(glob)} ${pattern}`;
  fail("MANIFEST_INVALID", at(manifest), { problem });
}

/** Without `packages`, older pnpm takes every package below: the wider reading is the safe one. */
function pnpmGlobs(yaml: unknown, text: string, path: string): readonly string[] {
  const packages = isRecord(yaml) ? yaml.packages : undefined;
  return globsOf(packages, text, path, "packages") ?? ["**"];
}

/** Directories that belong together, joined two by two. */
class Groups {
  private readonly parent = new Map<string, string>();

  add(directory: string): void {
    if (!this.parent.has(directory)) this.parent.set(directory, directory);
  }

  join(one: string, other: string): void {
    this.add(one);
    this.parent.set(this.top(other), this.top(one));
  }

  private top(directory: string): string {
    let here = directory;
    for (let up = this.parent.get(here)!; up !== here; up = this.parent.get(here)!) {
      this.parent.set(here, this.parent.get(up)!);
      here = up;
    }
    return here;
  }

  /** Each group sorted, and the groups by their first directory. */
  all(): string[][] {
    const groups = new Map<string, string[]>();
    for (const directory of [...this.parent.keys()].sort()) {
      const top = this.top(directory);
      const group = groups.get(top);
      if (group) group.push(directory);
      else groups.set(top, [directory]);
    }
    return [...groups.values()];
  }
}
