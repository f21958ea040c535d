import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { fail } from "../diagnostics/index.ts";
import { compose } from "./compose.ts";
import { excerpt } from "./excerpt.ts";
import { Reference } from "./reference.ts";
import { readPlain } from "./scalars.ts";
import { setKey } from "./set-key.ts";

/** A tag that a caller gives meaning to, such as `!need build`. */
export interface YamlTag {
  /** With its exclamation mark: `!need`. */
  readonly tag: string;
  /**
   * From the text of a scalar, or the value of a list or mapping, to what stands in its place.
   * `refuse` stops with YAML_SYNTAX at the place of the tag.
   */
  readonly of: (value: unknown, refuse: (problem: string) => never) => unknown;
}

const referenceTag: YamlTag = {
  tag: "!reference",
  of(value, refuse) {
    const path: unknown[] = Array.isArray(value) ? value : [];
    const names = path.filter((step) => typeof step === "string");
    if (!names.length || names.length < path.length) refuse("!reference takes a list of names");
    return new Reference(names);
  },
};

/** GitLab itself stops near 50,000 values: 2 MiB parsed, an alias counted at each use. */
const mostValues = 1_000_000;
const standardTags = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`),
);
/** Text, whatever it looks like. */
const strTag = "tag:yaml.org,2002:str";

/**
 * What Psych would make of one YAML document (see `readPlain`): `null` when it is empty. Keys are
 * strings as they are written. `<<` merges as in Psych: what comes later in a mapping wins.
 * `!reference [a, b]` becomes a `Reference`; `tags` adds others, and any further tag is an error.
 * Raises YAML_SYNTAX, YAML_DOCUMENTS, YAML_TAG and YAML_ALIASES, each at `path`.
 */
export function parseYaml(text: string, path: string, tags: readonly YamlTag[] = []): unknown {
  return new Reader(text, path, [referenceTag, ...tags]).read();
}

const tooDeep = "lists and hashes are nested too deeply";

/** A value, and how many values it unfolds to. */
interface Read {
  readonly value: unknown;
  readonly weight: number;
}

class Reader {
  readonly #text: string;
  readonly #path: string;
  readonly #tags: readonly YamlTag[];
  readonly #lines = new LineCounter();
  readonly #anchors = new Map<string, Read | undefined>();

  constructor(text: string, path: string, tags: readonly YamlTag[]) {
    this.#text = text;
    this.#path = path;
    this.#tags = tags;
  }

  read(): unknown {
    try {
      // readPlain() gives each scalar the meaning that Psych gives it.
      const documents = compose(this.#text, this.#lines);
      for (const { errors } of documents) {
        if (!errors[0]) continue;
        const { message, pos } = errors[0];
        this.#refuse(pos[0], message.includes("call stack") ? tooDeep : message);
      }
      const [first, second] = documents;
      if (second) {
        const place = this.#place(second.range[0]);
        fail("YAML_DOCUMENTS", [this.#path], { ...place, count: documents.length });
      }
      return first?.contents ? this.#node(first.contents).value : null;
    } catch (error) {
      if (error instanceof RangeError) this.#refuse(0, tooDeep);
      throw error;
    }
  }

  #node(node: Node): Read {
    if (isAlias(node)) {
      const known = this.#anchors.get(node.source);
      return known ?? this.#refuse(start(node), `*${node.source} stands for nothing yet`);
    }
    const { anchor } = node as Scalar | YAMLMap | YAMLSeq;
    if (anchor) this.#anchors.set(anchor, undefined);
    const read = this.#tagged(node);
    if (read.weight > mostValues) fail("YAML_ALIASES", [this.#path], { limit: mostValues });
    if (anchor) this.#anchors.set(anchor, read);
    return read;
  }

  #tagged(node: Node): Read {
    const { tag } = node;
    if (tag === undefined || standardTags.has(tag) || tag === "!") return this.#plain(node);
    const known = this.#tags.find((each) => each.tag === tag);
    if (!known) {
      const names = this.#tags.map((each) => each.tag);
      const shown = tag.replace(/^tag:yaml.org,2002:/, "!!");
      fail("YAML_TAG", [this.#path], { ...this.#place(start(node)), tag: shown, known: names });
    }
    const read = isScalar(node) ? { value: node.value, weight: 1 } : this.#plain(node);
    const value = known.of(read.value, (problem) => this.#refuse(start(node), problem));
    return { value, weight: read.weight };
  }

  #plain(node: Node): Read {
    if (isMap(node)) return this.#mapping(node as YAMLMap<Node, Node | null>);
    if (isSeq(node)) return this.#sequence(node as YAMLSeq<Node>);
    const { value, type, tag } = node as Scalar<string>;
    const asText = tag ? tag === strTag : type !== undefined && type !== Scalar.PLAIN;
    return { value: asText ? value : readPlain(value), weight: 1 };
  }

  #sequence(node: YAMLSeq<Node>): Read {
    const items = node.items.map((item) => this.#node(item));
    const weight = items.reduce((total, item) => total + item.weight, 1);
    return { value: items.map((item) => item.value), weight };
  }

  #mapping(node: YAMLMap<Node, Node | null>): Read {
    const own = new Set<string>();
    const value: Record<string, unknown> = {};
    let weight = 1;
    for (const pair of node.items) {
      const key = this.#key(pair, node);
      const read = pair.value ? this.#node(pair.value) : { value: null, weight: 1 };
      weight += read.weight;
      if (key === "<<" && pair.key.tag !== strTag) {
        this.#merge(value, read.value, start(pair.key));
      } else {
        if (own.has(key)) this.#refuse(start(pair.key), `the key "${key}" stands here twice`);
        own.add(key);
        setKey(value, key, read.value);
      }
    }
    return { value, weight };
  }

  #key({ key }: Pair<Node, Node | null>, map: Node): string {
    if (isScalar(key)) {
      if (key.anchor) this.#anchors.set(key.anchor, { value: key.value, weight: 1 });
      if (key.value !== "") return key.value as string;
      if (key.type && key.type !== Scalar.PLAIN) return "";
    }
    const read = isAlias(key) ? this.#node(key).value : undefined;
    return typeof read === "string" ? read : this.#refuse(start(key ?? map), "a key must be text");
  }

  #merge(into: Record<string, unknown>, from: unknown, at: number) {
    // A list merges from its end, so that what comes first in it wins.
    for (const source of Array.isArray(from) ? from.toReversed() : [from]) {
      if (typeof source !== "object" || source === null || Array.isArray(source)) {
        this.#refuse(at, "<< takes a mapping, or a list of mappings");
      }
      for (const [key, value] of Object.entries(source)) setKey(into, key, value);
    }
  }

  #place(offset: number) {
    const { line, col } = this.#lines.linePos(offset);
    return excerpt(this.#text, Math.max(line, 1), Math.max(col, 1));
  }

  #refuse(offset: number, problem: string): never {
    fail("YAML_SYNTAX", [this.#path], { ...this.#place(offset), problem });
  }
}

const start = (node: Node): number => node.range?.[0] ?? 0;
