import type { Git } from "./git.ts";
import { decodeList, decodePath } from "./paths.ts";
import type { Change } from "./types.ts";

/**
 * As GitLab's own `rules:changes` compares: two commits, no rename detection, submodules too
 * (`lib/gitlab/ci/build/rules/rule/clause/changes.rb`). Each option holds against what a user may
 * have configured: diff.renames, diff.relative, diff.external, diff.ignoreSubmodules, color.diff,
 * diff.orderFile, diff.autoRefreshIndex.
 */
const diff = [
  "-c",
  "diff.autoRefreshIndex=true",
  "diff",
  "--raw",
  "-z",
  "--no-renames",
  "--no-abbrev",
  "--no-ext-diff",
  "--no-color",
  "--no-relative",
  "--ignore-submodules=none",
  "-O/dev/null",
];

/** The command that compares two commit ids. */
export const diffOf = (base: string, head: string): readonly string[] => [
  ...diff,
  base,
  head,
  "--",
];

/** Changes, and what they took away. */
export interface Diff {
  /** Sorted by path. */
  readonly changes: readonly Change[];
  /** Blob ids that the base has at changed paths; of plain files only. */
  readonly before: ReadonlyMap<string, string>;
}

/** What changed between two commit ids. */
export async function commitChanges(git: Git, base: string, head: string): Promise<Diff> {
  return parseRaw(await git.bytes(diffOf(base, head)));
}

/** What changed from a commit to the work tree; `untracked` are paths that git does not know yet. */
export async function workTreeChanges(
  git: Git,
  base: string,
  untracked: Promise<readonly string[]>,
): Promise<Diff> {
  const [raw, unknown] = await Promise.all([git.bytes([...diff, base, "--"]), untracked]);
  const { changes: known, before } = parseRaw(raw);
  const changes = new Map(known.map((change) => [change.path, change]));
  for (const path of unknown) {
    const status = changes.has(path) ? "M" : "A";
    changes.set(path, { path, status });
  }
  return { changes: [...changes.values()].sort(byPath), before };
}

/** Files that git does not know yet and does not ignore; a repository inside this one is one path. */
export async function untrackedPaths(git: Git): Promise<string[]> {
  const listed = await git.bytes(["ls-files", "-z", "--others", "--exclude-standard"]);
  return decodeList(listed).map((path) => path.replace(/\/$/, ""));
}

/** One record of `git diff --raw -z`. */
interface Raw {
  readonly path: string;
  readonly status: Change["status"];
  /** Kind of object and its id: what a rename keeps. */
  readonly before: string;
  readonly after: string;
}

/** What the bytes of `git diff --raw -z --no-renames --no-abbrev` say. */
export function parseRaw(bytes: Buffer): Diff {
  const records: Raw[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.indexOf(0, at);
    const end = bytes.indexOf(0, header + 1);
    if (header < 0 || end < 0) throw new Error("git diff --raw ended within a record");
    const [from = "", to = "", before = "", after = "", letter = ""] = bytes
      .toString("latin1", at + 1, header)
      .split(" ");
    records.push({
      path: decodePath(bytes.subarray(header + 1, end)),
      status: statusOf(letter),
      before: `${from.slice(0, 2)} ${before}`,
      after: `${to.slice(0, 2)} ${after}`,
    });
    at = end + 1;
  }
  const plain = records.filter(({ status, before }) => status !== "A" && before.startsWith("10"));
  return {
    changes: withOrigins(records.sort(byPath)),
    before: new Map(plain.map(({ path, before }) => [path, before.slice(3)])),
  };
}

/** A path in conflict (`U`), or a letter to come, is a change all the same. */
const statusOf = (letter: string): Change["status"] =>
  letter === "A" || letter === "D" || letter === "T" ? letter : "M";

/** All empty files are alike, so that none is the origin of another: their ids (SHA-1, SHA-256). */
const empty = new Set([
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
]);

/** Gives each added file the deleted one with the same content, in order of paths. */
function withOrigins(records: readonly Raw[]): Change[] {
  const gone = new Map<string, string[]>();
  for (const { status, before, path } of records) {
    if (status !== "D" || empty.has(before.slice(3))) continue;
    const paths = gone.get(before);
    if (paths) paths.push(path);
    else gone.set(before, [path]);
  }
  return records.map(({ path, status, after }) => {
    const from = status === "A" ? gone.get(after)?.shift() : undefined;
    return from === undefined ? { path, status } : { path, status, from };
  });
}

const byPath = (a: { path: string }, b: { path: string }) =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
