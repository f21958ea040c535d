import { Reference } from "./reference.ts";
import { classIn, readPlain, symbolIn } from "./scalars.ts";
import { setKey } from "./set-key.ts";
import { classOfTag, isKnownTag, isNumberTag, isSymbolTag, isTextTag } from "./tags.ts";
import type { AliasNode, HashNode, ListNode, TextNode, TreeNode } from "./tree.ts";

/** What stands in a text that GitLab refuses, or reads otherwise than it looks. */
export interface YamlNote {
  readonly kind:
    | "syntax"
    /** Too much memory or too many levels for GitLab. */
    | "big"
    /** A date, a time, or by its tag an object of Ruby: `text` is the name of the class. */
    | "class"
    /** A symbol of Ruby: `text` is its name. */
    | "symbol"
    | "reference"
    /** A key of the same hash again; the last one counts. */
    | "twice"
    /** A tag without a meaning, which is ignored. */
    | "tag"
    /** Another document, which is not read. */
    | "rest";
  readonly text: string;
  /** Where in the text, in UTF-16 units. */
  readonly offset: number;
}

/** Where the keys of a hash, or the items of a list, stand: offsets in the text. */
export type Marks = ReadonlyMap<string, number> | readonly number[];

export interface WrittenOptions {
  /** Offset of this text in the file that it is a part of. */
  readonly offset: number;
  /** What the value may take in Ruby's memory, at the very least, and its levels. */
  readonly limits: { readonly bytes: number; readonly depth: number };
  /** Is told where the keys or items of each hash and list of the value stand. */
  readonly mark: (value: object, at: Marks) => void;
}

export interface WrittenYaml {
  /** `undefined` when the text cannot be read. */
  readonly value: unknown;
  readonly notes: readonly YamlNote[];
}

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
/** libyaml's reader takes no other character. */
export const control =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** What stands in a text, as a tree, or why it cannot be read. */
export type Grown =
  | { readonly tree: TreeNode | null; readonly rest?: number | undefined }
  | { readonly wrong: Pick<YamlNote, "kind" | "text" | "offset"> };

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
  const marked = new WeakMap<object, Marks>();
  const keep = (value: object, at: Marks) => {
    marked.set(value, at);
    mark(value, at);
  };
  const note = (kind: YamlNote["kind"], what: string, at: number) => {
    if (notes.length < mostNotes) notes.push({ kind, text: what, offset: offset + at });
  };
  const stop = (kind: YamlNote["kind"], what: string, at: number): never => {
    notes.push({ kind, text: what, offset: offset + at });
    throw new Stop();
  };

  const read = (node: TreeNode | null, depth: number): Read => {
    if (node === null) return nothing;
    const { from } = node;
    if (node.kind === "alias") {
      const known = anchors.get(node.name);
      if (known) return known;
      if (anchors.has(node.name)) stop("big", "", from);
      return stop("syntax", `*${node.name} stands for nothing yet`, from);
    }
    if (depth > limits.depth && node.kind !== "text") stop("big", "", from);
    const { anchor } = node;
    if (anchor) anchors.set(anchor, undefined);
    const made = tagged(node, depth);
    if (made.weight > limits.bytes || made.levels > limits.depth) stop("big", "", from);
    if (anchor) anchors.set(anchor, made);
    return made;
  };

  const tagged = (node: Exclude<TreeNode, AliasNode>, depth: number): Read => {
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

  const referenceOf = (node: TreeNode, depth: number): Read => {
    const value = node.kind === "list" ? sequence(node, depth).value : undefined;
    const path = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const names = path.filter((step) => typeof step === "string");
    if (names.length > 0 && names.length === path.length) {
      return { value: new Reference(names), weight: 40, levels: 0 };
    }
    note("reference", `!reference ${text.slice(node.from, node.to)}`, node.from);
    return nothing;
  };

  const scalar = (node: TextNode): Read => {
    const { value: written, plain, tag, from } = node;
    if (tag ? isTextTag(tag) : !plain) return textRead(written);
    if (classOfTag(node) === undefined) noteClass(written, from);
    const name = tag && isSymbolTag(tag) ? written : symbolIn(written);
    if (name !== undefined) {
      note("symbol", name, from);
      return { value: name, weight: 0, levels: 0 };
    }
    const value = readPlain(written);
    if (tag && isNumberTag(tag)) {
      const number = typeof value === "boolean" || value === null ? Number.NaN : Number(value);
      if (Number.isNaN(number)) stop("syntax", `${value} is no number`, from);
      return { ...nothing, value: number };
    }
    return typeof value === "string" ? textRead(value) : { ...nothing, value };
  };

  const noteClass = (written: string, at: number) => {
    const name = classIn(written);
    if (name !== undefined) note("class", name, at);
  };

  const sequence = (node: ListNode, depth: number): Read => {
    const items = node.items.map((item) => read(item, depth + 1));
    const weight = items.reduce((sum, item) => sum + item.weight, Math.max(40, 8 * items.length));
    const value = items.map((item) => item.value);
    keep(
      value,
      node.items.map((item) => offset + (item?.from ?? 0)),
    );
    return { value, weight, levels: levelsOf(items) };
  };

  const mapping = (node: HashNode, depth: number): Read => {
    const value: Record<string, unknown> = {};
    const at = new Map<string, number>();
    const seen = new Set<string>();
    const parts: Read[] = [];
    for (const [index, keyNode] of node.keys.entries()) {
      const key = keyOf(keyNode, node, depth);
      const { from } = keyNode ?? node;
      const own = node.values[index] ?? null;
      const part = read(own, depth + 1);
      parts.push(part);
      if (key === "<<" && !isText(keyNode) && merge(value, at, part, own)) continue;
      if (seen.has(key)) note("twice", key, from);
      seen.add(key);
      setKey(value, key, part.value);
      at.set(key, offset + from);
    }
    keep(value, at);
    const keys = 40 * at.size + (at.size > 8 ? 24 * at.size : at.size > 0 ? 120 : 0) + 40;
    const weight = parts.reduce((sum, part) => sum + part.weight, keys);
    return { value, weight, levels: levelsOf(parts) };
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
    const known = key?.kind === "alias" ? read(key, depth).value : undefined;
    return typeof known === "string"
      ? known
      : stop("syntax", "a key must be text", (key ?? hash).from);
  };

  /** What `<<` brings; false where it is an ordinary key to Psych, since no hash stands there. */
  const merge = (
    into: Record<string, unknown>,
    at: Map<string, number>,
    part: Read,
    node: TreeNode | null,
  ): boolean => {
    const list =
      node?.kind === "list" && Array.isArray(part.value) ? part.value.toReversed() : [part.value];
    if (!list.every(isPlainHash)) return false;
    for (const source of list) {
      const places = marked.get(source);
      for (const [key, item] of Object.entries(source)) {
        setKey(into, key, item);
        const place = places instanceof Map ? places.get(key) : undefined;
        if (place !== undefined) at.set(key, place);
      }
    }
    return true;
  };

  try {
    const grown = grow();
    if ("wrong" in grown) return stop(grown.wrong.kind, grown.wrong.text, grown.wrong.offset);
    const { value } = read(grown.tree, 1);
    if (grown.rest !== undefined) note("rest", "", grown.rest);
    return { value, notes };
  } catch (error) {
    if (error instanceof RangeError) notes.push({ kind: "big", text: "", offset });
    else if (!(error instanceof Stop)) throw error;
    return { value: undefined, notes };
  }
}

const nothing: Read = { value: null, weight: 0, levels: 0 };
const textRead = (value: string): Read => ({
  ...nothing,
  value,
  weight: Math.max(40, value.length),
});
const isText = (key: TreeNode | null): boolean =>
  key?.kind === "text" && key.tag !== undefined && isTextTag(key.tag);
const levelsOf = (parts: readonly Read[]): number =>
  parts.reduce((most, { levels }) => Math.max(most, levels), 0) + 1;
const isPlainHash = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);
