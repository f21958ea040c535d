import { type YamlEditor, yamlReader } from "../yaml/index.ts";
import { type Change, changesOf, type Fix, type Path } from "./types.ts";

export interface Fixed {
  readonly text: string;
  /** Those that were made, in the order in which they were given. */
  readonly applied: readonly Fix[];
}

/**
 * Makes fixes in the text of one file; every byte that no fix is about stays. A fix is left out where
 * the text has no place of its own for it (an alias, a merge key, another file), where it changes
 * nothing, and where it meets one that was given before it. Steps are made all or none, and only
 * where no comment stands in what they replace.
 */
export async function applyFixes(text: string, fixes: readonly Fix[]): Promise<Fixed> {
  if (fixes.length === 0) return { text, applied: [] };
  const fixed = await fixerOf(text);
  return fixed(fixes);
}

/** {@link applyFixes} for a text that is fixed in one way and another: it is read once. */
export async function fixerOf(text: string): Promise<(fixes: readonly Fix[]) => Fixed> {
  const { yamlEditor } = await yamlReader();
  const editor = yamlEditor(text);
  return (fixes) => {
    const own = withoutConflicts(fixes).filter(
      (fix) => !("steps" in fix) || editor.keepsComments(fix.steps),
    );
    return applyWhole(editor, own, fixes);
  };
}

/** All fixes of a list together; those that cannot be made whole are left out. */
function applyWhole(editor: YamlEditor, list: readonly Fix[], fixes: readonly Fix[]): Fixed {
  const ordered = list.flatMap(changesOf).toSorted((a, b) => fromTheEnd(a.path, b.path));
  const edited = editor.edit(ordered);
  const made = new Set(edited.applied.map((index) => ordered[index]));
  const isWhole = (fix: Fix) => changesOf(fix).every((change) => made.has(change));
  const isTouched = (fix: Fix) => changesOf(fix).some((change) => made.has(change));
  const whole = list.filter(isWhole);
  if (list.some((fix) => isTouched(fix) && !isWhole(fix))) {
    return applyWhole(editor, whole, fixes);
  }
  const applied = new Set(whole);
  return { text: edited.text, applied: fixes.filter((fix) => applied.has(fix)) };
}

/** Of fixes that meet, the first. A key may get another name while what is in it is mended. */
function withoutConflicts(fixes: readonly Fix[]): readonly Fix[] {
  const tree = new Map<string, Entry>();
  return fixes.filter((fix) => {
    const changes = changesOf(fix);
    if (!changes.every((change) => isFree(tree, change))) return false;
    for (const change of changes) claim(tree, change);
    return true;
  });
}

interface Entry {
  /** Another fix leads through here. */
  passed: boolean;
  /** A fix changes or removes what is here. */
  taken: boolean;
  renamed: boolean;
}

const keysOf = (path: Path): readonly string[] =>
  path.length === 0 ? ["[]"] : path.map((_, index) => JSON.stringify(path.slice(0, index + 1)));

function isFree(tree: ReadonlyMap<string, Entry>, change: Change): boolean {
  const [own, ...around] = keysOf(change.path)
    .map((key) => tree.get(key))
    .reverse();
  if (own?.taken || around.some((entry) => entry?.taken)) return false;
  return "rename" in change ? !own?.renamed : !own?.renamed && !own?.passed;
}

function claim(tree: Map<string, Entry>, change: Change): void {
  const [own, ...around] = keysOf(change.path)
    .map((key) => entryOf(tree, key))
    .reverse();
  if (own && "rename" in change) own.renamed = true;
  else if (own) own.taken = true;
  for (const entry of around) entry.passed = true;
}

function entryOf(tree: Map<string, Entry>, key: string): Entry {
  const known = tree.get(key);
  if (known) return known;
  const entry = { passed: false, taken: false, renamed: false };
  tree.set(key, entry);
  return entry;
}

/** Later items before earlier ones, and what is in a place before the place. */
export function fromTheEnd(a: Path, b: Path): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (step === other) continue;
    if (typeof step === "number" && typeof other === "number") return other - step;
    return String(step) < String(other) ? 1 : -1;
  }
  return b.length > a.length ? 1 : 0;
}
