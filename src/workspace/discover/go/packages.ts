import { type Diagnostic, UserError } from "../../../diagnostics/index.ts";
import { baseName, directoryOf, groupBy, inside, outwards, startOf } from "../../paths.ts";
import type { World } from "../../types.ts";
import { type GoSource, parseGoSource } from "./source.ts";

/** A file that is compiled into a package. */
export interface GoFile {
  readonly path: string;
  /** Whether only `go test` compiles it. */
  readonly test: boolean;
  /** `undefined`: nobody knows what it reads. */
  readonly source: GoSource | undefined;
}

/** The packages of one module, where it holds several commands. */
export interface GoPackages {
  /** Files by directory, in the order of their paths. */
  readonly files: ReadonlyMap<string, readonly GoFile[]>;
  /** Directories of its commands; that of the module is not among them. */
  readonly commands: ReadonlySet<string>;
  /** Whether the module's own directory holds a command. */
  readonly isCommand: boolean;
  /** The command whose directory holds this one. */
  commandOf(directory: string): string | undefined;
}

/** The go command looks into no vendor, testdata, `_x` or `.x` directory. */
export const seen = (path: string): boolean =>
  !/(?:^|\/)(?:vendor|testdata|[._][^/]*)\//.test(path);

/** Compiled with Go files, and able to include others. */
const others = /\.(?:s|S|sx|swig|swigcxx)$/;
const perRead = 500;

/**
 * Reads the Go files of each of `roots` that holds two or more directories with a `main.go` of
 * package main. `mods` are the directories of all go.mod files: each begins another module.
 * Throws MANIFEST_SYNTAX for all files that cannot be read so far.
 */
export async function readPackages(
  roots: ReadonlySet<string>,
  mods: readonly string[],
  mains: readonly string[],
  world: World,
): Promise<Map<string, GoPackages>> {
  const boundaries = new Set(mods);
  const known = new Map<string, string | undefined>();
  const rootOf = (directory: string): string | undefined => {
    if (!known.has(directory)) known.set(directory, nearest(directory, boundaries));
    return known.get(directory);
  };
  const moduleOf = (path: string): string | undefined => {
    const root = rootOf(directoryOf(path));
    if (root === undefined || !roots.has(root)) return undefined;
    const within = path.slice(startOf(root).length);
    return seen(within) && !within.includes("node_modules/") ? root : undefined;
  };
  const several = new Set<string>();
  for (const [root, found] of groupBy(mains, moduleOf)) {
    if (root !== undefined && found.length > 1) several.add(root);
  }
  if (several.size === 0) return new Map();

  const wanted = groupBy(world.tree.paths.filter(isSource), (path) => {
    const root = moduleOf(path);
    return root !== undefined && several.has(root) ? root : undefined;
  });
  wanted.delete(undefined);
  const files = await readFiles([...wanted.values()].flat(), world);
  const split = new Map<string, GoPackages>();
  for (const [root, paths] of wanted) {
    const packages = packagesOf(
      root!,
      paths.map((path) => files.get(path)!),
    );
    if (packages) split.set(root!, packages);
  }
  return split;
}

const isSource = (path: string): boolean =>
  (path.endsWith(".go") || others.test(path)) && !/^[._]/.test(baseName(path));

const nearest = (directory: string, among: ReadonlySet<string>): string | undefined => {
  for (const around of outwards(directory)) if (among.has(around)) return around;
  return undefined;
};

/** A file without text (a symbolic link), or one that `services.exclude` covers, stays unknown. */
async function readFiles(paths: readonly string[], world: World): Promise<Map<string, GoFile>> {
  const files = new Map<string, GoFile>();
  const problems: Diagnostic[] = [];
  for (let start = 0; start < paths.length; start += perRead) {
    const some = paths.slice(start, start + perRead);
    const texts = await world.tree.read(some.filter((path) => path.endsWith(".go")));
    for (const path of some) {
      let source: GoSource | undefined;
      const text = texts.get(path);
      try {
        if (text !== undefined) source = parseGoSource(text, path);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        if (!world.excluded(path)) problems.push(...error.diagnostics);
      }
      files.set(path, { path, test: path.endsWith("_test.go"), source });
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  return files;
}

function packagesOf(root: string, files: readonly GoFile[]): GoPackages | undefined {
  const byDirectory = groupBy(files, ({ path }) => directoryOf(path));
  const commands = new Set<string>();
  for (const [directory, own] of byDirectory) {
    const main = own.find(({ path }) => path === inside(directory, "main.go"));
    if (main && (main.source?.package ?? "main") === "main") commands.add(directory);
  }
  if (commands.size < 2) return undefined;
  const isCommand = commands.delete(root);
  const known = new Map<string, string | undefined>();
  const commandOf = (directory: string) => {
    if (!known.has(directory)) known.set(directory, nearest(directory, commands));
    return known.get(directory);
  };
  return { files: byDirectory, commands, isCommand, commandOf };
}
