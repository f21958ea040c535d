import { diagnose } from "./diagnose.ts";
import { compilePattern, patternIn } from "./regexp.ts";
import { readTokens, type Token } from "./tokens.ts";
import type { Expression, Operator, Problem } from "./types.ts";

export type Parsed =
  | { readonly ok: true; readonly ast: Expression }
  | ({ readonly ok: false } & Problem);

/**
 * Reads an expression of `rules:if` as GitLab 18.11 does (lib/gitlab/ci/pipeline/expression/
 * parser.rb). Its parser sorts operators by a stack and asks for no order between values and
 * operators, so it also takes what no page tells of: `$A $B ==` is `$A == $B`.
 */
export function parseExpression(text: string): Parsed {
  const read = readTokens(text);
  if (read.stopped) return { ok: false, ...diagnose(text, read) };
  const results: Expression[] = [];
  for (const token of sorted(read.tokens) ?? []) {
    const made = node(token, results);
    if (!made) return { ok: false, ...diagnose(text, read) };
    if ("problem" in made) return { ok: false, ...made };
    results.push(made);
  }
  const [ast, second] = results;
  return ast && !second ? { ok: true, ast } : { ok: false, ...diagnose(text, read) };
}

/** The lower, the tighter. A bracket that is open holds all that comes before it. */
const precedence: Readonly<Partial<Record<Token["kind"], number>>> = {
  not: 1,
  comparison: 10,
  and: 11,
  or: 12,
  close: 900,
  open: 901,
};

/** Tokens with each operator behind its values; undefined where a bracket closes nothing. */
function sorted(tokens: readonly Token[]): readonly Token[] | undefined {
  const output: Token[] = [];
  const operators: Token[] = [];
  for (const token of tokens) {
    const own = precedence[token.kind];
    if (own === undefined) {
      output.push(token);
      continue;
    }
    if (token.kind !== "not" && token.kind !== "open") {
      while (operators.length > 0 && own >= precedence[operators.at(-1)!.kind]!) {
        output.push(operators.pop()!);
      }
    }
    if (token.kind !== "close") operators.push(token);
    else if (!operators.pop()) return undefined;
  }
  return output.concat(operators.reverse());
}

/** What a token is, with its values taken from the results; undefined where these are missing. */
function node(token: Token, results: Expression[]): Expression | Problem | undefined {
  const place = { column: token.column, length: token.text.length };
  switch (token.kind) {
    case "variable":
      return { kind: "variable", name: token.text.slice(1), ...place };
    case "input":
      return { kind: "input", name: /inputs\.([\w-]+)/.exec(token.text)?.[1] ?? "", ...place };
    case "string":
      return { kind: "string", value: token.text.slice(1, -1), ...place };
    case "boolean":
      return { kind: "boolean", value: token.text === "true", ...place };
    case "null":
      return { kind: "null", ...place };
    case "pattern":
      return patternNode(token.text, place);
    case "not": {
      const operand = results.pop();
      return operand && { kind: "not", operand, ...place };
    }
    case "comparison":
    case "and":
    case "or": {
      const right = results.pop();
      const left = results.pop();
      if (!left || !right) return undefined;
      return { kind: "operation", operator: token.text as Operator, left, right, ...place };
    }
    default:
      return undefined;
  }
}

function patternNode(
  text: string,
  place: { readonly column: number; readonly length: number },
): Expression | Problem {
  const pattern = patternIn(text);
  if (pattern !== undefined && compilePattern(pattern)) {
    return { kind: "pattern", text, pattern, ...place };
  }
  const around = /\(\?<?[=!]/.test(text) ? ", which knows no look-around" : "";
  return { column: place.column, problem: `RE2 refuses the pattern ${text}${around}` };
}

/** The names of the variables that an expression asks for, each once, in the order of the text. */
export function variablesIn(expression: Expression): readonly string[] {
  const found: { readonly name: string; readonly column: number }[] = [];
  const visit = (each: Expression): void => {
    if (each.kind === "variable") found.push(each);
    if (each.kind === "not") visit(each.operand);
    if (each.kind === "operation") {
      visit(each.left);
      visit(each.right);
    }
  };
  visit(expression);
  return [...new Set(found.sort((a, b) => a.column - b.column).map(({ name }) => name))];
}
