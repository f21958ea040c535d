import { type KeyMarks, keyMarks, markKey, markOf } from "./marks.ts";
import { Reference } from "./reference.ts";
import { classIn, readPlain, symbolIn } from "./scalars.ts";
import { setKey } from "./set-key.ts";
import { classOfTag, isKnownTag, isNumberTag, isSymbolTag, isTextTag } from "./tags.ts";
import type { AliasNode, HashNode, ListNode, TextNode, TreeNode } from "./tree.ts";
import type { Grown, WrittenOptions, WrittenYaml, YamlNote } from "./types.ts";

type Hash = Readonly<Record<string, unknown>>;

/** A value with the least memory that it takes in Ruby, and its levels. */
interface Read {
  readonly value: unknown;
  readonly weight: number;
  readonly levels: number;
}

/** Ends the reading; why, stands in the notes. */
class Stop extends Error {}

/** More notes of one text help nobody. */
const mostNotes = 100;
/**
 * What Psych makes of a tree. Never throws: what is wrong stands in `notes`. What came with an alias
 * or `<<` stands where its anchor stands.
 */
export function meaningOf(
  text: string,
  grow: () => Grown,
  { offset, limits, mark }: WrittenOptions,
): WrittenYaml {
  const notes: YamlNote[] = [];
  const anchors = new Map<string, Read | undefined>();
  /** The memory of all that was read so far. */
  let total = 0;
  /** The levels of what was read last. */
  let levels = 0;
  const marked = text.includes("<<") ? new Map<object, KeyMarks>() : undefined;
  const note = (kind: YamlNote["kind"], what: string, at: number) => {
    if (notes.length < mostNotes) notes.push({ kind, text: what, offset: offset + at });
  };
  const stop = (kind: YamlNote["kind"], what: string, at: number): never => {
    notes.push({ kind, text: what, offset: offset + at });
    throw new Stop();
  };

  const read = (node: TreeNode | null, depth: number): unknown => {
    levels = 0;
    if (node === null) return null;
    const { from } = node;
    if (node.kind === "alias") return known(node);
    if (depth > limits.depth && node.kind !== "text") stop("big", "", from);
    const { anchor } = node;
    if (anchor) anchors.set(anchor, undefined);
    const before = total;
    const value = tagged(node, depth);
    const weight = total - before;
    if (weight > limits.bytes || levels > limits.depth) stop("big", "", from);
    if (anchor) anchors.set(anchor, { value, weight, levels });
    return value;
  };

  const known = ({ name, from }: AliasNode): unknown => {
    const before = anchors.get(name);
    if (!before) {
      if (anchors.has(name)) stop("big", "", from);
      return stop("syntax", `*${name} stands for nothing yet`, from);
    }
    total += before.weight;
    levels = before.levels;
    return before.value;
  };

  const tagged = (node: Exclude<TreeNode, AliasNode>, depth: number): unknown => {
    const { tag } = node;
    if (tag === "!reference") return referenceOf(node, depth);
    if (tag !== undefined) noteTag(node, tag);
    if (node.kind === "hash") return mapping(node, depth);
    return node.kind === "list" ? sequence(node, depth) : scalar(node);
  };

  const noteTag = (node: Exclude<TreeNode, AliasNode>, tag: string) => {
    const name = classOfTag(node);
    if (name !== undefined) note("class", name, node.from);
    else if (!isKnownTag(tag)) {
      note("tag", tag.replace(/^tag:yaml\.org,2002:/, "!!"), node.from);
    }
  };

  const referenceOf = (node: TreeNode, depth: number): unknown => {
    const before = total;
    const path = node.kind === "list" ? sequence(node, depth) : [];
    const names = path.filter((step) => typeof step === "string");
    total = before;
    levels = 0;
    if (names.length > 0 && names.length === path.length) {
      total += 40;
      return new Reference(names);
    }
    note("reference", `!reference ${text.slice(node.from, node.to)}`, node.from);
    return null;
  };

  const scalar = (node: TextNode): unknown => {
    const { value: written, plain, tag, from } = node;
    if (tag ? isTextTag(tag) : !plain) return textRead(written);
    if (classOfTag(node) === undefined) noteClass(written, from);
    const name = tag && isSymbolTag(tag) ? written : symbolIn(written);
    if (name !== undefined) {
      note("symbol", name, from);
      return name;
    }
    const value = readPlain(written);
    if (tag && isNumberTag(tag)) {
      const number = typeof value === "boolean" || value === null ? Number.NaN : Number(value);
      return Number.isNaN(number) ? stop("syntax", `${value} is no number`, from) : number;
    }
    return typeof value === "string" ? textRead(value) : value;
  };

  const textRead = (value: string): string => {
    total += Math.max(40, value.length);
    return value;
  };

  const noteClass = (written: string, at: number) => {
    const name = classIn(written);
    if (name !== undefined) note("class", name, at);
  };

  const sequence = ({ items }: ListNode, depth: number): readonly unknown[] => {
    total += Math.max(40, 8 * items.length);
    let most = 0;
    const value: unknown[] = [];
    const at: number[] = [];
    for (const item of items) {
      value.push(read(item, depth + 1));
      at.push(offset + (item?.from ?? 0));
      most = Math.max(most, levels);
    }
    mark(value, at);
    levels = most + 1;
    return value;
  };

  const mapping = (node: HashNode, depth: number): Hash => {
    const value: Record<string, unknown> = {};
    const at = keyMarks();
    /** Keys that came with `<<` and were not written since. */
    const brought = new Set<string>();
    const { keys, values } = node;
    let most = 0;
    for (let index = 0; index < keys.length; index++) {
      const keyNode = keys[index] ?? null;
      const key = keyOf(keyNode, node, depth);
      const { from } = keyNode ?? node;
      const own = values[index] ?? null;
      const part = read(own, depth + 1);
      most = Math.max(most, levels);
      if (key === "<<" && !isText(keyNode) && merge(value, at, part, own, brought)) continue;
      const isAgain = markKey(at, key, offset + from);
      if (isAgain && !brought.delete(key)) note("twice", key, from);
      setKey(value, key, part);
    }
    mark(value, at);
    marked?.set(value, at);
    const size = at.keys.length;
    total += 40 * size + (size > 8 ? 24 * size : size > 0 ? 120 : 0) + 40;
    levels = most + 1;
    return value;
  };

  const keyOf = (key: TreeNode | null, hash: HashNode, depth: number): string => {
    if (key?.kind === "text") {
      const { value: written, plain } = key;
      const weight = Math.max(40, written.length);
      if (key.anchor) anchors.set(key.anchor, { value: written, weight, levels: 0 });
      if (key.tag !== undefined) noteTag(key, key.tag);
      if (plain) noteClass(written, key.from);
      const name = plain && !key.tag ? symbolIn(written) : undefined;
      if (name !== undefined) note("symbol", name, key.from);
      if (written !== "" || !plain) return name ?? written;
    }
    const before = total;
    const named = key?.kind === "alias" ? read(key, depth) : undefined;
    total = before;
    return typeof named === "string"
      ? named
      : stop("syntax", "a key must be text", (key ?? hash).from);
  };

  /** What `<<` brings; false where it is an ordinary key to Psych, since no hash stands there. */
  const merge = (
    into: Record<string, unknown>,
    at: KeyMarks,
    part: unknown,
    node: TreeNode | null,
    brought: Set<string>,
  ): boolean => {
    const list = node?.kind === "list" && Array.isArray(part) ? part.toReversed() : [part];
    if (!list.every(isPlainHash)) return false;
    for (const source of list) {
      const places = marked?.get(source);
      for (const [key, item] of Object.entries(source)) {
        setKey(into, key, item);
        const place = places && markOf(places, key);
        if (place !== undefined && !markKey(at, key, place)) brought.add(key);
      }
    }
    return true;
  };

  try {
    const grown = grow();
    if ("wrong" in grown) return stop(grown.wrong.kind, grown.wrong.text, grown.wrong.offset);
    const value = read(grown.tree, 1);
    if (grown.rest !== undefined) note("rest", "", grown.rest);
    return { value, notes };
  } catch (error) {
    if (error instanceof RangeError) notes.push({ kind: "big", text: "", offset });
    else if (!(error instanceof Stop)) throw error;
    return { value: undefined, notes };
  }
}

const isText = (key: TreeNode | null): boolean =>
  key?.kind === "text" && key.tag !== undefined && isTextTag(key.tag);
const isPlainHash = (value: unknown): value is Hash =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);
