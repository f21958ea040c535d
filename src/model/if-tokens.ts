/**
 * What the lexer of `rules:if` reads (GitLab: lib/gitlab/ci/pipeline/expression/lexeme): an input,
 * a variable, a string, a pattern, a word, an operator or a bracket. Anything else stands alone.
 */
const lexeme = new RegExp(
  [
    /\$\[\[[^\]]*\]\]/,
    /\$\w+/,
    /"[^"]*"/,
    /'[^']*'/,
    /\/(?:[^/\\]|\\\/?)+[^\\]\/[ismU]*/,
    /null|true|false/,
    /[=!][=~]|&&|\|\|/,
    /\S/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** Ten times what GitLab takes; an endless expression is not read to its end. */
const enough = 1000;

/**
 * How many tokens GitLab reads in an expression of `rules:if`, counted to 1,000. A character that
 * is no part of a token counts as one: GitLab refuses the expression for it, not for its length.
 */
export function ifTokens(expression: string): number {
  let count = 0;
  for (const _ of expression.matchAll(lexeme)) if (++count === enough) break;
  return count;
}
