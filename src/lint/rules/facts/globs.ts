import { type Hash, isHash } from "../../../model/index.ts";
import type { Linted, Path } from "../../types.ts";
import { type At, hashes, member, members, texts } from "./read.ts";

/** The patterns of one `changes` or `exists`. Paths lead through the document. */
export interface GlobList {
  readonly kind: "changes" | "exists";
  readonly globs: readonly At<string>[];
  readonly path: Path;
  /** They are for another project's files. */
  readonly elsewhere: boolean;
}

/** Keys of the document that hold no job. */
const noJobs = new Set([
  "default",
  "include",
  "stages",
  "variables",
  "workflow",
  "image",
  "services",
  "cache",
]);

const listsOf = new WeakMap<Linted, readonly GlobList[]>();

/** All lists of patterns, where they were written: each once, however many jobs extend it. */
export function globLists(linted: Linted): readonly GlobList[] {
  const before = listsOf.get(linted);
  if (before) return before;
  const lists = listsIn(linted);
  listsOf.set(linted, lists);
  return lists;
}

function listsIn({ document }: Linted): readonly GlobList[] {
  const lists: GlobList[] = [];
  const workflow = member(document, "workflow");
  lists.push(...ofRules(member(workflow, "rules"), ["workflow", "rules"]));
  for (const [name, job] of members(document)) {
    if (noJobs.has(name) || !isHash(job)) continue;
    const rules = member(job, "rules");
    if (rules !== undefined) lists.push(...ofRules(rules, [name, "rules"]));
    for (const key of ["only", "except"]) {
      const written = member(member(job, key), "changes");
      if (written !== undefined) lists.push(...ofKind("changes", written, [name, key, "changes"]));
    }
  }
  return lists;
}

const ofRules = (rules: unknown, at: Path): readonly GlobList[] =>
  hashes(rules, at).flatMap(({ value, path }) => [
    ...ofRule("changes", value, path),
    ...ofRule("exists", value, path),
  ]);

function ofRule(kind: GlobList["kind"], rule: Hash, path: Path): readonly GlobList[] {
  const written = member(rule, kind);
  return written === undefined ? none : ofKind(kind, written, [...path, kind]);
}

const none: readonly never[] = [];

function ofKind(kind: GlobList["kind"], written: unknown, at: Path): readonly GlobList[] {
  const paths = member(written, "paths");
  const path = paths === undefined ? at : [...at, "paths"];
  const globs = texts(paths ?? written, path);
  const elsewhere = member(written, "project") !== undefined;
  return globs.length > 0 ? [{ kind, globs, path, elsewhere }] : [];
}

/** The directories of a pattern before its first wildcard or variable; none for a plain name. */
export function plainDirectory(glob: string): string {
  const plain = /^[^*?[{\\$%]*/.exec(glob)?.[0] ?? "";
  return plain.slice(0, Math.max(plain.lastIndexOf("/"), 0));
}

const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/** All directories that hold a file, without slashes at their ends. */
export function directoriesOf(paths: readonly string[]): ReadonlySet<string> {
  const before = known.get(paths);
  if (before) return before;
  const found = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const directory = path.slice(0, at);
      if (found.has(directory)) break;
      found.add(directory);
    }
  }
  known.set(paths, found);
  return found;
}
