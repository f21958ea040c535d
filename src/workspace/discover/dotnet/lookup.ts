import type { Tree } from "../../../detect/index.ts";
import { baseName, directoryOf, outwards, resolveFrom } from "../../paths.ts";

/**
 * The tree as a project file sees it: written on Windows, where case does not matter. What is
 * spelt exactly counts before what differs in case. The indexes are made when one is missing.
 */
export class DotnetLookup {
  readonly tree: Tree;
  #files: Map<string, string> | undefined;
  #directories: Map<string, string> | undefined;
  #names: Map<string, string[]> | undefined;

  constructor(tree: Tree) {
    this.tree = tree;
  }

  /** The path of a file as the tree spells it. */
  file(path: string): string | undefined {
    if (this.tree.has(path)) return path;
    this.#files ??= new Map(this.tree.paths.map((each) => [each.toLowerCase(), each]));
    return this.#files.get(path.toLowerCase());
  }

  /** A directory as the tree spells it; as given where there is none. */
  directory(path: string): string {
    this.#directories ??= directoriesOf(this.tree);
    return this.#directories.get(path) ?? this.#directories.get(path.toLowerCase()) ?? path;
  }

  /** All files whose path ends with these names, whatever their case. */
  endingWith(names: string): readonly string[] {
    const wanted = names.toLowerCase();
    const found = this.#byName().get(baseName(wanted)) ?? [];
    return found.filter((path) => `/${path.toLowerCase()}`.endsWith(`/${wanted}`));
  }

  #byName(): Map<string, string[]> {
    if (this.#names) return this.#names;
    this.#names = new Map();
    for (const path of this.tree.paths) {
      const name = baseName(path).toLowerCase();
      const known = this.#names.get(name);
      if (known) known.push(path);
      else this.#names.set(name, [path]);
    }
    return this.#names;
  }
}

/** Directories by their spelling, and by it in lower case. */
function directoriesOf(tree: Tree): Map<string, string> {
  const exact = new Set<string>();
  for (const path of tree.paths) {
    for (const directory of outwards(directoryOf(path))) {
      if (exact.has(directory)) break;
      exact.add(directory);
    }
  }
  const all = new Map([...exact].map((directory) => [directory.toLowerCase(), directory]));
  for (const directory of exact) all.set(directory, directory);
  return all;
}

/** Stands for what a text may hold where a property is not known. No manifest can spell it. */
export const anything = "\0";

/**
 * A text of MSBuild as a path of the repository; `undefined` when it leads elsewhere. One that
 * begins with `/` begins at the repository.
 */
export function pathFrom(directory: string, text: string): string | undefined {
  if (!text.startsWith("/")) return resolveFrom(directory, text);
  return resolveFrom(".", text.replace(/^\/+/, ""));
}

/** The names at the end of a text that begins with something unknown: `""` for none. */
export const knownEnd = (text: string): string =>
  resolveFrom(
    ".",
    text
      .slice(text.lastIndexOf(anything) + 1)
      .replace(/^[./]*\//, "")
      .replace(/^\.+$/, ""),
  )?.replace(/^\.$/, "") ?? "";
