import { isBelow, readManifests } from "../../manifests.ts";
import { directoryOf, inside, resolveFrom } from "../../paths.ts";
import type { Pattern } from "../../pattern.ts";
import type { Found, World } from "../../types.ts";
import { memberPattern, pathTarget, unlistedMembers } from "../shared/members.ts";
import { type Pyproject, parsePyproject } from "./manifest.ts";

/** A project and the uv workspaces that it belongs to. */
export interface PythonProject {
  readonly root: string;
  readonly manifest: Pyproject;
  /** One, unless two list it; none for a project on its own. It may be its own. */
  readonly workspaces: readonly UvRoot[];
}

/** A pyproject.toml with `[tool.uv.workspace]`; it need not be a project. */
export interface UvRoot {
  readonly root: string;
  readonly path: string;
  readonly manifest: Pyproject;
  /** Directories of members by name; filled when all projects are known. */
  readonly byName: Map<string, string[]>;
  /** Patterns of members that git does not list. */
  readonly unlisted: readonly string[];
  has(manifest: string): boolean;
}

/**
 * Reads every pyproject.toml. What is vendored is a project of its own only where a workspace or
 * a path leads to it. Throws MANIFEST_SYNTAX and MANIFEST_INVALID.
 */
export async function readPython(found: Found, world: World): Promise<PythonProject[]> {
  const isVendored = (path: string) => isBelow(path, "vendor") || isBelow(path, "site-packages");
  const lenient: World = {
    ...world,
    excluded: (path) => isVendored(path) || world.excluded(path),
  };
  const read = async (text: string, path: string) => {
    const manifest = await parsePyproject(text, path);
    return { manifest, root: rootOf(path, manifest, world) };
  };
  const files = await readManifests(found.get("pyproject.toml")!, lenient, read);
  const roots = [...files.values()].map(({ root }) => root).filter((root) => root !== undefined);
  const reached = new Set(
    [...files].flatMap(([path, { manifest }]) =>
      pathsOf(manifest).map((each) => pathTarget(directoryOf(path), each, world.tree)),
    ),
  );

  const projects: PythonProject[] = [];
  for (const [path, { manifest }] of files) {
    const root = directoryOf(path);
    if (!isProject(root, manifest, world)) continue;
    const workspaces = roots.filter((each) => each.root === root || each.has(path));
    if (isVendored(path) && workspaces.length === 0 && !reached.has(root)) continue;
    projects.push({ root, manifest, workspaces });
    if (manifest.name === undefined) continue;
    for (const { byName } of workspaces) {
      byName.set(manifest.name, [...(byName.get(manifest.name) ?? []), root]);
    }
  }
  return projects;
}

/** One that only holds settings of tools is none; one that is built by setup.py or setup.cfg is. */
const isProject = (
  root: string,
  { isProject, hasBuildSystem }: Pyproject,
  { tree }: World,
): boolean =>
  isProject ||
  (hasBuildSystem && ["setup.py", "setup.cfg"].some((file) => tree.has(inside(root, file))));

/** All paths to other projects that a manifest holds. */
const pathsOf = ({ dependencies, sources }: Pyproject): string[] => [
  ...dependencies.flatMap(({ path }) => path ?? []),
  ...[...sources.values()].flatMap(({ paths }) => paths),
];

function rootOf(path: string, manifest: Pyproject, { tree }: World): UvRoot | undefined {
  const { workspace } = manifest;
  if (!workspace) return undefined;
  const root = directoryOf(path);
  const file = "pyproject.toml";
  const members = workspace.members.map(({ glob, line }) =>
    memberPattern(glob, root, file, { manifest: path, line }),
  );
  // What lies outside the repository cannot take anything away.
  const excluded = workspace.exclude
    .filter((glob) => resolveFrom(root, glob) !== undefined)
    .map((glob) => memberPattern(glob, root, file, { manifest: path, line: undefined }));
  const globs = workspace.members.map(({ glob }) => glob);
  const some = (patterns: readonly Pattern[], other: string) =>
    patterns.some((pattern) => pattern.test(other));
  return {
    root,
    path,
    manifest,
    byName: new Map(),
    unlisted: unlistedMembers(globs, root, file, tree),
    has: (other) => some(members, other) && !some(excluded, other),
  };
}
