import { parseExpression } from "./parse.ts";
import { compilePattern, patternIn, type Test } from "./regexp.ts";
import type { Comparison, Expression, Problem, Value } from "./types.ts";

/** What GitLab makes of an expression: whether the rule matches, or why it is refused. */
export type Evaluated =
  | {
      readonly valid: true;
      /** The rule matches: the value is neither false, null nor blank. */
      readonly truthful: boolean;
      /** What the whole expression comes to; of a pattern its text. */
      readonly value: Value;
    }
  | ({ readonly valid: false } & Problem);

export interface EvaluateOptions {
  /** What `$[[ inputs.name ]]` stands for. */
  readonly inputs?: Readonly<Record<string, Value | undefined>>;
}

/**
 * Judges an expression of `rules:if` as GitLab 18.11 does. `variables` by name, without `$`; what is
 * missing is `null`. Never throws. `column` (from 1) and `problem` tell why an expression is
 * refused, which is its syntax, or what GitLab itself fails at: `=~ true`, a pattern compared.
 */
export function evaluateExpression(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
  options: EvaluateOptions = {},
): Evaluated {
  const parsed = parseExpression(text);
  if (!parsed.ok) return { valid: false, column: parsed.column, problem: parsed.problem };
  const world: World = {
    variable: (name) => own(variables, name),
    input: (name) => own(options.inputs ?? {}, name),
  };
  const value = evaluate(parsed.ast, world);
  if (isProblem(value)) return { valid: false, ...value };
  return { valid: true, truthful: present(value), value: isPattern(value) ? value.text : value };
}

interface World {
  readonly variable: (name: string) => Value;
  readonly input: (name: string) => Value;
}

interface Pattern {
  readonly text: string;
  readonly pattern: string;
  readonly test: Test;
}

type Result = Value | Pattern;

const own = (values: Readonly<Record<string, Value | undefined>>, name: string): Value =>
  Object.hasOwn(values, name) ? (values[name] ?? null) : null;
const isProblem = (value: Result | Problem): value is Problem =>
  typeof value === "object" && value !== null && "problem" in value;
const isPattern = (value: Result): value is Pattern => typeof value === "object" && value !== null;

/** What Ruby calls blank: nothing but what Unicode calls white space. */
const blank = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/** Neither false, null nor a blank text. */
const present = (value: Result): boolean =>
  typeof value === "string" ? !blank.test(value) : value !== null && value !== false;

/** What counts as true for Ruby, to which an empty text is true. */
const holds = (value: Result): boolean => value !== null && value !== false;

/** What Ruby prints of a value; of a pattern that is the object, with an address that varies. */
const written = (value: Result): string =>
  isPattern(value) ? "#<Gitlab::UntrustedRegexp:0x0000000000000000>" : String(value ?? "");

function evaluate(node: Expression, world: World): Result | Problem {
  switch (node.kind) {
    case "variable":
      return world.variable(node.name);
    case "input":
      return world.input(node.name);
    case "string":
    case "boolean":
      return node.value;
    case "null":
      return null;
    case "pattern":
      return { text: node.text, pattern: node.pattern, test: compilePattern(node.pattern)! };
    case "not": {
      const value = evaluate(node.operand, world);
      return isProblem(value) ? value : !present(value);
    }
    case "operation":
      return operation(node, world);
  }
}

function operation(
  { operator, left, right, column }: Expression & { readonly kind: "operation" },
  world: World,
): Result | Problem {
  const first = evaluate(left, world);
  if (isProblem(first)) return first;
  if (operator === "&&") return holds(first) ? evaluate(right, world) : first;
  if (operator === "||") return holds(first) ? first : evaluate(right, world);
  const second = evaluate(right, world);
  if (isProblem(second)) return second;
  const made = compare(operator, first, second);
  return typeof made === "string" ? { column, problem: made } : made;
}

/** Whether a comparison holds; a text says why GitLab fails at it. */
function compare(operator: Comparison, left: Result, right: Result): boolean | string {
  if (operator === "==" || operator === "!=") {
    const same = equal(left, right);
    return typeof same === "string" ? same : same === (operator === "==");
  }
  const found = matches(left, right, operator);
  return typeof found === "string" ? found : found === (operator === "=~");
}

function equal(left: Result, right: Result): boolean | string {
  if (isPattern(left)) {
    // GitLab asks the other side for its source, which only a pattern has.
    if (!isPattern(right)) return "a pattern cannot be compared with this";
    return left.pattern === right.pattern;
  }
  const mixed =
    (typeof left === "boolean" && typeof right === "string") ||
    (typeof left === "string" && typeof right === "boolean");
  return mixed ? String(left) === String(right) : left === right;
}

/**
 * A text on the right is a pattern if it is written as one that RE2 takes; if not, the left side
 * is looked for in it.
 */
function matches(left: Result, right: Result, operator: Comparison): boolean | string {
  if (right === null || right === false) return false;
  if (isPattern(right)) return right.test(written(left));
  if (typeof right !== "string") return `expected a pattern or a text after ${operator}`;
  const pattern = patternIn(right);
  const test = pattern === undefined ? undefined : compilePattern(pattern);
  return test ? test(written(left)) : right.includes(written(left));
}
