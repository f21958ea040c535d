import { baseName } from "../../workspace/index.ts";
import { isForeign, kindOf } from "../files.ts";
import { directoriesOf, inside } from "../paths.ts";

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

/** A probe of the files of the head, and of deleted ones. */
export function probeOf(paths: readonly string[], deleted: readonly string[]): Probe {
  const present = new Set(paths);
  const all = deleted.length === 0 ? present : new Set([...paths, ...deleted]);
  const byStem = new Map<string, string[]>();
  const file = (stem: string, path: string) => {
    const same = byStem.get(stem);
    if (same) same.push(path);
    else byStem.set(stem, [path]);
  };
  for (const path of all) {
    const match = ending.exec(path);
    if (!match || isForeign(path)) continue;
    const stem = path.slice(0, match.index);
    file(stem, path);
    const variant = platform.exec(stem);
    if (variant) file(stem.slice(0, variant.index), path);
  }
  let directories: Set<string> | undefined;
  const files = (path: string): readonly string[] => {
    const found = byStem.get(path);
    const more: string[] = [];
    if (all.has(path)) more.push(path);
    // Without a dot in its name it has no ending that could stand for another one.
    const dot = path.lastIndexOf(".");
    if (dot > path.lastIndexOf("/")) {
      const base = compiled.exec(path);
      if (base) {
        for (const each of byStem.get(path.slice(0, base.index)) ?? []) {
          if (each !== path && kindOf(each) === "code") more.push(each);
        }
      } else {
        // `styles.d.css.ts` declares what `styles.css` exports.
        const declared = `${path.slice(0, dot)}.d${path.slice(dot)}.ts`;
        if (all.has(declared)) more.push(declared);
      }
    }
    if (more.length === 0) return found ?? none;
    return found ? [...new Set([...more, ...found])] : more;
  };
  return {
    has: (path) => present.has(path),
    had: (path) => all.has(path),
    hasDirectory(directory) {
      directories ??= directoriesOf(paths);
      return directories.has(directory);
    },
    files,
    index: (directory) =>
      (byStem.get(inside(directory, "index")) ?? []).filter((path) =>
        baseName(path).startsWith("index."),
      ),
  };
}
