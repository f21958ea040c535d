import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { composeTwo, hopelessAt, setKey } from "./compose.ts";
import { Reference } from "./reference.ts";
import { readPlain } from "./scalars.ts";

/** What stands in a text that GitLab refuses, or reads otherwise than it looks. */
export interface YamlNote {
  readonly kind:
    | "syntax"
    /** Too much memory or too many levels for GitLab. */
    | "big"
    /** A date or a time: `text` is the name of the class. */
    | "class"
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

class Stop extends Error {}

/** More notes of one text help nobody. */
const mostNotes = 100;
/** libyaml's reader takes no other character. */
const control = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const standardTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;
const textTags = new Set(["!", "tag:yaml.org,2002:str"]);
const date = /^\d{4}-(?:1[012]|0?[1-9])-(?:[12]\d|3[01]|0?[1-9])$/;
const time =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;

/**
 * What Psych makes of the first document of a text, as GitLab loads it
 * (`lib/gitlab/config/loader/yaml.rb`), with the place of every key and item. Never throws: what is
 * wrong stands in `notes`. What came with an alias or `<<` stands where its anchor stands.
 */
export function readWritten(text: string, { offset, limits, mark }: WrittenOptions): WrittenYaml {
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

  const read = (node: Node | null, depth: number): Read => {
    if (node === null) return { value: null, weight: 0, levels: 0 };
    const from = start(node);
    if (isAlias(node)) {
      const known = anchors.get(node.source);
      if (known) return known;
      if (anchors.has(node.source)) stop("big", "", from);
      return stop("syntax", `*${node.source} stands for nothing yet`, from);
    }
    if (depth > limits.depth && !isScalar(node)) stop("big", "", from);
    const { anchor } = node as Scalar | YAMLMap | YAMLSeq;
    if (anchor) anchors.set(anchor, undefined);
    const made = tagged(node, depth);
    if (made.weight > limits.bytes || made.levels > limits.depth) stop("big", "", from);
    if (anchor) anchors.set(anchor, made);
    return made;
  };

  const tagged = (node: Node, depth: number): Read => {
    const { tag } = node;
    if (tag === "!reference") return referenceOf(node, depth);
    if (tag !== undefined && !standardTag.test(tag)) {
      note("tag", tag.replace(/^tag:yaml\.org,2002:/, "!!"), start(node));
    }
    if (isMap(node)) return mapping(node as YAMLMap<Node, Node | null>, depth);
    if (isSeq(node)) return sequence(node as YAMLSeq<Node>, depth);
    return scalar(node as Scalar<string>);
  };

  const referenceOf = (node: Node, depth: number): Read => {
    const value = isSeq(node) ? sequence(node as YAMLSeq<Node>, depth).value : undefined;
    const path = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const names = path.filter((step) => typeof step === "string");
    if (names.length > 0 && names.length === path.length) {
      return { value: new Reference(names), weight: 40, levels: 0 };
    }
    const shown = `!reference ${text.slice(start(node), node.range?.[1] ?? 0)}`;
    note("reference", shown, start(node));
    return { value: null, weight: 0, levels: 0 };
  };

  const scalar = (node: Scalar<string>): Read => {
    const { value: written, type, tag } = node;
    const isText = tag ? textTags.has(tag) : type !== undefined && type !== Scalar.PLAIN;
    const value = isText ? written : readPlain(written);
    if (!isText) noteClass(written, start(node));
    const weight = typeof value === "string" ? Math.max(40, value.length) : 0;
    return { value, weight, levels: 0 };
  };

  const noteClass = (written: string, at: number) => {
    if (!/^-?\d{4}-/.test(written)) return;
    if (date.test(written)) note("class", "Date", at);
    else if (time.test(written)) note("class", "Time", at);
  };

  const sequence = (node: YAMLSeq<Node>, depth: number): Read => {
    const items = node.items.map((item) => read(item, depth + 1));
    const weight = items.reduce((sum, item) => sum + item.weight, Math.max(40, 8 * items.length));
    const value = items.map((item) => item.value);
    const at = node.items.map((item) => offset + start(item));
    keep(value, at);
    return { value, weight, levels: levelsOf(items) };
  };

  const mapping = (node: YAMLMap<Node, Node | null>, depth: number): Read => {
    const value: Record<string, unknown> = {};
    const at = new Map<string, number>();
    const own = new Set<string>();
    const parts: Read[] = [];
    for (const pair of node.items) {
      const key = keyOf(pair.key, node, depth);
      const from = start(pair.key ?? node);
      const part = read(pair.value, depth + 1);
      parts.push(part);
      const isMerge = key === "<<" && !textTags.has(pair.key.tag ?? "");
      if (isMerge && merge(value, at, part, pair.value)) continue;
      if (own.has(key)) note("twice", key, from);
      own.add(key);
      setKey(value, key, part.value);
      at.set(key, offset + from);
    }
    keep(value, at);
    const keys = 40 * at.size + (at.size > 8 ? 24 * at.size : at.size > 0 ? 120 : 0) + 40;
    const weight = parts.reduce((sum, part) => sum + part.weight, keys);
    return { value, weight, levels: levelsOf(parts) };
  };

  const keyOf = (key: Node | null, map: Node, depth: number): string => {
    if (isScalar(key)) {
      const written = key.value as string;
      const weight = Math.max(40, written.length);
      if (key.anchor) anchors.set(key.anchor, { value: written, weight, levels: 0 });
      const isPlain = key.type === undefined || key.type === Scalar.PLAIN;
      if (isPlain) noteClass(written, start(key));
      if (written !== "" || !isPlain) return written;
    }
    const known = isAlias(key) ? read(key, depth).value : undefined;
    return typeof known === "string"
      ? known
      : stop("syntax", "a key must be text", start(key ?? map));
  };

  /** What `<<` brings; false where it is an ordinary key to Psych, since no hash stands there. */
  const merge = (
    into: Record<string, unknown>,
    at: Map<string, number>,
    part: Read,
    node: Node | null,
  ): boolean => {
    const list = isSeq(node) && Array.isArray(part.value) ? part.value.toReversed() : [part.value];
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
    const found = control.exec(text);
    if (found) stop("syntax", "control characters are not allowed", found.index);
    const hopeless = hopelessAt(text, limits);
    if (hopeless) stop(hopeless.kind, hopeless.text, hopeless.offset);
    const [first, second] = composeTwo(text);
    const wrong = first?.errors[0];
    if (wrong) {
      const isDeep = wrong.message.includes("call stack");
      stop(isDeep ? "big" : "syntax", isDeep ? "" : wrong.message, wrong.pos[0]);
    }
    const { value } = read((first?.contents as Node | null | undefined) ?? null, 1);
    if (second) note("rest", "", second.range[0]);
    return { value, notes };
  } catch (error) {
    if (error instanceof RangeError) notes.push({ kind: "big", text: "", offset });
    else if (!(error instanceof Stop)) throw error;
    return { value: undefined, notes };
  }
}

const start = (node: Node): number => node.range?.[0] ?? 0;
const levelsOf = (parts: readonly Read[]): number =>
  parts.reduce((most, { levels }) => Math.max(most, levels), 0) + 1;
const isPlainHash = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Reference);
