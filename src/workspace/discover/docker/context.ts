import type { Tree } from "../../../detect/index.ts";
import { inside, startOf } from "../../paths.ts";
import { allBelow, literal, parsePattern } from "../../pattern.ts";
import { isThere, pathsBelow } from "../shared/tree-walk.ts";

/** A source of COPY, as the build context sees it. */
export interface Source {
  /** The names that are known; none is the whole context. */
  readonly path: readonly string[];
  /** Names from the first with a wildcard on, as a pattern. */
  readonly wild: readonly string[];
}

/**
 * Reads a source as Docker does: paths begin at the context and cannot leave it. A name that holds
 * a variable, a character class or an escape ends it: all below is taken.
 */
export function readSource(text: string): Source {
  const names: string[] = [];
  let open = false;
  for (const name of text.split("/")) {
    if (/[$[\\`]/.test(name)) {
      open = true;
      break;
    }
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  const first = names.findIndex((name) => /[*?]/.test(name));
  if (first < 0) return { path: names, wild: [] };
  const wild = names.slice(first).map((name) => name.replace(/[\]{}()]|^!/g, "\\$&"));
  return { path: names.slice(0, first), wild: open ? [] : wild };
}

export const isWhole = ({ path, wild }: Source): boolean => path.length + wild.length === 0;

/** What a source takes from a context, as patterns from the top directory on. */
export function patternsOf({ path, wild }: Source, context: string): string[] {
  const place = path.length > 0 ? inside(context, path.join("/")) : context;
  if (wild.length === 0) return [place === "." ? allBelow(place) : literal(place)];
  const pattern = [...(place === "." ? [] : [literal(place)]), ...wild].join("/");
  return [pattern, `${pattern}/**`];
}

/** Answers whether contexts hold sources; what has been asked is remembered. */
export class Contexts {
  readonly #tree: Tree;
  readonly #known = new Map<string, boolean>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  holds(context: string, source: Source): boolean {
    const { path, wild } = source;
    if (isWhole(source)) return true;
    const place = path.length > 0 ? inside(context, path.join("/")) : context;
    if (wild.length === 0) return isThere(this.#tree, place);
    const [pattern = ""] = patternsOf(source, context);
    const known = this.#known.get(pattern);
    if (known !== undefined) return known;
    const parsed = parsePattern(`${pattern}/**`);
    const exact = parsePattern(pattern);
    const fits = (path: string) =>
      (typeof parsed !== "string" && parsed.test(path)) ||
      (typeof exact !== "string" && exact.test(path));
    const found = [...pathsBelow(this.#tree, place)].some(fits);
    this.#known.set(pattern, found);
    return found;
  }

  /** Whether it holds what the source may be made in: its first name is a directory. */
  mayHold(context: string, { path: [first], wild, path }: Source): boolean {
    if (first === undefined || path.length + wild.length < 2) return false;
    return isThere(this.#tree, inside(context, first));
  }
}

/**
 * What a .dockerignore leaves of a context that is otherwise taken whole: patterns of what it
 * lets in again after it has taken everything away. `undefined` where it takes only some away:
 * a pattern with `!` would take that away from the inputs of other ecosystems as well.
 */
export function leftBy(ignore: string, context: string): string[] | undefined {
  const lines = ignore
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const everything = lines.findLastIndex((line) => /^\/?(?:\*\*?|\*\*\/\*)\/?$/.test(line));
  if (everything < 0) return undefined;
  const again = lines.slice(everything + 1).filter((line) => line.startsWith("!"));
  return again.flatMap((line) => patternsOf(readSource(line.slice(1).trim()), context));
}

/** Whether one directory is the other or lies in it. */
export const isWithin = (directory: string, around: string): boolean =>
  around === "." || directory === around || directory.startsWith(startOf(around));
