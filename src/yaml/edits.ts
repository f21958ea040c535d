import { valueAt, type YamlChange, type YamlPath } from "./change.ts";
import type { Draft } from "./draft.ts";
import { printYaml } from "./print.ts";
import { printFlow, printLike } from "./print-flow.ts";
import { removalOf } from "./removal.ts";
import {
  type Collection,
  colonAfter,
  endAt,
  endOf,
  isCollection,
  isWritten,
  lineEnd,
  lineStart,
  type Span,
  sizeOf,
  startAt,
} from "./spans.ts";
import type { HashNode, TreeNode } from "./tree.ts";

/** A part of the text, and what replaces it. */
export interface Edit extends Span {
  readonly text: string;
}

/** A place in a collection: an item, or a pair. */
export interface Spot {
  readonly parent: Collection;
  readonly index: number;
  readonly inFlow: boolean;
}

/** How far a path leads: the last place on it, the node there, and the steps that are not there. */
interface Walked {
  readonly spot: Spot | undefined;
  readonly node: TreeNode | null;
  readonly inFlow: boolean;
  readonly missing: YamlPath;
}

/** The edit that makes a change; `undefined` where the text has no place of its own for it. */
export function editOf(draft: Draft, change: YamlChange): Edit | undefined {
  const { text, root, value } = draft;
  if (value === undefined || !root) return undefined;
  const walked = walk(root, change.path);
  if (!walked) return undefined;
  const { length } = walked.missing;
  if (length > 0) {
    // What is not in the text and yet is there came with a merge key.
    if (valueAt(value, change.path.slice(0, change.path.length - length + 1))) return undefined;
    return "set" in change ? additionOf(draft, walked, change.path.length, change.set) : undefined;
  }
  if (!walked.spot) return undefined;
  if ("remove" in change) {
    const { parent } = walked.spot;
    const isLast = sizeOf(parent) === 1 && !parent.flow;
    return isLast ? emptied(draft, root, change.path) : removalOf(text, walked.spot);
  }
  return "set" in change
    ? replacementOf(draft, walked.spot, change.set)
    : renamingOf(text, walked.spot, change.rename);
}

/** The edit that takes the only item out of a collection in block style. */
function emptied(draft: Draft, root: TreeNode, path: YamlPath): Edit | undefined {
  const around = walk(root, path.slice(0, -1));
  const isList = around?.node?.kind === "list";
  if (around?.spot) return replacementOf(draft, around.spot, isList ? [] : {});
  return { from: root.from, to: endOf(root, draft.text), text: isList ? "[]" : "{}" };
}

function walk(root: TreeNode, path: YamlPath): Walked | undefined {
  let node: TreeNode | null = root;
  let spot: Spot | undefined;
  let inFlow = false;
  for (const [depth, step] of path.entries()) {
    const missing = path.slice(depth);
    if (!isWritten(node)) return { spot, node, inFlow, missing };
    if (!isCollection(node)) return undefined;
    inFlow ||= node.flow;
    const places = placesOf(node, step);
    if (places.length > 1) return undefined;
    const [index] = places;
    const isHash: boolean = node.kind === "hash";
    if (index === undefined) return isHash ? { spot, node, inFlow, missing } : undefined;
    spot = { parent: node, index, inFlow };
    node = (node.kind === "hash" ? node.values : node.items)[index] ?? null;
  }
  return { spot, node, inFlow, missing: [] };
}

const known = new WeakMap<HashNode, ReadonlyMap<string, readonly number[]>>();

function placesOf(node: Collection, step: string | number): readonly number[] {
  if (node.kind === "list") return typeof step === "number" && step < sizeOf(node) ? [step] : [];
  const places = known.get(node) ?? placesOfKeys(node);
  known.set(node, places);
  return places.get(String(step)) ?? [];
}

function placesOfKeys({ keys }: HashNode): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, key] of keys.entries()) {
    if (key?.kind !== "text") continue;
    const same = places.get(key.value);
    if (same) same.push(index);
    else places.set(key.value, [index]);
  }
  return places;
}

function replacementOf(
  { text, feed }: Draft,
  { parent, index, inFlow }: Spot,
  value: unknown,
): Edit | undefined {
  const isHash = parent.kind === "hash";
  const old = (isHash ? parent.values : parent.items)[index] ?? null;
  const colon = isHash ? colonAfter(parent.keys[index]?.to ?? 0, text) : undefined;
  if (!isWritten(old)) {
    const at = isHash ? colon : startAt(parent, index);
    return at === undefined
      ? undefined
      : { from: at, to: at, text: ` ${printFlow(value, inFlow)}` };
  }
  if (old.kind === "alias") return undefined;
  const span = { from: old.from, to: endOf(old, text) };
  const isBlock = isCollection(old) && !old.flow;
  if (!isBlock) return { ...span, text: printLike(quotesOf(text, old), value, inFlow) };
  if (isFilled(value)) {
    const indent = " ".repeat(span.from - lineStart(text, span.from));
    return { ...span, text: block(value, indent, feed) };
  }
  const isLoose = colon !== undefined && text.slice(colon, span.from).trim() === "";
  const from = isLoose ? colon : span.from;
  return { from, to: span.to, text: `${isLoose ? " " : ""}${printFlow(value, inFlow)}` };
}

/** A new key, at the end of the mapping that it belongs to. */
function additionOf(
  draft: Draft,
  { spot, node, inFlow, missing }: Walked,
  depth: number,
  set: unknown,
): Edit | undefined {
  // A job that is not in this text is in another one.
  if (missing.length === depth && depth > 1) return undefined;
  if (missing.some((step) => typeof step === "number")) return undefined;
  const [key, ...rest] = missing.map(String);
  const value = rest.reduceRight<unknown>((inner, name) => new Map([[name, inner]]), set);
  const entry = new Map([[key ?? "", value]]);
  if (node?.kind !== "hash") {
    return spot && !isWritten(node) ? replacementOf(draft, spot, entry) : undefined;
  }
  const { text, feed } = draft;
  const size = sizeOf(node);
  if (node.flow || size === 0) return additionToFlow(text, node, entry);
  const first = startAt(node, 0);
  const indent = " ".repeat(first - lineStart(text, first));
  const at = lineEnd(text, endAt(node, size - 1, text));
  const end = text[at - 1] === "\r" ? at - 1 : at;
  const isShort = !isFilled(value) || isShortList(value);
  const shown = isShort
    ? `${printFlow(key, inFlow)}: ${printFlow(value, inFlow)}`
    : block(entry, indent, feed);
  return { from: end, to: end, text: `${feed}${indent}${shown}` };
}

function additionToFlow(text: string, node: HashNode, entry: unknown): Edit {
  const shown = printFlow(entry, true).slice(1, -1);
  const size = sizeOf(node);
  if (size === 0) return { from: node.from, to: endOf(node, text), text: `{${shown}}` };
  const at = endAt(node, size - 1, text);
  return { from: at, to: at, text: `, ${shown}` };
}

function renamingOf(text: string, { parent, index, inFlow }: Spot, name: string): Edit | undefined {
  const key = parent.kind === "hash" ? parent.keys[index] : undefined;
  if (!key) return undefined;
  const { from, to } = key;
  return { from, to, text: printLike(quotesOf(text, key), name, inFlow) };
}

/** What text begins with that is not plain: its quotes, or the sign of a block. */
const quotesOf = (text: string, node: TreeNode): string | undefined =>
  node.kind === "text" && !node.plain ? text[node.from] : undefined;

const isFilled = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  (value instanceof Map ? value.size > 0 : Object.keys(value).length > 0);

const isShortList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((item) => typeof item !== "object") &&
  printFlow(value, true).length <= 60;

/** A collection in block style, its first line to stand behind an indent. */
function block(value: object, indent: string, feed: string): string {
  const lines = printYaml(value).trimEnd().split("\n");
  return lines.map((line, index) => (line === "" || index === 0 ? line : indent + line)).join(feed);
}
