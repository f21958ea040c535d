import type { ImportGraph } from "../graph.ts";

/** What of the import graph is asked. */
export type Imports = Pick<ImportGraph, "importsOf" | "importersOf">;

/**
 * A top-level name of a file with all that declares it (overloads and merged declarations are
 * one), or a statement that does something when the file is loaded.
 */
export interface Part {
  /** All tokens; equal tokens are equal code. Empty unless asked for. */
  readonly tokens: string;
  /**
   * What sort of thing it is, such as `const number`. While the sort stays the same, reading it
   * cannot fail where it did not fail before.
   */
  readonly shape: string;
  /**
   * Top-level names of the file that it mentions. Of an import of a whole module, `name.member`
   * where just that member is meant. `"./x"` in its quotes is the module itself, named by a string.
   */
  readonly uses: ReadonlySet<string>;
  /** Of `uses`, those that are read while the file is loaded. */
  readonly eager: ReadonlySet<string>;
  /** Of `eager`, those whose content is read as well: a property, or their value as text. */
  readonly deep: ReadonlySet<string>;
  /** Of `eager`, those that a class extends. */
  readonly bases: ReadonlySet<string>;
  /** Of `uses`, those that it assigns to, or to a property of. */
  readonly writes: ReadonlySet<string>;
  /** Of `uses`, those of which it calls a method, which may change them. */
  readonly calls: ReadonlySet<string>;
}

/** What an import names: an export of a module, or `*` for the module as an object. */
export interface Binding {
  readonly specifier: string;
  readonly name: string;
}

/** What an export is: a name of the file, or an export of another module. */
export type Exported = { readonly local: string } | Binding;

/** An import that may load another module when the file is loaded. */
export interface Load {
  readonly specifier: string;
  /** False where the compiler leaves it out if `names` are all types. */
  readonly certain: boolean;
  readonly names: readonly string[];
}

/** Why a file's parts cannot be told apart: all of it counts together. */
export type Opaque = "other" | "syntax" | "size" | "script" | "eval";

/** What a file declares, uses, imports and exports. */
export interface Summary {
  readonly opaque?: Opaque;
  /** Directives and pragmas, which concern all of the file. */
  readonly pragmas: string;
  /** By name; `default` is a default export without a name of its own. */
  readonly names: ReadonlyMap<string, Part>;
  /** Also those of `names` whose declaration runs code that is not known to be harmless. */
  readonly effects: readonly Part[];
  /** What is run when the file is loaded, in its order: names, and tokens of other statements. */
  readonly order: readonly string[];
  /** Imported names, by the name that they have in the file. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /** By exported name. */
  readonly exports: ReadonlyMap<string, Exported>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  readonly loads: readonly Load[];
}

/** How much of a change arrives: a higher grade stands for the lower ones as well. */
export type Grade = 1 | 2 | 3;
/** It behaves otherwise, or has another type. */
export const differs = 1;
/** It is another sort of thing: reading it while a file is loaded may fail. */
export const reshaped = 2;
/** It came or went: a file that imports it by name may fail to load. */
export const cameOrWent = 3;

/** Affected names with their grades. */
export type Grades = ReadonlyMap<string, Grade>;

/** In place of a name: every export of the file. */
export const everyName = "*";
