import { isAscii } from "node:buffer";
import { lstatSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import { fail } from "../diagnostics/index.ts";
import type { Files } from "../io.ts";
import { readBlobs } from "./blobs.ts";
import type { Diff } from "./changes.ts";
import type { Git } from "./git.ts";
import { decodeList, decodePath, showPath, sortPaths, splitNul } from "./paths.ts";
import type { Tree } from "./types.ts";

/**
 * The files that are checked out, as git lists them. On a developer's machine those that git does
 * not know yet (`untracked`) belong to it, and deleted ones do not. What git knows and a sparse
 * checkout leaves out is read from the commit.
 */
export async function checkedOutTree(
  git: Git,
  files: Files,
  untracked?: Promise<readonly string[]>,
): Promise<Tree> {
  const [listed, deleted] = await Promise.all([
    git.bytes(listing),
    untracked ? git.bytes(deletedFiles) : undefined,
  ]);
  const read = readerOf(git, files);
  const ids = () => stagedIds(git);
  // git's index is sorted by bytes, which for ASCII is by code unit.
  if (!untracked && isAscii(listed)) return treeOf(listed.toString("latin1"), read, ids);
  let paths = decodeList(listed);
  if (deleted && deleted.length > 0) {
    const gone = new Set(decodeList(deleted));
    paths = paths.filter((path) => !gone.has(path));
  }
  if (untracked) paths = paths.concat(await untracked);
  // Only a work tree has doubles (a conflict) and files beside the index.
  return treeOf(listingOf(sortPaths(paths)), read, ids);
}

/** Reads what is checked out; what a sparse checkout leaves out is read from the commit. */
const readerOf =
  (git: Git, files: Files): Tree["read"] =>
  async (wanted) => {
    const texts = new Map<string, string>();
    const absent: string[] = [];
    for (const path of wanted) {
      const text = onDisk(git.root, path, files);
      if (text === "absent") absent.push(path);
      else if (text) texts.set(path, text.text);
    }
    if (absent.length > 0) {
      const committed = await commitTree(git, git.head);
      for (const [path, text] of await committed.read(absent)) texts.set(path, text);
    }
    return texts;
  };

async function stagedIds(git: Git): Promise<ReadonlyMap<string, string>> {
  const [staged, touched] = await Promise.all([
    git.bytes(["ls-files", "-s", "-z"]),
    git.bytes(touchedFiles),
  ]);
  const ids = new Map(fileEntries(staged));
  for (const path of decodeList(touched)) ids.delete(path);
  return ids;
}

/** The command that lists what git's index knows. */
export const listing = ["ls-files", "-z"];

/** What the work tree holds otherwise than the index. */
const touchedFiles = [
  "diff-files",
  "-z",
  "--name-only",
  "--no-renames",
  "--no-relative",
  "--ignore-submodules=all",
  "-O/dev/null",
];

/** As `git ls-files --deleted`, which looks at the files one after the other and takes twice as long. */
const deletedFiles = [...touchedFiles, "--diff-filter=D"];

/** The files of a commit that is not checked out. A symbolic link has no text. */
export async function commitTree(git: Git, sha: string): Promise<Tree> {
  const listed = await git.bytes(["ls-tree", "-r", "-z", "--full-tree", sha]);
  const blobs = new Map<string, string>();
  const paths: string[] = [];
  for (const [path, id] of entriesOf(listed)) {
    paths.push(path);
    if (id !== undefined) blobs.set(path, id);
  }
  const ids = async () => blobs;
  return treeOf(listingOf(sortPaths(paths)), (wanted) => textsOf(git, wanted, blobs), ids);
}

/** The files before the changes: `before` holds the blob ids of those that changed. */
export function treeBefore(git: Git, after: Tree, { changes, before }: Diff): Tree {
  const changed = new Set(changes.map(({ path }) => path));
  const restored = changes.filter(({ status }) => status !== "A").map(({ path }) => path);
  const had = new Set(restored);
  const list = once(() =>
    sortPaths([...after.paths.filter((path) => !changed.has(path)), ...restored]),
  );
  const text = once(() => listingOf(list()));
  return {
    get paths() {
      return list();
    },
    get listing() {
      return text();
    },
    has: (path) => (changed.has(path) ? had.has(path) : after.has(path)),
    async read(wanted) {
      const same = wanted.filter((path) => !changed.has(path));
      const other = wanted.filter((path) => changed.has(path));
      const [kept, given] = await Promise.all([after.read(same), textsOf(git, other, before)]);
      return new Map([...kept, ...given]);
    },
    async ids() {
      const ids = new Map(await after.ids());
      for (const path of changed) ids.delete(path);
      for (const [path, id] of before) ids.set(path, id);
      return ids;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Path and blob id of each entry that `ls-tree` or `ls-files -s` lists; no id for what is no plain file. */
function entriesOf(listed: Buffer): [path: string, id: string | undefined][] {
  return splitNul(listed).map((entry) => {
    const tab = entry.indexOf(9);
    const words = entry.toString("latin1", 0, tab).split(" ");
    // ls-tree: mode, type, id. ls-files: mode, id, stage, which is 0 unless there is a conflict.
    const id = words[1] === "blob" ? words[2] : words[2] === "0" ? words[1] : undefined;
    const plain = words[0]?.startsWith("100");
    return [decodePath(entry.subarray(tab + 1)), plain ? id : undefined];
  });
}

const fileEntries = (listed: Buffer) =>
  entriesOf(listed).filter((entry): entry is [string, string] => entry[1] !== undefined);

/** The texts of blobs, by the paths that they have. */
async function textsOf(
  git: Git,
  wanted: readonly string[],
  blobs: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const ids = wanted.map((path) => blobs.get(path));
  const found = await readBlobs(git, [...new Set(ids.filter((id) => id !== undefined))]);
  const texts = new Map<string, string>();
  wanted.forEach((path, index) => {
    const bytes = found.get(ids[index] ?? "");
    if (bytes) texts.set(path, bytes.toString("utf8"));
  });
  return texts;
}

const listingOf = (paths: readonly string[]) => (paths.length > 0 ? `${paths.join("\0")}\0` : "");

/**
 * A tree that answers only for its own paths. They come as one text, sorted by code unit, each
 * ended by NUL, and are cut apart only when somebody wants all of them.
 */
function treeOf(listing: string, read: Tree["read"], ids: Tree["ids"]): Tree {
  const list = once(() => listing.split("\0").slice(0, -1));
  const has = (path: string) => {
    let low = 0;
    let high = listing.length;
    while (low < high) {
      // The path that holds the middle.
      const start = listing.lastIndexOf("\0", ((low + high) >> 1) - 1) + 1;
      const end = listing.indexOf("\0", start);
      const here = listing.slice(start, end);
      if (here === path) return true;
      if (here < path) low = end + 1;
      else high = start;
    }
    return false;
  };
  return {
    get paths() {
      return list();
    },
    listing,
    has,
    read: (wanted) => read(wanted.filter(has)),
    ids,
  };
}

/** Faults that mean "this is no file", where a file was asked for. */
const noFile = new Set(["EISDIR", "ELOOP"]);

/**
 * The text of a file of the work tree; `"absent"` where there is nothing, `undefined` where there
 * is no file: a directory (a submodule), or a symbolic link that leads out of the repository.
 */
function onDisk(root: string, path: string, files: Files): { text: string } | "absent" | undefined {
  const full = `${root}/${path}`;
  try {
    const text = files.plain(full);
    if (text !== undefined) return { text };
    if (!lstatSync(full, { throwIfNoEntry: false })) return "absent";
    // A symbolic link.
    if (!realpathSync(full).startsWith(root + sep)) return undefined;
    const target = files.text(full);
    return target === undefined ? undefined : { text: target };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") return "absent";
    if (noFile.has(code)) return undefined;
    return fail("FILE_UNREADABLE", [showPath(path)], { problem: message }, { cause: error });
  }
}
