import type { Tree } from "../../../detect/index.ts";
import type { HclBody, HclExpression } from "../../../hcl/index.ts";
import { directoryOf, resolveFrom } from "../../paths.ts";
import { isThere } from "../shared/tree-walk.ts";
import { evaluate, fromStart, fromTop, partsOf, type Scope, unknown } from "./values.ts";

/** A path that is read, as far as it is known. */
export interface Read {
  /** May begin with `fromTop` or `fromStart`, and hold `unknown`. */
  readonly text: string;
  readonly line: number | undefined;
  /** A function reads it; else it only looks like a path. */
  readonly certain: boolean;
  /** A name for it is all that stands there. */
  readonly named: boolean;
}

const pathFunctions =
  /^(?:file|filebase64|file(?:base64)?(?:md5|sha1|sha256|sha512)|fileexists|fileset|templatefile|read_tfvars_file|sops_decrypt_file|mark_as_read)$/;
/** Attributes of common providers that name what is read, though no `./` says so. */
const pathAttributes = /^(?:source_dir|source_file|filename|chart|working_dir|context)$/;
const plainPath = /^(?:\.\.?(?:\/|$)|[\u0001\u0002])/;

/** What tells whether a text without `./` is a path, and which blocks are looked at elsewhere. */
export interface ReadRules {
  readonly isThere: (text: string) => boolean;
  readonly passed: (block: string, attribute: string) => boolean;
}

/** Every path that stands in a body, whatever for: more is taken rather than less. */
export function* readsOf(
  body: HclBody,
  scope: Scope,
  rules: ReadRules,
  block = "",
): Generator<Read> {
  for (const { name, value } of body.attributes) {
    if (!rules.passed(block, name)) yield* readsIn(value, scope, rules, block, name);
  }
  for (const inner of body.blocks) {
    const [label] = inner.labels;
    const type = inner.type === "data" ? `data ${label}` : inner.type;
    yield* readsOf(inner.body, scope, rules, type);
  }
}

function* readsIn(
  expression: HclExpression,
  scope: Scope,
  rules: ReadRules,
  block: string,
  attribute: string,
): Generator<Read> {
  const { line } = expression;
  const named = block === "locals";
  const value = evaluate(expression, scope);
  if (expression.kind === "call" && pathFunctions.test(expression.name)) {
    const values = expression.arguments.map((each) => evaluate(each, scope));
    const text = expression.name === "fileset" ? filesetPath(values) : values[0];
    if (typeof text === "string") yield { text, line, certain: true, named: false };
  } else if (typeof value === "string") {
    const bare =
      (value.includes("/") || pathAttributes.test(attribute)) && /^[^\s\0:]+$/.test(value);
    const path = plainPath.test(value) && !value.includes("\n");
    if (path || (bare && rules.isThere(value))) yield { text: value, line, certain: false, named };
    // What is not known may hold paths of its own.
    if (path || !value.includes(unknown)) return;
  }
  for (const part of partsOf(expression)) yield* readsIn(part, scope, rules, block, attribute);
}

/** The directory that a fileset begins in, and `unknown` from its first wildcard on. */
function filesetPath([directory, pattern]: readonly unknown[]): string | undefined {
  if (typeof directory !== "string") return undefined;
  const names = typeof pattern === "string" ? pattern.replace(/[*?[{\\].*$/s, unknown) : unknown;
  return `${directory}/${names}`;
}

/**
 * The paths of the repository that a text leads to: `starts` are the directories that it may be
 * read from. What is not known ends at the directory before it; `undefined` is a path that could
 * lead anywhere. A path out of the repository is none.
 */
export function pathsOf(text: string, starts: Iterable<string>): string[] | undefined {
  const end = text.indexOf(unknown);
  const slash = end < 0 ? text.length : text.lastIndexOf("/", end);
  if (slash <= 0) return undefined;
  if (/(?:^|\/)\.\.(?:\/|$)/.test(text.slice(slash))) return undefined;
  const known = text.slice(0, slash);
  if (known.startsWith(fromTop)) return resolved(".", known.slice(1).replace(/^\/+/, ""));
  const relative = known.startsWith(fromStart) ? known.slice(1).replace(/^\/+/, "") : known;
  return [...new Set([...starts].flatMap((start) => resolved(start, relative)))];
}

const resolved = (from: string, relative: string): string[] => {
  const path = resolveFrom(from, relative);
  return path === undefined ? [] : [path];
};

/** Whether a path may belong to another service: a file right in its own directory does not. */
export const foreign = (path: string, root: string, tree: Tree): boolean =>
  directoryOf(path) !== root || (!tree.has(path) && isThere(tree, path));
