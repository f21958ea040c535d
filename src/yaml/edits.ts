import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { valueAt, type YamlChange, type YamlPath } from "./change.ts";
import { printYaml } from "./print.ts";
import { printFlow, printLike } from "./print-flow.ts";
import { removalOf } from "./removal.ts";
import {
  type Collection,
  colonAfter,
  endOf,
  endOfPair,
  isEmpty,
  type KeyAndValue,
  lineEnd,
  lineStart,
  type Span,
  startOf,
} from "./spans.ts";

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
  readonly node: Node | null;
  readonly inFlow: boolean;
  readonly missing: YamlPath;
}

/**
 * The edit that makes a change in a text that reads as `value`; `undefined` where the text has no place
 * of its own for it.
 */
export function editOf(
  text: string,
  root: Node,
  value: unknown,
  change: YamlChange,
): Edit | undefined {
  const walked = walk(root, change.path);
  if (!walked) return undefined;
  const { length } = walked.missing;
  if (length > 0) {
    // What is not in the text and yet is there came with a merge key.
    if (valueAt(value, change.path.slice(0, change.path.length - length + 1))) return undefined;
    return "set" in change ? additionOf(text, walked, change.path.length, change.set) : undefined;
  }
  if (!walked.spot) return undefined;
  if ("remove" in change) {
    const { parent } = walked.spot;
    const isLast = parent.items.length === 1 && !parent.flow;
    return isLast ? emptied(text, root, change.path) : removalOf(text, walked.spot);
  }
  return "set" in change
    ? replacementOf(text, walked.spot, change.set)
    : renamingOf(walked.spot, change.rename);
}

/** The edit that takes the only item out of a collection in block style. */
function emptied(text: string, root: Node, path: YamlPath): Edit | undefined {
  const around = walk(root, path.slice(0, -1));
  if (around?.spot) return replacementOf(text, around.spot, isSeq(around.node) ? [] : {});
  return { from: startOf(root), to: endOf(root, text), text: isSeq(root) ? "[]" : "{}" };
}

function walk(root: Node, path: YamlPath): Walked | undefined {
  let node: Node | null = root;
  let spot: Spot | undefined;
  let inFlow = false;
  for (const [depth, step] of path.entries()) {
    const missing = path.slice(depth);
    if (isEmpty(node)) return { spot, node, inFlow, missing };
    if (!isMap(node) && !isSeq(node)) return undefined;
    inFlow ||= node.flow === true;
    const places = placesOf(node as Collection, step);
    if (places.length > 1) return undefined;
    const [index] = places;
    if (index === undefined) return isMap(node) ? { spot, node, inFlow, missing } : undefined;
    spot = { parent: node as Collection, index, inFlow };
    node = isMap(node)
      ? ((node.items[index] as KeyAndValue).value ?? null)
      : (node.items[index] as Node);
  }
  return { spot, node, inFlow, missing: [] };
}

const known = new WeakMap<Node, ReadonlyMap<string, readonly number[]>>();

function placesOf(node: Collection, step: string | number): readonly number[] {
  if (isSeq(node)) return typeof step === "number" && step < node.items.length ? [step] : [];
  const places = known.get(node) ?? placesOfKeys(node);
  known.set(node, places);
  return places.get(String(step)) ?? [];
}

function placesOfKeys(node: YAMLMap<Node, Node | null>): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { key }] of node.items.entries()) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const same = places.get(name);
    if (same) same.push(index);
    else places.set(name, [index]);
  }
  return places;
}

function replacementOf(
  text: string,
  { parent, index, inFlow }: Spot,
  value: unknown,
): Edit | undefined {
  const item = parent.items[index] as Node | KeyAndValue;
  const pair = isMap(parent) ? (item as KeyAndValue) : undefined;
  const old = pair ? pair.value : (item as Node);
  const colon = pair ? colonAfter(pair.key.range?.[1] ?? 0, text) : undefined;
  if (isEmpty(old)) {
    const at = pair ? colon : startOf(item as Node);
    return at === undefined
      ? undefined
      : { from: at, to: at, text: ` ${printFlow(value, inFlow)}` };
  }
  if (old === null || isAlias(old)) return undefined;
  const span = { from: startOf(old), to: endOf(old, text) };
  const isBlock = (isMap(old) || isSeq(old)) && !old.flow;
  if (!isBlock) return { ...span, text: printLike(old, value, inFlow) };
  if (isFilled(value)) {
    const indent = " ".repeat(span.from - lineStart(text, span.from));
    return { ...span, text: block(value, indent, text) };
  }
  const isLoose = colon !== undefined && text.slice(colon, span.from).trim() === "";
  const from = isLoose ? colon : span.from;
  return { from, to: span.to, text: `${isLoose ? " " : ""}${printFlow(value, inFlow)}` };
}

/** A new key, at the end of the mapping that it belongs to. */
function additionOf(
  text: string,
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
  if (!isMap(node)) return spot && isEmpty(node) ? replacementOf(text, spot, entry) : undefined;
  const last = node.items.at(-1) as KeyAndValue | undefined;
  if (node.flow || !last) return additionToFlow(text, node as Collection, entry);
  const first = startOf((node.items[0] as KeyAndValue).key);
  const indent = " ".repeat(first - lineStart(text, first));
  const at = lineEnd(text, endOfPair(last, text));
  const end = text[at - 1] === "\r" ? at - 1 : at;
  const isShort = !isFilled(value) || isShortList(value);
  const shown = isShort
    ? `${printFlow(key, inFlow)}: ${printFlow(value, inFlow)}`
    : block(entry, indent, text);
  return { from: end, to: end, text: `${lineFeed(text)}${indent}${shown}` };
}

function additionToFlow(text: string, node: Collection, entry: unknown): Edit | undefined {
  const shown = printFlow(entry, true).slice(1, -1);
  const last = node.items.at(-1) as KeyAndValue | undefined;
  if (last) {
    const at = endOfPair(last, text);
    return { from: at, to: at, text: `, ${shown}` };
  }
  return { from: startOf(node), to: endOf(node, text), text: `{${shown}}` };
}

function renamingOf({ parent, index, inFlow }: Spot, name: string): Edit | undefined {
  if (!isMap(parent)) return undefined;
  const { key } = parent.items[index] as KeyAndValue;
  const [from, to] = key.range ?? [];
  if (from === undefined || to === undefined) return undefined;
  return { from, to, text: printLike(key, name, inFlow) };
}

const isFilled = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  (value instanceof Map ? value.size > 0 : Object.keys(value).length > 0);

const isShortList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((item) => typeof item !== "object") &&
  printFlow(value, true).length <= 60;

/** A collection in block style, its first line to stand behind an indent. */
function block(value: object, indent: string, text: string): string {
  const lines = printYaml(value).trimEnd().split("\n");
  return lines
    .map((line, index) => (line === "" || index === 0 ? line : indent + line))
    .join(lineFeed(text));
}

const lineFeed = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");
