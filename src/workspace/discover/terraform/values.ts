import type { HclBody, HclExpression } from "../../../hcl/index.ts";

/** Stands in a text for what is known only when it runs. */
export const unknown = "\0";
/** Begins a text that is a path from the top directory of the repository on. */
export const fromTop = "\u0001";
/** Begins a text that is a path from where the command is run on. */
export const fromStart = "\u0002";

/** What an expression comes to as far as it is known: text, list, or anything with members. */
export type Value = string | readonly Value[] | Members;
export interface Members {
  get(name: string): Value | undefined;
}

/** What the names and functions of a language mean; `undefined` is not known. */
export interface Scope {
  name(name: string): Value | undefined;
  call?(name: string, values: readonly (Value | undefined)[]): Value | undefined;
}

/** Longer texts are no paths. */
const longest = 4096;

/** An unknown part of a text is `unknown`; an unknown whole is `undefined`. */
export function evaluate(expression: HclExpression, scope: Scope): Value | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.text;
    case "template":
      return templateOf(expression.parts, scope);
    case "name":
      return scope.name(expression.name);
    case "member":
      return memberOf(evaluate(expression.of, scope), expression.name);
    case "call": {
      const values = expression.arguments.map((each) => evaluate(each, scope));
      return scope.call?.(expression.name, values) ?? commonCall(expression.name, values);
    }
    case "list":
      return expression.items.map((item) => evaluate(item, scope) ?? unknown);
    case "object":
      return objectOf(expression.entries, scope);
    case "other":
      return undefined;
  }
}

function templateOf(parts: readonly HclExpression[], scope: Scope): Value | undefined {
  const values = parts.map((part) => evaluate(part, scope));
  if (values.length === 1) return values[0];
  const text = values.map((value) => (typeof value === "string" ? value : unknown)).join("");
  return text.length > longest ? undefined : text;
}

export function memberOf(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined || typeof value === "string") return undefined;
  return isList(value) ? value[Number(name)] : value.get(name);
}

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

function objectOf(
  entries: readonly (readonly [HclExpression, HclExpression])[],
  scope: Scope,
): Members {
  const members = new Map<string, Value>();
  for (const [key, held] of entries) {
    const name = key.kind === "name" ? key.name : evaluate(key, scope);
    const value = evaluate(held, scope);
    if (typeof name === "string" && value !== undefined) members.set(name, value);
  }
  return members;
}

/** Functions that Terraform, Terragrunt and Bake share and that paths are made with. */
function commonCall(name: string, values: readonly (Value | undefined)[]): Value | undefined {
  const [first, second] = values;
  if (name === "join" && typeof first === "string" && isList(second)) {
    return second.map((item) => (typeof item === "string" ? item : unknown)).join(first);
  }
  if (name === "format" && typeof first === "string") {
    const rest = values.slice(1);
    return first.replace(/%[a-z]/g, () => {
      const next = rest.shift();
      return typeof next === "string" ? next : unknown;
    });
  }
  if (typeof first !== "string" || values.length !== 1) return undefined;
  if (name === "dirname") return parentOf(first);
  if (name === "basename") return first.slice(first.lastIndexOf("/") + 1);
  const same = ["abspath", "pathexpand", "tostring", "sensitive", "nonsensitive", "trimspace"];
  return same.includes(name) ? first : undefined;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash >= 0) return path.slice(0, slash);
  // What is above the top directory is none of the repository's.
  return path.startsWith(fromTop) ? "/" : path.startsWith(fromStart) ? `${path}/..` : ".";
}

/**
 * Values that refer to each other, such as locals: each is evaluated once, when asked for.
 * `depth` counts how many are being asked for, over all that share it.
 */
export function lazily(
  expressions: Pick<ReadonlyMap<string, HclExpression>, "get">,
  scope: () => Scope,
  depth = { now: 0 },
): Members {
  const known = new Map<string, Value | undefined>();
  return {
    get(name) {
      if (known.has(name)) return known.get(name);
      const expression = expressions.get(name);
      // Twenty that lead on to each other are no longer written by hand.
      if (!expression || depth.now > 20) return undefined;
      known.set(name, undefined);
      depth.now++;
      const value = evaluate(expression, scope());
      depth.now--;
      known.set(name, value);
      return value;
    },
  };
}

/** The attributes of all blocks of a type, such as `locals`, by name. */
export function attributesOf(body: HclBody, type: string): Map<string, HclExpression> {
  const blocks = body.blocks.filter((block) => block.type === type);
  return new Map(
    blocks.flatMap((block) => block.body.attributes.map(({ name, value }) => [name, value])),
  );
}

/** The expressions directly inside another. */
export function partsOf(expression: HclExpression): readonly HclExpression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "member":
      return [expression.of];
    case "call":
      return expression.arguments;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flat();
    case "other":
      return expression.inner;
    default:
      return [];
  }
}
