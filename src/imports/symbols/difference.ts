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
  /** What only one of the versions does. */
  readonly only: { readonly now: Only; readonly before: Only };
}

/** What one version of a file does while it is loaded, and the other does not. */
export interface Only {
  /** What it imports by name, or passes on; also what is used only now of older imports. */
  readonly imported: readonly Binding[];
  /** Imported names that it reads. */
  readonly eager: ReadonlySet<string>;
  /** Names of which it reads the content. */
  readonly deep: ReadonlySet<string>;
  /** Names that its classes extend. */
  readonly bases: ReadonlySet<string>;
}

const nothing = (whole: boolean): Difference => {
  const none: Only = { imported: [], eager: new Set(), deep: new Set(), bases: new Set() };
  const only = { now: none, before: none };
  return { whole, names: new Map(), exports: new Map(), stars: [], only };
};

/** Compares two versions of one file, both read with their tokens. */
export function differenceOf(base: Summary, head: Summary): Difference {
  if (base.opaque || head.opaque)
    return nothing(base.opaque !== head.opaque || !sameText(base, head));
  if (base.pragmas !== head.pragmas || runsOtherwise(base, head)) return nothing(true);
  // A file that exports what it does not declare fails to load.
  if (!sameList(undeclared(base), undeclared(head))) return nothing(true);
  const found = nothing(false);
  for (const [name, part] of head.names) {
    const before = base.names.get(name);
    if (before?.tokens === part.tokens) continue;
    if (before && changesRole(before, part)) return nothing(true);
    if (before) found.names.set(name, sameSort(before, part) ? differs : reshaped);
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
  return { ...found, stars, only: { now: onlyIn(head, base), before: onlyIn(base, head) } };
}

function onlyIn(one: Summary, other: Summary): Only {
  const eager = new Set<string>();
  const deep = new Set<string>();
  const bases = new Set<string>();
  const used = new Set<string>();
  for (const [name, part] of one.names) {
    const before = other.names.get(name);
    if (before?.tokens === part.tokens) continue;
    for (const each of part.uses) used.add(each);
    for (const each of part.deep) if (!before?.deep.has(each)) deep.add(each);
    for (const each of part.bases) if (!before?.bases.has(each)) bases.add(each);
    for (const each of part.eager)
      if (!before?.eager.has(each) && isImported(one, each)) eager.add(each);
  }
  for (const [name, exported] of one.exports) {
    const same = other.exports.get(name);
    if ("local" in exported && (!same || sourceOf(same) !== exported.local))
      used.add(exported.local);
  }
  const known = new Set(importedBy(other).map(sourceOf));
  const imported = importedBy(one).filter((each) => !known.has(sourceOf(each)));
  for (const name of used) {
    const binding = one.bindings.get(name);
    if (binding) imported.push(binding);
  }
  return { imported, eager, deep, bases };
}

/** Whether a name, or the namespace whose member it is, comes from another module. */
const isImported = ({ bindings }: Summary, name: string) =>
  bindings.has(name) || name.includes(".");

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

/** All that a file imports by name, or passes on. */
export const importedBy = ({ bindings, exports }: Summary): Binding[] =>
  [...bindings.values(), ...exports.values()].flatMap((each) =>
    "specifier" in each ? [each] : [],
  );

/** What only one of two lists has. */
const unshared = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].filter((each) => a.includes(each) !== b.includes(each));
