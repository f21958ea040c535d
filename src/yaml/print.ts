import { type CollectionTag, Document, Scalar, type ScalarTag, type YAMLSeq } from "yaml";
import { mapTag, type StringifyContext, seqTag, stringifyString } from "yaml/util";
import { fail } from "../diagnostics/index.ts";
import { Reference } from "./reference.ts";
import { isBlock, isPlain, NotUtf8, printNumber, quote } from "./scalars.ts";

const string: ScalarTag = {
  identify: (value) => typeof value === "string",
  default: true,
  tag: "tag:yaml.org,2002:str",
  resolve: (text) => text,
  stringify: (item, ctx) => printString(item.value as string, ctx),
};

function printString(text: string, ctx: StringifyContext): string {
  const { implicitKey, inFlow, indent } = ctx;
  if (isPlain(text, Boolean(inFlow))) return text;
  if (!implicitKey && !inFlow && indent && isBlock(text)) {
    const item = new Scalar(text);
    item.type = Scalar.BLOCK_LITERAL;
    return stringifyString(item, ctx);
  }
  // Psych merges under a quoted "<<" as well; only the tag makes it a key like any other.
  return implicitKey && text === "<<" ? `!!str "<<"` : quote(text);
}

const number: ScalarTag = {
  identify: (value) => typeof value === "number" || typeof value === "bigint",
  default: true,
  tag: "tag:yaml.org,2002:float",
  resolve: Number,
  stringify: (item) => printNumber(item.value as number | bigint),
};

const boolean: ScalarTag = {
  identify: (value) => typeof value === "boolean",
  default: true,
  tag: "tag:yaml.org,2002:bool",
  resolve: Boolean,
  stringify: (item) => String(item.value),
};

const none: ScalarTag = {
  identify: (value) => value == null,
  default: true,
  tag: "tag:yaml.org,2002:null",
  resolve: () => null,
  stringify: () => "null",
};

const reference: CollectionTag = {
  identify: (value) => value instanceof Reference,
  tag: "!reference",
  collection: "seq",
  resolve: (value) => value,
  createNode(schema, value, ctx) {
    const node = seqTag.createNode!(schema, (value as Reference).path, ctx) as YAMLSeq;
    node.flow = true;
    return node;
  },
};

const printTags = [reference, string, mapTag, seqTag, number, boolean, none];

/**
 * YAML for plain data: objects, arrays, strings, numbers, bigints, booleans, null, `Reference`.
 * Block style, no folding, no anchors, ends in a newline; keys stay in the order they have.
 * Raises EMIT_NOT_UTF8 for text that holds half of a surrogate pair.
 */
export function printYaml(value: unknown): string {
  try {
    const document = new Document(value, {
      customTags: () => printTags,
      aliasDuplicateObjects: false,
    });
    return document.toString({ lineWidth: 0, flowCollectionPadding: false });
  } catch (error) {
    if (error instanceof NotUtf8) fail("EMIT_NOT_UTF8", placeOfNotUtf8(value) ?? [], {});
    throw error;
  }
}

function placeOfNotUtf8(value: unknown): (string | number)[] | undefined {
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const steps: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  for (const [step, inner] of steps) {
    const name = typeof step === "string" ? step.replace(/\p{Surrogate}/gu, "\ufffd") : step;
    if (name !== step) return [name];
    const rest = placeOfNotUtf8(inner);
    if (rest) return [step, ...rest];
  }
  return undefined;
}
