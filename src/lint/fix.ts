import { yamlReader } from "../yaml/index.ts";
import type { Fix, Path } from "./types.ts";

export interface Fixed {
  readonly text: string;
  /** Those that were made, in the order in which they were given. */
  readonly applied: readonly Fix[];
}

/**
 * Makes fixes in the text of one file; every byte that no fix is about stays. A fix is left out where
 * the text has no place of its own for it (an alias, a merge key, another file), where it changes
 * nothing, and where it meets one that was given before it.
 */
export async function applyFixes(text: string, fixes: readonly Fix[]): Promise<Fixed> {
  if (fixes.length === 0) return { text, applied: [] };
  const { editYaml } = await yamlReader();
  const ordered = withoutConflicts(fixes).toSorted((a, b) => fromTheEnd(a.path, b.path));
  const edited = editYaml(text, ordered);
  const applied = new Set(edited.applied.map((index) => ordered[index]));
  return { text: edited.text, applied: fixes.filter((fix) => applied.has(fix)) };
}

/** Of fixes that meet, the first. A key may get another name while what is in it is mended. */
function withoutConflicts(fixes: readonly Fix[]): readonly Fix[] {
  const tree = new Map<string, Entry>();
  return fixes.filter((fix) => claim(tree, fix));
}

interface Entry {
  /** Another fix leads through here. */
  passed: boolean;
  /** A fix changes or removes what is here. */
  taken: boolean;
  renamed: boolean;
}

function claim(tree: Map<string, Entry>, fix: Fix): boolean {
  const keys = fix.path.map((_, index) => JSON.stringify(fix.path.slice(0, index + 1)));
  const own = entryOf(tree, keys.pop() ?? "[]");
  const around = keys.map((key) => entryOf(tree, key));
  if (own.taken || around.some((entry) => entry.taken)) return false;
  const isName = "rename" in fix;
  if (isName ? own.renamed : own.renamed || own.passed) return false;
  if (isName) own.renamed = true;
  else own.taken = true;
  for (const entry of around) entry.passed = true;
  return true;
}

function entryOf(tree: Map<string, Entry>, key: string): Entry {
  const known = tree.get(key);
  if (known) return known;
  const entry = { passed: false, taken: false, renamed: false };
  tree.set(key, entry);
  return entry;
}

/** Later items before earlier ones, and what is in a place before the place. */
function fromTheEnd(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (step === other) continue;
    if (typeof step === "number" && typeof other === "number") return other - step;
    return String(step) < String(other) ? 1 : -1;
  }
  return b.length > a.length ? 1 : 0;
}
