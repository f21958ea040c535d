import { readManifests } from "../../manifests.ts";
import { directoryOf, inside, resolveFrom } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { Found, World } from "../../types.ts";
import { type GoMod, type GoReplace, type GoWork, parseGoMod, parseGoWork } from "./mod.ts";
import { type GoPackages, readPackages, seen } from "./packages.ts";

/** A module and what is built together with it. */
export interface GoModule {
  readonly root: string;
  readonly mod: GoMod;
  /** `replace` of its go.mod, directories as the repository sees them. */
  readonly replaces: readonly LocalReplace[];
  /** The workspaces that use it. */
  readonly works: readonly Work[];
  /** Its packages, where it holds several commands. */
  readonly packages: GoPackages | undefined;
}

export interface LocalReplace {
  readonly module: string;
  readonly to: string;
  readonly line: number;
}

/** A go.work with its directories as the repository sees them. */
export interface Work {
  readonly uses: ReadonlySet<string>;
  readonly replaces: readonly LocalReplace[];
  readonly inputs: readonly string[];
  /** Path of its go.work.sum. */
  readonly sum: string;
}

/** All modules by directory. Throws MANIFEST_SYNTAX for files that cannot be read. */
export async function readModules(found: Found, world: World): Promise<Map<string, GoModule>> {
  const workFiles = await readManifests(found.get("go.work")!.filter(seen), world, parseGoWork);
  const used = new Set<string>();
  const listed = [...workFiles].map(([path, work]) => {
    const directories = directoriesOf(path, work);
    for (const directory of directories) used.add(directory);
    return { path, work, directories };
  });
  const all = found.get("go.mod")!;
  const files = all.filter((path) => used.has(directoryOf(path)) || seen(path));
  const mods = new Map<string, GoMod>();
  for (const [path, mod] of await readManifests(files, world, parseGoMod)) {
    mods.set(directoryOf(path), mod);
  }
  const works = listed.map(({ path, work, directories }): Work => {
    const here = directoryOf(path);
    // A directory in use without a module that git lists, such as a submodule: all of it counts.
    const unknown = directories.filter((directory) => !mods.has(directory));
    return {
      uses: new Set(directories),
      replaces: local(here, work.replaces),
      inputs: [
        literal(inside(here, "go.work")),
        ...unknown.flatMap((to) => [literal(to), allBelow(to)]),
        ...vendored(here, world),
      ],
      sum: inside(here, "go.work.sum"),
    };
  });
  const mains = found.get("main.go")!;
  const packages = await readPackages(new Set(mods.keys()), all.map(directoryOf), mains, world);
  return new Map(
    [...mods].map(([root, mod]) => {
      const replaces = local(root, mod.replaces);
      const around = works.filter(({ uses }) => uses.has(root));
      return [root, { root, mod, replaces, works: around, packages: packages.get(root) }];
    }),
  );
}

/** The pattern of what is vendored in a directory. */
export function vendored(directory: string, world: World): string[] {
  const vendor = inside(directory, "vendor");
  return world.tree.has(inside(vendor, "modules.txt")) ? [allBelow(vendor)] : [];
}

const directoriesOf = (path: string, work: GoWork): string[] =>
  work.uses
    .map(({ directory }) => resolveFrom(directoryOf(path), directory))
    .filter((directory) => directory !== undefined);

const local = (from: string, replaces: readonly GoReplace[]): LocalReplace[] =>
  replaces.flatMap(({ module, directory, line }) => {
    const to = resolveFrom(from, directory);
    return to === undefined ? [] : [{ module, to, line }];
  });
