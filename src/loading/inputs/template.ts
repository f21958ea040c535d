import { type Hash, isHash } from "../../model/index.ts";
import { keyMarks, markKey, markOf } from "../../yaml/index.ts";
import { put } from "../hash.ts";
import type { Places } from "../places.ts";
import type { Variables } from "../variables.ts";
import { access, type Outcome } from "./access.ts";
import { applyAll } from "./functions.ts";
import { rubyText } from "./ruby.ts";

const maxFunctions = 3;
const maxBlocks = 10_000;
const maxNodes = 500_000;
const maxNodeBytes = 1_048_576;

export interface TemplateOptions {
  /** What blocks may name: `inputs`, and `component` where the header asks for it. */
  readonly context: Hash;
  readonly variables: Variables;
  readonly places: Places;
  /** Bytes of all texts that blocks were put into; more is too large. */
  readonly mostBytes: number;
}

class Stop extends Error {}

/**
 * Puts values into every `$[[ ... ]]` of a content, keys included; a text that is one block becomes
 * its value, with its type (lib/gitlab/ci/config/interpolation/template.rb). In `errors` stand
 * GitLab's words.
 */
export function interpolate(
  content: Hash,
  { context, variables, places, mostBytes }: TemplateOptions,
): { readonly content: Hash; readonly errors: readonly string[] } {
  const blocks = new Map<string, Outcome>();
  const errors: string[] = [];
  let nodes = 0;
  let bytes = 0;
  const stop = (message: string): never => {
    errors.push(message);
    throw new Stop();
  };

  const outcome = (data: string): Outcome => {
    const known = blocks.get(data);
    if (known) return known;
    if (blocks.size >= maxBlocks) stop("too many interpolation blocks");
    const made = evaluate(data, context, variables);
    blocks.set(data, made);
    if ("errors" in made) errors.push(...made.errors);
    return made;
  };

  const fill = (text: string): unknown => {
    if (!text.includes("$[[")) return text;
    if (Buffer.byteLength(text) > maxNodeBytes) stop("config node too large");
    const found = blocksOf(text);
    let filled = "";
    let from = 0;
    for (const { start, end, data } of found) {
      const made = outcome(data);
      const value = "errors" in made ? "" : made.value;
      if (start === 0 && end === text.length) return value;
      filled += text.slice(from, start) + rubyText(value);
      bytes += filled.length - from;
      if (filled.length > mostBytes || bytes > mostBytes) stop("config too large");
      from = end;
    }
    return found.length ? filled + text.slice(from) : text;
  };

  const walk = (value: unknown): unknown => {
    if (++nodes > maxNodes) stop("config too large");
    if (typeof value === "string") return fill(value);
    if (Array.isArray(value)) return walkList(value);
    return isHash(value) ? walkHash(value) : value;
  };

  const walkList = (list: readonly unknown[]): readonly unknown[] => {
    const made = list.map(walk);
    if (made.every((item, index) => item === list[index])) return list;
    const known = places.marks(list);
    if (known) places.mark(made, known.source, known.at);
    return made;
  };

  const walkHash = (hash: Hash): Hash => {
    const made: Record<string, unknown> = {};
    const at = keyMarks();
    const known = places.marks(hash);
    let isSame = true;
    for (const [key, item] of Object.entries(hash)) {
      const filled = walk(key);
      const name = typeof filled === "string" ? filled : rubyText(filled);
      const value = walk(item);
      isSame &&= name === key && value === item;
      put(made, name, value);
      const offset = known && markOf(known.at, key);
      if (offset !== undefined) markKey(at, name, offset);
    }
    if (isSame) return hash;
    if (known) places.mark(made, known.source, at);
    return made;
  };

  try {
    return { content: walkHash(content), errors };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { content: {}, errors };
  }
}

/** `access | function | function` */
function evaluate(data: string, context: Hash, variables: Variables): Outcome {
  const [path = "", ...functions] = data.split("|").map((part) => part.trim());
  const found = access(path, context);
  if ("errors" in found) return found;
  if (functions.length > maxFunctions) {
    return { errors: ["too many functions in interpolation block"] };
  }
  return applyAll(functions, found.value, variables);
}

/** `$[[ matrix.NAME ]]` is put in when jobs are made. */
const isForLater = (data: string): boolean => /^matrix *(?:[.|]|$)/.test(data);

interface Block {
  readonly start: number;
  readonly end: number;
  readonly data: string;
}

/** All blocks of a text: at least two characters on one line, white space around them left out. */
function blocksOf(text: string): readonly Block[] {
  const found: Block[] = [];
  let start = text.indexOf("$[[");
  let end = -1;
  while (start >= 0) {
    if (end < start + 3) end = text.indexOf("]]", start + 3);
    if (end < 0) break;
    let data = text.slice(start + 3, end).trim();
    if (data.length < 2) {
      end = text.indexOf("]]", end + 1);
      if (end < 0) break;
      data = text.slice(start + 3, end).trim();
    }
    const isBlock = data.length >= 2 && !data.includes("\n");
    if (isBlock && !isForLater(data)) found.push({ start, end: end + 2, data });
    start = text.indexOf("$[[", isBlock ? end + 2 : start + 3);
  }
  return found;
}
