import type { Candidate } from "../context/index.ts";

/** The decision about the base, as it stands in the report. */
export interface Base {
  /** The commit compared with, or `null`: everything counts as changed. */
  readonly sha: string | null;
  /** The branch, tag or revision that led to it, where there was one. */
  readonly ref: string | null;
  readonly how: Candidate["how"] | "none";
  /** One sentence: why this base, or why none. */
  readonly why: string;
  /** True when the first candidate could not be had. */
  readonly fallback: boolean;
}

/**
 * One changed path. A rename is two of them, a `D` and an `A`, as GitLab's `rules:changes`
 * sees it; the `A` carries `from` where git shows the same content under both names.
 * Paths are relative to the repository, `/` between names; bytes that are not UTF-8 stand as
 * lone surrogates U+DC80..U+DCFF (byte + 0xDC00), so that every path survives.
 */
export interface Change {
  readonly path: string;
  /** git's own letters: added, deleted, modified (mode and submodule too), type changed. */
  readonly status: "A" | "D" | "M" | "T";
  readonly from?: string;
}

/** The files of one commit, or of the work tree. Paths as in {@link Change}, sorted by code unit. */
export interface Tree {
  readonly paths: readonly string[];
  /** The same as one text, each path ended by NUL: thousands of paths are searched quickest so. */
  readonly listing: string;
  has(path: string): boolean;
  /** Text of several files at once, by path; a path that is not there is left out. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * git's id of the content of each file that git knows unchanged, by path: equal ids are equal
   * bytes. Others (changed in the work tree, symbolic links) are left out.
   */
  ids(): Promise<ReadonlyMap<string, string>>;
}

/** What the later stages know of git. */
export interface Comparison {
  readonly base: Base;
  /** The commit id compared; with `workTree`, the commit below the uncommitted changes. */
  readonly head: string;
  readonly workTree: boolean;
  /** Sorted by path; empty when there is no base. */
  readonly changes: readonly Change[];
  readonly tree: Tree;
  /** The files of the base: those of `tree` with the changes taken back. Without a base, none. */
  readonly baseTree: Tree;
}
