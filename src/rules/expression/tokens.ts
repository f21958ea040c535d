/** What stands for a value, joins two, or groups them. */
export type TokenKind =
  | "open"
  | "close"
  | "input"
  | "variable"
  | "string"
  | "pattern"
  | "null"
  | "boolean"
  | "comparison"
  | "and"
  | "or"
  | "not";

/** A token as it is written. `column` counts from 1, in UTF-16 units from the start of the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly column: number;
}

/** GitLab reads a hundred times and must meet the end by then (lexer.rb, MAX_TOKENS). */
export const mostTokens = 99;

/** Ten times what GitLab takes; an endless expression is not counted to its end. */
const enough = 1000;

// Ruby's \s and \w know ASCII only; its . stops at a line feed and at nothing else.
const space = /[\t-\r ]*/y;

/**
 * Tried from first to last, as GitLab does (lib/gitlab/ci/pipeline/expression/lexeme/*.rb).
 * `true` must end where a word ends: what GitLab makes of other letters behind it (Ruby's \b knows
 * them) is the same, for they begin no token.
 */
const lexemes: readonly (readonly [TokenKind, RegExp])[] = [
  ["open", /\(/y],
  ["close", /\)/y],
  ["input", /\$\[\[[\t-\r ]*inputs\.[\w-]+[\t-\r ]*\]\]/y],
  ["variable", /\$\w+/y],
  ["string", /"[^"\n]*"|'[^'\n]*'/y],
  ["null", /null/y],
  ["boolean", /(?:true|false)(?!\w)/y],
  ["comparison", /[=!][=~]/y],
  ["and", /&&/y],
  ["or", /\|\|/y],
  ["not", /!/y],
];

const flags = /[ismU]*/y;

/**
 * Where a pattern that begins at `start` ends, or undefined if none does. It goes to the first
 * slash without a backslash before it, and to the next one where two stand together; between its
 * slashes are two characters at least.
 */
function patternEnd(text: string, start: number): number | undefined {
  let close = text.indexOf("/", start + 1);
  while (close > start + 1 && text[close - 1] === "\\") close = text.indexOf("/", close + 1);
  if (close < start + 2) return undefined;
  if (text[close + 1] === "/") close += 1;
  else if ((text.codePointAt(start + 1) ?? 0) > 0xffff && close === start + 3) return undefined;
  else if (close === start + 2) return undefined;
  flags.lastIndex = close + 1;
  return close + 1 + (flags.exec(text)?.[0].length ?? 0);
}

function tokenAt(text: string, at: number): Token | undefined {
  const column = at + 1;
  if (text[at] === "/") {
    const end = patternEnd(text, at);
    return end === undefined ? undefined : { kind: "pattern", text: text.slice(at, end), column };
  }
  for (const [kind, lexeme] of lexemes) {
    lexeme.lastIndex = at;
    const found = lexeme.exec(text);
    if (found) return { kind, text: found[0], column };
  }
  return undefined;
}

function afterSpace(text: string, at: number): number {
  space.lastIndex = at;
  space.exec(text);
  return space.lastIndex;
}

/** The tokens of an expression as far as GitLab reads them, and where it stopped if too early. */
export interface Tokens {
  readonly tokens: readonly Token[];
  /** The column of what is no token, or of the first token that is one too many. */
  readonly stopped?: { readonly column: number; readonly by: "unknown" | "limit" };
}

/** Reads an expression into tokens, 99 at most. */
export function readTokens(text: string): Tokens {
  const tokens: Token[] = [];
  for (let at = afterSpace(text, 0); at < text.length; at = afterSpace(text, at)) {
    const token = tokenAt(text, at);
    if (!token) return { tokens, stopped: { column: at + 1, by: "unknown" } };
    if (tokens.length === mostTokens) return { tokens, stopped: { column: at + 1, by: "limit" } };
    tokens.push(token);
    at += token.text.length;
  }
  return { tokens };
}

/**
 * How many tokens GitLab reads in an expression of `rules:if`, counted to 1,000. A character that
 * is no part of a token counts as one: GitLab refuses the expression for it, not for its length.
 */
export function ifTokens(text: string): number {
  let count = 0;
  for (let at = afterSpace(text, 0); at < text.length && count < enough; count++) {
    at = afterSpace(text, at + (tokenAt(text, at)?.text.length ?? 1));
  }
  return count;
}
