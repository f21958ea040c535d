import { fail, UserError } from "../../../diagnostics/index.ts";
import {
  type HclBlock,
  type HclBody,
  type HclExpression,
  parseHclTemplate,
} from "../../../hcl/index.ts";
import { parseJson } from "../../json.ts";
import { isRecord } from "../shared/json-values.ts";

/** How many labels the blocks of a type have. Keys that are not listed are attributes. */
export type Labels = Readonly<Record<string, number>>;

/**
 * HCL's JSON syntax (json/spec.md of hashicorp/hcl): which keys are blocks depends on the
 * language. Throws MANIFEST_SYNTAX, and MANIFEST_INVALID for a text that is no object
 * or that is nested too deeply.
 */
export function parseHclJson(text: string, path: string, labels: Labels): HclBody {
  const json = parseJson(text, path);
  if (!isRecord(json)) fail("MANIFEST_INVALID", [path], { problem: "it holds no JSON object" });
  if (depthOf(text) > deepest)
    fail("MANIFEST_INVALID", [path], { problem: "it is nested too deeply" });
  return bodyOf(json, labels, lineFinder(text), path);
}

/** Deeper than any file that is written by hand. */
const deepest = 100;

function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  for (const [sign] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (sign === "[" || sign === "{") most = Math.max(most, ++depth);
    else if (sign === "]" || sign === "}") depth--;
  }
  return most;
}

type Line = (text: string) => number | undefined;

function bodyOf(json: Record<string, unknown>, labels: Labels, line: Line, path: string): HclBody {
  const blocks: HclBlock[] = [];
  const attributes: { name: string; value: HclExpression }[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (!Object.hasOwn(labels, name)) {
      attributes.push({ name, value: expressionOf(value, line, path) });
      continue;
    }
    for (const [names, body] of labelled(value, labels[name]!)) {
      blocks.push({ type: name, labels: names, body: bodyOf(body, labels, line, path) });
    }
  }
  return { attributes, blocks };
}

/**
 * Objects `depth` keys deep, with these keys; a list stands for each of its members. An object
 * that holds text is a body already: some languages let the label be left out.
 */
function labelled(value: unknown, depth: number): [string[], Record<string, unknown>][] {
  if (Array.isArray(value)) return value.flatMap((each) => labelled(each, depth));
  if (!isRecord(value)) return [];
  if (depth === 0 || Object.values(value).some((held) => typeof held === "string")) {
    return [[[], value]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    labelled(inner, depth - 1).map(([names, body]): [string[], Record<string, unknown>] => [
      [key, ...names],
      body,
    ]),
  );
}

function expressionOf(value: unknown, line: Line, path: string): HclExpression {
  if (typeof value === "string") return { ...templateOf(value, path), line: line(value) };
  if (Array.isArray(value)) {
    const items = value.map((item) => expressionOf(item, line, path));
    return { kind: "list", items, line: undefined };
  }
  if (!isRecord(value)) return { kind: "other", inner: [], line: undefined };
  const entries = Object.entries(value).map(
    ([key, held]) => [templateOf(key, path), expressionOf(held, line, path)] as const,
  );
  return { kind: "object", entries, line: undefined };
}

/** Text that is no template, though it looks like one, is text. */
function templateOf(text: string, path: string): HclExpression {
  try {
    return parseHclTemplate(text, path);
  } catch (error) {
    if (error instanceof UserError) return { kind: "literal", text, line: undefined };
    throw error;
  }
}

/** Finds the lines of strings that are asked for in the order of the text. */
function lineFinder(text: string): Line {
  let at = 0;
  let line = 1;
  let missed = 0;
  return (wanted) => {
    // A text whose strings are spelt in another way is not searched again and again.
    const found = missed > 100 ? -1 : text.indexOf(JSON.stringify(wanted), at);
    if (found < 0) {
      missed++;
      return undefined;
    }
    for (let end = text.indexOf("\n", at); end >= 0 && end < found; ) {
      line++;
      end = text.indexOf("\n", end + 1);
    }
    at = found;
    return line;
  };
}
