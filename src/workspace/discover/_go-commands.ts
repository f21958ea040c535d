import { byCodeUnit, inside } from "../paths.ts";
import { allBelow, literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService } from "../types.ts";
import type { Reached, Resolve } from "./_go-imports.ts";
import type { GoModule } from "./_go-modules.ts";
import type { GoFile, GoPackages } from "./_go-packages.ts";

/** A place where something is imported or, without a line, a file that nobody understands. */
interface Place {
  readonly manifest: string;
  readonly line?: number;
}

/** All that a command is built and tested with. */
interface Closure {
  /** Directories of packages of its module. */
  readonly packages: ReadonlySet<string>;
  /** Directories of other modules, or of packages in them, by the first import that leads there. */
  readonly elsewhere: ReadonlyMap<string, Place>;
  /** Whether it imports more than its own module and the standard library. */
  readonly foreign: boolean;
  /** Why the whole module belongs to it, when it does. */
  readonly whole: Place | undefined;
}

/** What `describeCommand` needs to know of the module around a command. */
export interface Around {
  readonly module: GoModule;
  readonly packages: GoPackages;
  readonly resolve: Resolve;
  /** Patterns and lock files that all commands of the module share. */
  readonly inputs: readonly string[];
  readonly locks: readonly string[];
  /** Where modules of the repository may come in through modules from elsewhere. */
  readonly carried: readonly { readonly to: string; readonly line: number }[];
}

/** A command as a service of its own, and what it depends on. */
export function describeCommand(
  root: string,
  { module, packages, resolve, inputs, locks, carried }: Around,
): { service: DiscoveredService; edges: DiscoveredEdge[] } {
  const closure = closureOf(root, packages, resolve);
  const own = [...closure.packages].sort(byCodeUnit);
  const patterns = own.flatMap((directory) => [
    ...(directory === root ? [] : [filesOf(directory)]),
    ...embedsOf(directory, packages.files.get(directory)!),
  ]);
  if (closure.whole) patterns.push(allBelow(module.root));
  const manifest = inside(root, "main.go");
  const edges: DiscoveredEdge[] = [];
  for (const [to, place] of closure.elsewhere) edges.push({ from: root, to, ...place });
  if (closure.whole) edges.push({ from: root, to: module.root, ...closure.whole });
  if (closure.foreign || closure.whole) {
    const goMod = inside(module.root, "go.mod");
    for (const { to, line } of carried) edges.push({ from: root, to, manifest: goMod, line });
  }
  return {
    service: { root, kind: "service", manifest, inputs: [...inputs, ...patterns], locks },
    edges,
  };
}

/**
 * Follows imports from all packages of a command, those of their tests included. Tests of other
 * packages are no part of it.
 */
function closureOf(root: string, { files, commandOf }: GoPackages, resolve: Resolve): Closure {
  const packages = new Set([...files.keys()].filter((each) => commandOf(each) === root));
  const elsewhere = new Map<string, Place>();
  let foreign = false;
  let whole: Place | undefined;
  // A set is walked to its end, whatever is added on the way.
  for (const directory of packages) {
    for (const { path, test, source } of files.get(directory)!) {
      if (test && commandOf(directory) !== root) continue;
      if (!source) whole ??= { manifest: path };
      for (const { path: imported, line } of source?.imports ?? []) {
        const reached = resolve(imported);
        if (reached.in === "module") packages.add(reached.directory);
        else if (reached.in === "unknown") whole ??= { manifest: path, line };
        else if (reached.in !== "standard") foreign = true;
        for (const to of directoriesOf(reached)) {
          if (!elsewhere.has(to)) elsewhere.set(to, { manifest: path, line });
        }
      }
    }
  }
  return { packages, elsewhere, foreign, whole };
}

/** The module, for all that it imports, and the package, which may belong to one of its commands. */
const directoriesOf = (reached: Reached): string[] =>
  reached.in === "repository"
    ? reached.modules.flatMap(({ root, directory }) => [root, directory])
    : [];

/** What the packages of a module that belong to no command import from its commands. */
export function importsOfCommands(
  { root }: GoModule,
  { files, commandOf }: GoPackages,
  resolve: Resolve,
): DiscoveredEdge[] {
  const edges = new Map<string, DiscoveredEdge>();
  for (const [directory, own] of files) {
    if (commandOf(directory) !== undefined) continue;
    for (const { path: manifest, source } of own) {
      for (const { path, line } of source?.imports ?? []) {
        const reached = resolve(path);
        if (reached.in !== "module" && reached.in !== "unknown") continue;
        const to = reached.directory && commandOf(reached.directory);
        if (to !== undefined && !edges.has(to)) edges.set(to, { from: root, to, manifest, line });
      }
    }
  }
  return [...edges.values()];
}

/** What the packages of a module that belong to no command embed, its commands' files included. */
export const embeddedByModule = ({ files, commandOf }: GoPackages): string[] =>
  [...files].flatMap(([directory, own]) =>
    commandOf(directory) === undefined ? embedsOf(directory, own) : [],
  );

/** The pattern of the files that lie in the directory of a package, and of its testdata. */
const filesOf = (directory: string): string =>
  directory === "." ? "{*,testdata/**}" : `${literal(directory)}/{*,testdata/**}`;

/** Patterns of what the files of a package embed (pkg.go.dev/embed). */
function embedsOf(directory: string, files: readonly GoFile[]): string[] {
  const words = new Set(files.flatMap(({ source }) => source?.embeds ?? []));
  return [...new Set([...words].map((word) => embedPattern(directory, word)))].sort(byCodeUnit);
}

/** Plain names and stars are understood; for all else, everything below the package counts. */
function embedPattern(directory: string, word: string): string {
  const name = word.replace(/^all:/, "");
  const isPlain =
    !/[?[\]\\"`]/.test(name) && name.split("/").every((each) => !/^\.{0,2}$/.test(each));
  if (!isPlain) return allBelow(directory);
  const path = literal(inside(directory, name));
  if (!name.includes("*")) return path;
  const start = literal(inside(directory, "x")).slice(0, -1);
  return `${start}${path.slice(start.length).replaceAll("\\*", "*")}{,/**}`;
}
