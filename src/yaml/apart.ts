import { isDeepStrictEqual } from "node:util";
import { valueAt } from "./change.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Budget, type Made, makeAll, type Numbered } from "./make.ts";
import { setKey } from "./set-key.ts";
import { lineStart, type Span } from "./spans.ts";
import type { TreeNode } from "./tree.ts";

/** What was made, and what is still to be tried in the text as a whole. */
interface MadeApart extends Made {
  readonly rest: readonly Numbered[];
}

/**
 * Makes the changes of each entry of the outermost hash in the lines of this entry alone, so that it
 * takes no reading of the whole text to find one that cannot be made. Changes of entries as a whole,
 * and of those with an anchor or an alias, are left.
 */
export function makeApart(before: Draft, changes: readonly Numbered[], budget: Budget): MadeApart {
  const entries = entriesOf(before);
  const groups = groupsOf(changes, entries.at(-1)?.name ?? "");
  const tried = new Set<Numbered>();
  const applied: number[] = [];
  const wanted: Record<string, unknown> = {};
  const parts: string[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, from, to } = entry;
    const group = groups.get(name);
    const alone = group && readAlone(before, entry);
    if (!group || !alone) continue;
    const made = makeAll(alone, group, budget);
    for (const each of group) tried.add(each);
    if (made.applied.length === 0) continue;
    applied.push(...made.applied);
    setKey(wanted, name, valueAt(made.draft.value, [name])?.value);
    parts.push(before.text.slice(at, from), made.draft.text);
    at = to;
  }
  const rest = changes.filter((each) => !tried.has(each));
  if (applied.length === 0) return { draft: before, applied, rest };
  const draft = draftOf(parts.join("") + before.text.slice(at), before.feed);
  const isSound = isDeepStrictEqual(draft.value, { ...(before.value as object), ...wanted });
  return isSound ? { draft, applied, rest } : { draft: before, applied: [], rest: changes };
}

/**
 * Changes within entries, by name; none of entries that are renamed, or come or go as a whole, and
 * of the last one only where nothing is put behind it.
 */
function groupsOf(
  changes: readonly Numbered[],
  last: string,
): ReadonlyMap<string, readonly Numbered[]> {
  const groups = new Map<string, Numbered[]>();
  for (const each of changes) {
    const name = String(each.change.path[0]);
    const group = groups.get(name);
    if (group) group.push(each);
    else groups.set(name, [each]);
  }
  for (const { change } of changes) {
    if (change.path.length > 1) continue;
    groups.delete(String(change.path[0]));
    groups.delete(last);
    if ("rename" in change) groups.delete(change.rename);
  }
  return groups;
}

/** An entry of the outermost hash: its lines, and what follows before the next one. */
interface Entry extends Span {
  readonly name: string;
  readonly node: TreeNode | null;
}

/** All entries whose name stands there once. */
function entriesOf({ text, root, isUsual }: Draft): readonly Entry[] {
  if (!isUsual || root?.kind !== "hash") return [];
  const starts = root.keys.map((key) => lineStart(text, key?.from ?? 0));
  const entries = new Map<string, Entry>();
  const twice = new Set<string>();
  for (const [index, key] of root.keys.entries()) {
    const name = key?.kind === "text" ? key.value : "";
    if (entries.has(name)) twice.add(name);
    const [from = 0, to = text.length] = [starts[index], starts[index + 1]];
    entries.set(name, { name, from, to, node: root.values[index] ?? null });
  }
  return [...entries.values()].filter(({ name }) => !twice.has(name));
}

/** The lines of an entry as a text of their own; `undefined` where that reads as something else. */
function readAlone({ text, value, feed }: Draft, entry: Entry): Draft | undefined {
  const { name, from, to, node } = entry;
  if (isShared(node)) return undefined;
  const expected: Record<string, unknown> = {};
  setKey(expected, name, valueAt(value, [name])?.value);
  const alone = draftOf(text.slice(from, to), feed);
  return isDeepStrictEqual(alone.value, expected) ? alone : undefined;
}

function isShared(node: TreeNode | null): boolean {
  if (node === null) return false;
  if (node.kind === "alias" || node.anchor !== undefined) return true;
  if (node.kind === "text") return false;
  return (node.kind === "hash" ? node.values : node.items).some(isShared);
}
