import { baseName, directoryOf } from "../../workspace/index.ts";
import { isForeign, kindOf } from "../files.ts";
import { directoriesOf, inside, joinPath } from "../paths.ts";

/** Answers which files an import of a path may mean. */
export interface Probe {
  /** Whether the head has it. */
  has(path: string): boolean;
  /** Whether the head has it, or had it before the changes. */
  had(path: string): boolean;
  hasDirectory(directory: string): boolean;
  /**
   * The files that a path without ending, with the ending of what it compiles to, or as it stands
   * may mean; deleted ones too. Directories are not looked into.
   */
  files(path: string): readonly string[];
  /** The same for `index` of a directory. */
  index(directory: string): readonly string[];
  /**
   * The file of the head that a relative specifier means, where no other can be meant, and where
   * it is simple to see; a short way for most imports.
   */
  only(directory: string, specifier: string): string | undefined;
}

/** Endings that an import may leave out, longest first. */
const ending =
  /\.(?:d\.[cm]?ts|[cm]?[jt]sx?|json|vue|svelte|astro|mdx|marko|gjs|gts|coffee|civet|imba|res|es6|es)$/;
/** Endings of what a compiler writes; the source stands beside it. */
const compiled = /\.[cm]?jsx?$/;
/** `button.ios.tsx` is one of several files that `./button` may mean. */
const platform =
  /\.(?:ios|android|native|web|windows|macos|tvos|electron|desktop|mobile|server|client|browser|node|worker|edge)$/;

const none: readonly string[] = [];

/** One directory's files. */
interface Folder {
  readonly names: Set<string>;
  /** By what is left without the ending: the path, or all of them. */
  readonly stems: Map<string, string | string[]>;
}

/** A probe of the files of the head, and of deleted ones. */
export function probeOf(paths: readonly string[], deleted: readonly string[]): Probe {
  const gone = new Set(deleted);
  const folders = new Map<string, Folder>();
  for (const path of paths) index(path, folders);
  for (const path of deleted) index(path, folders);
  let directories: Set<string> | undefined;

  const had = (path: string): boolean =>
    folders.get(directoryOf(path))?.names.has(baseName(path)) ?? false;
  const has = (path: string): boolean => had(path) && !gone.has(path);

  const files = (path: string): readonly string[] => {
    const folder = folders.get(directoryOf(path));
    if (!folder) return none;
    const name = baseName(path);
    const more: string[] = [];
    if (folder.names.has(name)) more.push(path);
    const dot = name.lastIndexOf(".");
    const ends = dot < 0 ? null : compiled.exec(name);
    if (ends) {
      const beside = listOf(folder.stems.get(name.slice(0, ends.index)));
      more.push(...beside.filter((each) => each !== path && kindOf(each) === "code"));
    } else if (dot >= 0) {
      // `styles.d.css.ts` declares what `styles.css` exports.
      const declared = `${name.slice(0, dot)}.d${name.slice(dot)}.ts`;
      if (folder.names.has(declared)) more.push(inside(directoryOf(path), declared));
    }
    const found = listOf(folder.stems.get(name));
    return more.length === 0 ? found : [...new Set([...more, ...found])];
  };

  const near = new Map<string, Map<string, Folder | undefined>>();
  const folderAt = (directory: string, relative: string): Folder | undefined => {
    const known = near.get(directory) ?? new Map<string, Folder | undefined>();
    near.set(directory, known);
    if (known.has(relative)) return known.get(relative);
    const folder = folders.get(joinPath(directory, relative) ?? "");
    known.set(relative, folder);
    return folder;
  };
  return {
    has,
    had,
    hasDirectory(directory) {
      directories ??= directoriesOf(paths);
      return directories.has(directory);
    },
    files,
    index: (directory) =>
      listOf(folders.get(directory)?.stems.get("index")).filter((path) =>
        baseName(path).startsWith("index."),
      ),
    only(directory, specifier) {
      const slash = specifier.lastIndexOf("/");
      const folder = slash < 0 ? undefined : folderAt(directory, specifier.slice(0, slash));
      if (!folder) return undefined;
      const name = specifier.slice(slash + 1);
      if (name === "" || folder.names.has(name)) return undefined;
      const found = folder.stems.get(name.endsWith(".js") ? name.slice(0, -3) : name);
      if (typeof found !== "string" || !isOnly(found, name)) return undefined;
      return gone.size > 0 && gone.has(found) ? undefined : found;
    },
  };
}

/** `./a.js` may be any code file `a`, but no data. */
const isOnly = (path: string, name: string): boolean =>
  !name.endsWith(".js") || kindOf(path) === "code";

const listOf = (found: string | readonly string[] | undefined): readonly string[] =>
  found === undefined ? none : typeof found === "string" ? [found] : found;

function index(path: string, folders: Map<string, Folder>): void {
  const directory = directoryOf(path);
  const folder = folders.get(directory) ?? { names: new Set(), stems: new Map() };
  folders.set(directory, folder);
  const name = baseName(path);
  if (folder.names.has(name)) return;
  folder.names.add(name);
  const match = ending.exec(name);
  if (!match || isForeign(path)) return;
  const stem = name.slice(0, match.index);
  put(folder.stems, stem, path);
  const variant = stem.includes(".") ? platform.exec(stem) : null;
  if (variant) put(folder.stems, stem.slice(0, variant.index), path);
}

function put(stems: Folder["stems"], stem: string, path: string): void {
  const known = stems.get(stem);
  if (known === undefined) stems.set(stem, path);
  else if (typeof known === "string") stems.set(stem, [known, path]);
  else known.push(path);
}
