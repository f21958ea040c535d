import { isBelow, readManifests } from "../../manifests.ts";
import { directoryOf, inside, outwards, resolveFrom, startOf } from "../../paths.ts";
import type { Pattern } from "../../pattern.ts";
import type { Found, World } from "../../types.ts";
import { memberPattern, pathTarget, unlistedMembers } from "../shared/members.ts";
import {
  type CargoManifest,
  type CargoPackage,
  type CargoPath,
  parseCargoToml,
} from "./manifest.ts";

/** A package and the workspaces that it is built in. */
export interface CrateSite {
  readonly root: string;
  readonly manifest: CargoManifest;
  readonly package: CargoPackage;
  /** One, unless two name it; none for a package on its own. It may be the package itself. */
  readonly workspaces: readonly CargoRoot[];
}

/** A Cargo.toml with `[workspace]`. */
export interface CargoRoot {
  readonly root: string;
  readonly path: string;
  readonly manifest: CargoManifest;
  /** About paths of Cargo.toml files. */
  readonly globs: readonly Pattern[];
  /** Directories that are excluded, and members that are named without a star. */
  readonly excluded: readonly string[];
  readonly named: readonly string[];
  /** Patterns of members that git does not list. */
  readonly unlisted: readonly string[];
}

/**
 * Reads every Cargo.toml. What is vendored is a package of its own only where a workspace or a
 * path leads to it. Throws MANIFEST_SYNTAX and MANIFEST_INVALID.
 */
export async function readCrates(found: Found, world: World): Promise<CrateSite[]> {
  const isVendored = (path: string) => isBelow(path, "vendor");
  const lenient: World = {
    ...world,
    excluded: (path) => isVendored(path) || world.excluded(path),
  };
  const read = async (text: string, path: string) => {
    const manifest = await parseCargoToml(text, path);
    return { manifest, root: rootOf(path, manifest, world) };
  };
  const manifests = new Map<string, { manifest: CargoManifest; root: CargoRoot | undefined }>();
  for (const [path, each] of await readManifests(found.get("Cargo.toml")!, lenient, read)) {
    manifests.set(directoryOf(path), each);
  }
  const roots = new Map<string, CargoRoot>();
  for (const [directory, { root }] of manifests) if (root) roots.set(directory, root);

  const reached = new Set(
    [...manifests].flatMap(([directory, { manifest }]) =>
      pathsOf(manifest).map(({ path }) => pathTarget(directory, path, world.tree)),
    ),
  );
  const crates: CrateSite[] = [];
  for (const [root, { manifest }] of manifests) {
    if (!manifest.package) continue;
    const path = inside(root, "Cargo.toml");
    const listing = [...roots.values()].filter((each) => lists(each, root));
    if (isVendored(path) && listing.length === 0 && !reached.has(root)) continue;
    const own = ownWorkspace(root, manifest.package, roots);
    const workspaces =
      own?.root === root ? [own] : [...new Set([...(own ? [own] : []), ...listing])];
    crates.push({ root, manifest, package: manifest.package, workspaces });
  }
  return crates;
}

function rootOf(path: string, manifest: CargoManifest, { tree }: World): CargoRoot | undefined {
  const { workspace } = manifest;
  if (!workspace) return undefined;
  const root = directoryOf(path);
  const globs = workspace.members.map(({ path: glob, line }) =>
    memberPattern(glob, root, "Cargo.toml", { manifest: path, line }),
  );
  const members = workspace.members.map((member) => member.path);
  const within = (paths: readonly string[]) =>
    paths.map((each) => resolveFrom(root, each)).filter((each) => each !== undefined);
  return {
    root,
    path,
    manifest,
    globs,
    excluded: within(workspace.exclude),
    named: within(members),
    unlisted: unlistedMembers(members, root, "Cargo.toml", tree),
  };
}

/** All paths to other packages that a manifest holds. */
const pathsOf = ({
  dependencies,
  patches,
  workspace,
}: CargoManifest): Pick<CargoPath, "path">[] => [
  ...dependencies.flatMap(({ path }) => (path === undefined ? [] : [{ path }])),
  ...[...(workspace?.paths.values() ?? [])].map((path) => ({ path })),
  ...patches,
];

/** The workspace of a package as Cargo finds it: its own, the one that it names, or the nearest. */
function ownWorkspace(
  directory: string,
  { workspace }: CargoPackage,
  roots: ReadonlyMap<string, CargoRoot>,
): CargoRoot | undefined {
  if (workspace !== undefined) {
    const named = resolveFrom(directory, workspace);
    return named === undefined ? undefined : roots.get(named);
  }
  for (const around of outwards(directory)) {
    const root = roots.get(around);
    if (root && (around === directory || !excludes(root, directory))) return root;
  }
  return undefined;
}

const lists = (root: CargoRoot, directory: string): boolean =>
  root.globs.some((glob) => glob.test(inside(directory, "Cargo.toml"))) &&
  !excludes(root, directory);

/** A member that is named in full is one even where its directory is excluded. */
const excludes = ({ excluded, named }: CargoRoot, directory: string): boolean =>
  excluded.some((each) => holds(each, directory)) && !named.some((each) => holds(each, directory));

const holds = (outer: string, directory: string): boolean =>
  directory === outer || directory.startsWith(startOf(outer));
