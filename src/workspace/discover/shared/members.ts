import type { Tree } from "../../../detect/index.ts";
import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";
import { outwards, resolveFrom } from "../../paths.ts";
import { allBelow, literal, type Pattern, parsePattern } from "../../pattern.ts";
import { isThere } from "./tree-walk.ts";

/** Where a glob of directories stands: for messages. */
export interface GlobPlace {
  readonly manifest: string;
  readonly line: number | undefined;
}

/**
 * A glob of directories, as Cargo and uv read it, as a pattern of `file` in each of them: stars,
 * question marks and brackets, and nothing else. Throws MANIFEST_INVALID.
 */
export function memberPattern(
  glob: string,
  directory: string,
  file: string,
  { manifest, line }: GlobPlace,
): Pattern {
  const plain = glob.replace(/[\\{}()]/g, "\\$&").replace(/^!/, "\\!");
  const path = resolveFrom(literal(directory), `${plain}/${file}`);
  const pattern =
    path === undefined
      ? "leads out of the repository"
      : parsePattern(path, { extglob: false, below: false });
  if (typeof pattern !== "string") return pattern;
  const problem = `the workspace member ${JSON.stringify(glob)} ${pattern}`;
  fail("MANIFEST_INVALID", at(manifest, line), { problem });
}

/**
 * Patterns of members that a workspace names without a star and that git does not list, such as
 * submodules: all of them counts.
 */
export function unlistedMembers(
  globs: readonly string[],
  directory: string,
  file: string,
  tree: Tree,
): string[] {
  return globs.flatMap((glob) => {
    const member = /[*?[]/.test(glob) ? undefined : resolveFrom(directory, glob);
    if (member === undefined || tree.has(`${member === "." ? "" : `${member}/`}${file}`)) return [];
    return [literal(member), allBelow(member)];
  });
}

/**
 * The directory or file of a path dependency; `undefined` when it leads out of the repository.
 * Where it leads into a submodule, that is what git knows of it.
 */
export function pathTarget(directory: string, path: string, tree: Tree): string | undefined {
  const target = resolveFrom(directory, path);
  if (target === undefined || isThere(tree, target)) return target;
  for (const around of outwards(target)) if (tree.has(around)) return around;
  return target;
}
