import { changedBy } from "./inside.ts";
import {
  type Binding,
  cameOrWent,
  differs,
  type Exported,
  type Grade,
  type Part,
  reshaped,
  type Summary,
} from "./types.ts";

/** How two versions of a file differ, as far as the file alone tells. */
export interface Difference {
  /** Loading it does something else, or its parts cannot be told apart: all of it counts. */
  readonly whole: boolean;
  /** Affected names of the new version. */
  readonly names: Map<string, Grade>;
  /** Affected exports beside those of `names`. */
  readonly exports: Map<string, Grade>;
  /** Specifiers of `export *` that are new, or gone. */
  readonly stars: readonly string[];
  /** What only the new version imports, or passes on, and what only the old one did. */
  readonly imported: { readonly now: readonly Binding[]; readonly before: readonly Binding[] };
  /** Names of which changed code newly reads the content while the file is loaded. */
  readonly deep: ReadonlySet<string>;
  /** Names that changed classes newly extend. */
  readonly bases: ReadonlySet<string>;
  /** Names that changed code newly reads while the file is loaded. */
  readonly eager: ReadonlySet<string>;
}

const nothing = (whole: boolean): Difference => ({
  whole,
  names: new Map(),
  exports: new Map(),
  stars: [],
  imported: { now: [], before: [] },
  deep: new Set(),
  bases: new Set(),
  eager: new Set(),
});

/** Compares two versions of one file, both read with their tokens. */
export function differenceOf(base: Summary, head: Summary): Difference {
  if (base.opaque || head.opaque)
    return nothing(base.opaque !== head.opaque || !sameText(base, head));
  if (base.pragmas !== head.pragmas || runsOtherwise(base, head)) return nothing(true);
  // A file that exports what it does not declare fails to load.
  if (!sameList(undeclared(base), undeclared(head))) return nothing(true);
  const found = nothing(false);
  const eager = new Set<string>();
  const deep = new Set<string>();
  const bases = new Set<string>();
  for (const [name, part] of head.names) {
    const before = base.names.get(name);
    if (before?.tokens === part.tokens) continue;
    if (before && changesRole(before, part)) return nothing(true);
    if (before) found.names.set(name, sameSort(before, part) ? differs : reshaped);
    for (const each of part.eager) if (!before?.eager.has(each)) eager.add(each);
    for (const each of part.deep) if (!before?.deep.has(each)) deep.add(each);
    for (const each of part.bases) if (!before?.bases.has(each)) bases.add(each);
  }
  for (const name of changedVariables(base, head)) {
    if (!found.names.has(name)) found.names.set(name, differs);
  }
  for (const [name, moved] of movedNames(base, head)) {
    if (moved) {
      found.names.set(name, reshaped);
      continue;
    }
    // What mentions it and has not changed means something else by it.
    if (head.effects.some(({ uses }) => uses.has(name))) return nothing(true);
    for (const [user, part] of head.names) {
      if (!part.uses.has(name) || base.names.get(user)?.tokens !== part.tokens) continue;
      if (part.eager.has(name)) return nothing(true);
      found.names.set(user, differs);
    }
  }
  for (const name of new Set([...base.exports.keys(), ...head.exports.keys()])) {
    const grade = exportGrade(base.exports.get(name), head.exports.get(name));
    if (grade) found.exports.set(name, grade);
  }
  const stars = unshared(base.stars, head.stars);
  const imported = { now: importedOnlyBy(head, base), before: importedOnlyBy(base, head) };
  return { ...found, stars, imported, deep, bases, eager };
}

/** Texts of files that are compared as a whole; without one they are not known to be equal. */
const sameText = (base: Summary, head: Summary): boolean =>
  base.order.length > 0 && base.order.join() === head.order.join();

/** Exported names of the file that are not declared at its top. */
export const undeclared = ({ exports, names, bindings }: Summary): string[] =>
  [...exports.values()]
    .flatMap((each) => ("local" in each ? [each.local] : []))
    .filter((name) => !names.has(name) && !bindings.has(name))
    .sort();

/** Whether what is run when the file is loaded is not the same, or not in the same order. */
function runsOtherwise(base: Summary, head: Summary): boolean {
  const effects = ({ effects }: Summary) => effects.map(({ tokens }) => tokens);
  if (!sameList(effects(base), effects(head))) return true;
  const [before, after] = [new Set(base.order), new Set(head.order)];
  return !sameList(
    base.order.filter((each) => after.has(each)),
    head.order.filter((each) => before.has(each)),
  );
}

/** Whether two lists hold the same texts in the same order. */
export const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

/** A type became a value or the other way round: then imports of it are left out, or not. */
const changesRole = (a: Part, b: Part): boolean =>
  (a.shape === "type") !== (b.shape === "type") || `${a.shape} ${b.shape}`.includes("namespace");

/** Variables of the new version that are changed by code which came, went or is not the same. */
function changedVariables(base: Summary, head: Summary): string[] {
  const changed = (one: Summary, other: Summary) =>
    [...one.names].flatMap(([name, part]) =>
      other.names.get(name)?.tokens === part.tokens ? [] : changedBy(part, one),
    );
  return [...changed(base, head), ...changed(head, base)].filter((name) => head.names.has(name));
}

const sameSort = (a: Part, b: Part): boolean =>
  a.shape === b.shape && !/expression|alias/.test(a.shape);

/**
 * Names that mean something else now. True for those that are declared or imported elsewhere
 * than before, false for those that came or went.
 */
function movedNames(base: Summary, head: Summary): Map<string, boolean> {
  const names = new Set<string>();
  for (const { names: declared, bindings } of [base, head]) {
    for (const name of declared.keys()) names.add(name);
    // Modules that a string names are read of the new version only.
    for (const name of bindings.keys()) if (!name.startsWith('"')) names.add(name);
  }
  const moved = new Map<string, boolean>();
  for (const name of names) {
    const [before, after] = [originOf(base, name), originOf(head, name)];
    if (before !== after) moved.set(name, before !== "" && after !== "");
  }
  return moved;
}

function originOf({ names, bindings }: Summary, name: string): string {
  const binding = bindings.get(name);
  const declared = names.has(name) ? "here" : "";
  return binding ? JSON.stringify([binding.specifier, binding.name, declared]) : declared;
}

function exportGrade(before: Exported | undefined, after: Exported | undefined): Grade | undefined {
  if (!before || !after) return cameOrWent;
  return sourceOf(before) === sourceOf(after) ? undefined : reshaped;
}

const sourceOf = (exported: Exported): string =>
  "local" in exported ? exported.local : JSON.stringify([exported.specifier, exported.name]);

/** Imports and re-exports that one version has, and the other has not. */
function importedOnlyBy(one: Summary, other: Summary): Binding[] {
  const known = new Set(importedBy(other).map(sourceOf));
  return importedBy(one).filter((each) => !known.has(sourceOf(each)));
}

/** All that a file imports by name, or passes on. */
export const importedBy = ({ bindings, exports }: Summary): Binding[] =>
  [...bindings.values(), ...exports.values()].flatMap((each) =>
    "specifier" in each ? [each] : [],
  );

/** What only one of two lists has. */
const unshared = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].filter((each) => a.includes(each) !== b.includes(each));
