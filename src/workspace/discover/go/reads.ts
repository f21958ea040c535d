import { byCodeUnit, inside } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { Reached, Resolve } from "./imports.ts";
import type { GoFile, GoPackages } from "./packages.ts";

/** A place where something is imported or, without a line, a file that nobody understands. */
export interface Place {
  readonly manifest: string;
  readonly line?: number;
}

/** What files are built with. */
export interface Reads {
  /** Directories of packages of the same module. */
  readonly packages: ReadonlySet<string>;
  /** Directories of other modules, or of packages in them, by the first import that leads there. */
  readonly elsewhere: ReadonlyMap<string, Place>;
  /** Whether they import more than their own module and the standard library. */
  readonly foreign: boolean;
  /** Why the whole module belongs to them, when it does. */
  readonly whole: Place | undefined;
}

/** One package: what it imports itself, and what it embeds. */
export interface PackageReads {
  readonly code: Reads;
  /** What only its tests read. */
  readonly tests: Reads;
  /** The pattern of the files in its directory, and of its testdata. */
  readonly files: string;
  /** Patterns of what it embeds, sorted. */
  readonly embedded: readonly string[];
}

/** Looks at each package of a module once. */
export function packageReads(
  { files }: GoPackages,
  resolve: Resolve,
): (directory: string) => PackageReads {
  const known = new Map<string, PackageReads>();
  return (directory) => {
    const reads = known.get(directory) ?? readsOf(directory, files.get(directory)!, resolve);
    known.set(directory, reads);
    return reads;
  };
}

const readsOf = (directory: string, files: readonly GoFile[], resolve: Resolve): PackageReads => ({
  code: importsOf(
    files.filter(({ test }) => !test),
    resolve,
  ),
  tests: importsOf(
    files.filter(({ test }) => test),
    resolve,
  ),
  files: directory === "." ? "{*,testdata/**}" : `${literal(directory)}/{*,testdata/**}`,
  embedded: embeddedBy(directory, files),
});

function importsOf(files: readonly GoFile[], resolve: Resolve): Reads {
  const packages = new Set<string>();
  const elsewhere = new Map<string, Place>();
  let foreign = false;
  let whole: Place | undefined;
  for (const { path, source } of files) {
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
  return { packages, elsewhere, foreign, whole };
}

/** The module, for all that it imports, and the package, which may belong to one of its commands. */
const directoriesOf = (reached: Reached): string[] =>
  reached.in === "repository"
    ? reached.modules.flatMap(({ root, directory }) => [root, directory])
    : [];

/** Patterns of what the files of a package embed (pkg.go.dev/embed). */
export function embeddedBy(directory: string, files: readonly GoFile[]): string[] {
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
