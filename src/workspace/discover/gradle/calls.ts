import { computed, type Token } from "./tokens.ts";

/** What a call is given: `f(a, b)`, or `f a, b` as Groovy has it. */
export interface Call {
  readonly args: readonly (readonly Token[])[];
  /** The place behind it. */
  readonly end: number;
}

const openers = new Set(["(", "[", "{"]);
const closers = new Set([")", "]", "}"]);

const isSign = (token: Token | undefined, text: string): boolean =>
  token?.kind === "sign" && token.text === text;

/** The call of the word at `index`; without arguments where it is none. */
export function callAt(tokens: readonly Token[], index: number): Call {
  const start = index + 1;
  const inParentheses = isSign(tokens[start], "(");
  return argumentsFrom(tokens, inParentheses ? start + 1 : start, inParentheses);
}

/** What stands to the right of the sign at `index`, up to the end of its statement. */
export const valueAt = (tokens: readonly Token[], index: number): readonly Token[] =>
  argumentsFrom(tokens, index + 1, false).args.flat();

function argumentsFrom(tokens: readonly Token[], start: number, inParentheses: boolean): Call {
  const args: Token[][] = [];
  let current: Token[] = [];
  let depth = 0;
  let at = start;
  for (; at < tokens.length; at++) {
    const token = tokens[at]!;
    const sign = token.kind === "sign" ? token.text : "";
    if (depth === 0 && !inParentheses && at > start && ends(token, tokens[at - 1]!)) break;
    if (depth === 0 && (closers.has(sign) || (!inParentheses && sign === "{"))) break;
    if (openers.has(sign)) depth++;
    else if (closers.has(sign)) depth--;
    if (depth === 0 && sign === ",") {
      args.push(current);
      current = [];
    } else current.push(token);
  }
  if (current.length > 0) args.push(current);
  return { args, end: inParentheses ? at + 1 : at };
}

/** Whether a statement without parentheses ends before this token. */
const ends = (token: Token, before: Token): boolean =>
  isSign(token, ";") ||
  (token.first && !/^[,=:+([{]$/.test(before.text) && !/^[.+]$/.test(token.text));

/** The text of an argument that is one string with nothing to compute. */
export function literalOf(argument: readonly Token[] | undefined): string | undefined {
  const only = argument?.length === 1 ? argument[0] : undefined;
  return only?.kind === "string" && only.codes.length === 0 ? only.text : undefined;
}

/** Words around plain strings that change nothing of them. */
const plain = new Set(["String", "arrayOf", "as", "listOf", "setOf", "toTypedArray"]);

/** The plain strings of an argument, and whether there is more to it than they say. */
export function stringsOf(argument: readonly Token[]) {
  const strings = argument.filter(({ kind }) => kind === "string");
  const isComputed = argument.some(
    ({ kind, text }) =>
      (kind === "string" && text.includes(computed)) ||
      (kind === "word" && !plain.has(text)) ||
      (kind === "sign" && (text === "+" || text === "{")),
  );
  return {
    texts: strings.filter(({ text }) => !text.includes(computed)).map(({ text }) => text),
    isComputed,
  };
}

/** The argument called `path` (`path: ":a"`, `path = ":a"`, `"path" to ":a"`), else the first. */
export function pathArgument(args: Call["args"]): readonly Token[] | undefined {
  const flat = args.map((argument) =>
    argument[0]?.text === "mapOf" ? argument.slice(2, -1) : argument,
  );
  for (const argument of flat) {
    const [name, sign, ...value] = argument;
    if (name?.text === "path" && /^(?:[:=]|to)$/.test(sign?.text ?? "")) {
      const comma = value.findIndex((token) => isSign(token, ","));
      return comma < 0 ? value : value.slice(0, comma);
    }
  }
  return flat[0];
}

/** `a.b.c`, from the word at `index` on. */
export function chainAt(tokens: readonly Token[], index: number): string[] {
  const names = [tokens[index]!.text];
  let at = index + 1;
  while (isSign(tokens[at], ".") && tokens[at + 1]?.kind === "word") {
    names.push(tokens[at + 1]!.text);
    at += 2;
  }
  return names;
}
