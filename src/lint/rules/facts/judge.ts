import { type Expression, type Parsed, parseExpression } from "../../../rules/index.ts";
import type { Known } from "./situations.ts";

/** What can be told of something: surely so, surely not so, or neither. */
export type Verdict = "yes" | "no" | "maybe";

type Variables = ReadonlyMap<string, Known>;

/** Judges what nothing is known of: `$NAME`, or a comparison such as `$NAME == "x"`. */
export type Guess = (unknown: string) => Verdict;

/** Whether an expression of `rules:if` holds with what is known of the variables. */
export function judge(text: string, variables: Variables, guess: Guess = () => "maybe"): Verdict {
  const parsed = read(text);
  return parsed.ok ? of(parsed.ast, { variables, guess }) : "maybe";
}

/** The rules of a pipeline ask the same few questions again and again. */
const known = new Map<string, Parsed>();
const mostKnown = 500;

function read(text: string): Parsed {
  const before = known.get(text);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const parsed = parseExpression(text);
  known.set(text, parsed);
  return parsed;
}

interface World {
  readonly variables: Variables;
  readonly guess: Guess;
}

function of(node: Expression, world: World): Verdict {
  if (node.kind === "not") return not(of(node.operand, world));
  if (node.kind !== "operation") return present(node, world);
  const { operator, left, right } = node;
  switch (operator) {
    case "&&":
      return and(plain(left, world), of(right, world));
    case "||":
      return or(plain(left, world), of(right, world));
    case "==":
      return equal(left, right, world);
    case "!=":
      return not(equal(left, right, world));
    case "=~":
      return world.guess(`${written(left)} =~ ${written(right)}`);
    case "!~":
      return not(world.guess(`${written(left)} =~ ${written(right)}`));
  }
}

/** A left side: a blank text is true there, so that a `no` counts only of what is none. */
function plain(node: Expression, world: World): Verdict {
  const verdict = of(node, world);
  return verdict === "no" && !isNoText(node, world) ? "maybe" : verdict;
}

/** Whether a value is surely a truth value or nothing at all. */
function isNoText(node: Expression, world: World): boolean {
  if (node.kind === "operation" && (node.operator === "&&" || node.operator === "||")) {
    return isNoText(node.left, world) && isNoText(node.right, world);
  }
  const value = knownOf(node, world);
  return value ? "text" in value && value.text === null : node.kind !== "variable";
}

/** An operand as text: equal operands, equal texts. */
const written = (node: Expression): string => {
  const { column: _, length: __, ...rest } = node;
  return node.kind === "variable" ? `$${node.name}` : JSON.stringify(rest);
};

const not = (verdict: Verdict): Verdict =>
  verdict === "maybe" ? "maybe" : verdict === "yes" ? "no" : "yes";

function and(left: Verdict, right: Verdict): Verdict {
  if (left === "no" || right === "no") return "no";
  return left === "yes" && right === "yes" ? "yes" : "maybe";
}

function or(left: Verdict, right: Verdict): Verdict {
  if (left === "yes") return "yes";
  if (left === "no") return right;
  return "maybe";
}

function knownOf(node: Expression, { variables }: World): Known | undefined {
  if (node.kind === "string") return { text: node.value };
  if (node.kind === "null") return { text: null };
  return node.kind === "variable" ? variables.get(node.name) : undefined;
}

function present(node: Expression, world: World): Verdict {
  const value = knownOf(node, world);
  if (!value) return world.guess(written(node));
  if ("symbol" in value) return "yes";
  return value.text?.trim() ? "yes" : "no";
}

/** Branches that are told apart by definition. */
const distinct = new Set(["feature", "default"]);

function equal(one: Expression, other: Expression, world: World): Verdict {
  const [left, right] = [knownOf(one, world), knownOf(other, world)];
  if (left && right)
    return same(left, right) ?? world.guess(`${written(one)} == ${written(other)}`);
  if (one.kind === "null" || other.kind === "null") {
    return not(world.guess(written(one.kind === "null" ? other : one)));
  }
  return world.guess(`${written(one)} == ${written(other)}`);
}

/** Whether two known values are the same; `undefined` where a symbol leaves it open. */
function same(left: Known, right: Known): Verdict | undefined {
  if ("text" in left && "text" in right) return left.text === right.text ? "yes" : "no";
  if ("symbol" in left && "symbol" in right) {
    if (left.symbol === right.symbol) return "yes";
    return distinct.has(left.symbol) && distinct.has(right.symbol) ? "no" : undefined;
  }
  const text = "text" in left ? left.text : "text" in right ? right.text : null;
  // A symbol stands for some text that is not blank.
  return text?.trim() ? undefined : "no";
}

/** Whether an expression names a variable. */
export const mentions = (text: string, variable: string): boolean =>
  new RegExp(`\\$${variable}(?!\\w)`).test(text);
