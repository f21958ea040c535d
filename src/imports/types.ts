import type { Diagnostic } from "../diagnostics/index.ts";

/** How closely JavaScript and TypeScript are read. */
export type Precision = "paths" | "imports" | "symbols";

/** How to read imports, and where to keep what was read. */
export interface ImportSettings {
  readonly precision: Precision;
  /** Absolute path of the directory that keeps what was read of each blob. */
  readonly cache: string;
  /** No progress. */
  readonly quiet: boolean;
  /**
   * Patterns of changes that concern nobody. Where they are given, a service need not be told of
   * each of thousands of paths: `chains` may then hold the first thousand of them only.
   */
  readonly ignore?: readonly string[];
}

/** `file` depends on `to` by an import: one link of a chain of reasons. */
export interface ImportStep {
  readonly by: "import";
  readonly file: string;
  /** Line of the import (1 is the first), where one import is meant. */
  readonly line?: number;
  /** The imported file, or the directory of a service that counts as a whole. */
  readonly to: string;
  /** Under `symbols`: the imported names through which the change arrives; the first few, sorted. */
  readonly names?: readonly string[];
  /** Why `to` counts although no import names it: a sentence's end, such as `the import is computed`. */
  readonly why?: string;
}

/** What the changed paths are to services that import them, directly or through others. */
export interface ImportReach {
  /**
   * By service name: chains from one of its files to a changed path, `to` of the last step. One
   * for each changed path that it reaches, by path; none for paths of its own directory.
   */
  readonly chains: ReadonlyMap<string, readonly (readonly ImportStep[])[]>;
  /**
   * Changed paths whose effect on importers is wholly told by `chains`. For all others, the edges
   * of the workspace say who depends on their owner.
   */
  readonly told: ReadonlySet<string>;
  /**
   * Services of which more than the importing files may differ: a change arrives in a file that
   * their tools read (a bundler's configuration, a script), so the edges count for their dependents.
   */
  readonly whole: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}
