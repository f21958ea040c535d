import { mostTokens, type Token, type TokenKind, type Tokens } from "./tokens.ts";
import type { Problem } from "./types.ts";

/**
 * Where an expression that GitLab refuses goes wrong: GitLab itself says no more than that its
 * syntax is invalid. The tokens are read as people write them, a value, an operator, a value.
 */
export function diagnose(text: string, { tokens, stopped }: Tokens): Problem {
  if (stopped?.by === "limit") {
    const problem = `has more than ${mostTokens} tokens, where GitLab gives up`;
    return { column: stopped.column, problem };
  }
  if (stopped) return { column: stopped.column, problem: unknown(text, stopped.column - 1) };
  if (tokens.length === 0) return { column: 1, problem: "is empty" };
  return order(text, tokens);
}

const operators: ReadonlySet<TokenKind> = new Set(["comparison", "and", "or"]);

function order(text: string, tokens: readonly Token[]): Problem {
  const open: Token[] = [];
  let before: Token | undefined;
  for (const token of tokens) {
    const { kind, column } = token;
    const value = !before || before.kind === "open" || before.kind === "not" || joins(before);
    if (value && (kind === "close" || joins(token))) {
      return { column, problem: `expected a value${after(before)}, found ${token.text}` };
    }
    if (!value && kind === "close") {
      if (!open.pop()) return { column, problem: "closes a bracket that is not open" };
    } else if (!value && !joins(token)) {
      return { column, problem: `expected an operator or the end, found ${token.text}` };
    }
    if (kind === "open") open.push(token);
    before = token;
  }
  const unclosed = open.at(-1);
  if (before && before.kind !== "not" && !joins(before) && before.kind !== "open" && unclosed) {
    return { column: unclosed.column, problem: "opens a bracket that is never closed" };
  }
  const end = before ? before.column + before.text.length : text.length + 1;
  return { column: end, problem: `expected a value${after(before)}, found the end` };
}

const joins = ({ kind }: Token): boolean => operators.has(kind);
const after = (token: Token | undefined): string => (token ? ` after ${token.text}` : "");

/** What is wrong where no token begins. */
function unknown(text: string, at: number): string {
  const rest = text.slice(at, at + 80);
  const sign = rest[0] ?? "";
  if (rest.startsWith("${")) return "expected a variable as $NAME, found ${";
  if (rest.startsWith("$[[")) return "expected an input as $[[ inputs.name ]]";
  if (sign === "$") return "expected the name of a variable after $";
  if (sign === '"' || sign === "'") return `expected a string that ends with ${sign} in its line`;
  if (sign === "/") {
    return text.includes("/", at + 1)
      ? "expected a pattern of at least two characters between its slashes"
      : "expected a pattern that ends with /";
  }
  if (sign === "=") return "expected == or =~, found =";
  if (sign === "&" || sign === "|") return `expected ${sign}${sign}, found ${sign}`;
  const word =
    /^[\p{L}\p{N}_.-]+/u.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return `expected a value or an operator, found ${word}`;
}
