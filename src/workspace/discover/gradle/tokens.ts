import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";

/** A piece of a Groovy or Kotlin script, so far as fanout must tell pieces apart. */
export interface Token {
  readonly kind: "word" | "string" | "sign";
  /** A word without backticks, one sign, or what a string says: each `${...}` in it is a NUL. */
  readonly text: string;
  /** The code of each `${...}` of a string, in order. */
  readonly codes: readonly string[];
  readonly line: number;
  /** Whether it is the first of its line. */
  readonly first: boolean;
}

/** Stands in a string for what only the running script knows. No manifest can spell it. */
export const computed = "\0";

const word = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*/uy;
const blank = /\s*/y;

/**
 * The pieces of a script. Throws MANIFEST_SYNTAX with the line for a comment, a string or a
 * bracket that never ends.
 */
export function tokensOf(source: string, path: string): Token[] {
  const text = source.replace(/^\uFEFF/, "").replaceAll("\0", "");
  const kotlin = !path.endsWith(".gradle");
  const tokens: Token[] = [];
  const open: Token[] = [];
  let here = text.startsWith("#!") ? endOfLine(text, 0) : 0;
  let line = 1;
  let first = true;
  let newline = text.indexOf("\n");
  const advance = (to: number) => {
    for (; newline >= 0 && newline < to; newline = text.indexOf("\n", newline + 1)) {
      line++;
      first = true;
    }
    here = to;
  };
  const add = (kind: Token["kind"], value: string, end: number, codes: readonly string[] = []) => {
    const token = { kind, text: value, codes, line, first };
    tokens.push(token);
    advance(end);
    // What follows a string of several lines is not the first of its own.
    first = false;
    return token;
  };
  const broken = (where: number, problem: string): never =>
    fail("MANIFEST_SYNTAX", at(path, where), { problem });

  for (;;) {
    blank.lastIndex = here;
    blank.exec(text);
    advance(blank.lastIndex);
    if (here >= text.length) break;
    const character = text[here]!;
    if (text.startsWith("//", here)) {
      advance(endOfLine(text, here));
      continue;
    }
    if (text.startsWith("/*", here)) {
      const end = endOfComment(text, here, kotlin);
      if (end < 0) broken(line, "a comment is never closed");
      advance(end);
      continue;
    }
    const quote = quoteAt(text, here, kotlin, tokens.at(-1));
    if (quote) {
      const string = readString(text, here, quote, kotlin);
      if (string) {
        add("string", string.text, string.end, string.codes);
        continue;
      }
      if (quote !== "/") broken(line, "a string is never closed");
    }
    if (character === "`") {
      const end = text.indexOf("`", here + 1);
      if (end < 0) broken(line, "a name in backticks is never closed");
      add("word", text.slice(here + 1, end), end + 1);
      continue;
    }
    word.lastIndex = here;
    const name = word.exec(text)?.[0];
    if (name !== undefined) {
      add("word", name, here + name.length);
      continue;
    }
    const sign = add("sign", String.fromCodePoint(text.codePointAt(here)!), here + 1);
    if ("([{".includes(character)) open.push(sign);
    else if (")]}".includes(character)) {
      const opener = open.pop();
      if (opener?.text !== pairs[character]) broken(line, `${character} closes nothing`);
    }
  }
  const opener = open.at(-1);
  if (opener) broken(opener.line, `${opener.text} is never closed`);
  return tokens;
}

const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

/** Behind a comment; those of Kotlin nest. -1 where it never ends. */
function endOfComment(text: string, start: number, nests: boolean): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  let depth = 1;
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    if (match[0] === "*/") depth--;
    else if (nests) depth++;
    if (depth === 0) return mark.lastIndex;
  }
  return -1;
}

type Quote = "'" | '"' | "'''" | '"""' | "/" | "$/";

/** The quote with which a string begins here. */
function quoteAt(
  text: string,
  start: number,
  kotlin: boolean,
  before: Token | undefined,
): Quote | undefined {
  if (text.startsWith('"""', start)) return '"""';
  if (!kotlin && text.startsWith("'''", start)) return "'''";
  const character = text[start];
  if (character === '"' || character === "'") return character;
  if (kotlin) return undefined;
  if (text.startsWith("$/", start)) return "$/";
  if (character !== "/") return undefined;
  // Behind a value it divides, unless it looks like `split /,/`.
  const isValue =
    before !== undefined &&
    (before.kind !== "sign" || before.text === ")" || before.text === "]" || before.text === "}");
  const looksLike =
    before?.kind === "word" && /\s/.test(text[start - 1] ?? "") && /\S/.test(text[start + 1] ?? "");
  return isValue && !looksLike ? undefined : "/";
}

/** Beyond, a slash divides: it is not worth looking any further for its like. */
const longestSlashed = 1000;

/** One string; `undefined` where it never ends. Each place is looked at once. */
function readString(text: string, start: number, quote: Quote, kotlin: boolean) {
  const templates: { from: number; to: number }[] = [];
  // What is open, from the outside in: a string by its quote, or code in braces.
  const open: (Quote | "{")[] = [quote];
  let here = start + quote.length;
  while (here < text.length) {
    const inner = open.at(-1)!;
    const character = text[here]!;
    if (inner === "{") {
      if (character === "}") {
        open.pop();
        here++;
        if (open.length === 1) templates.at(-1)!.to = here;
      } else if (character === "{") {
        open.push("{");
        here++;
      } else if (character === '"' || character === "'") {
        const next = quoteAt(text, here, kotlin, undefined)!;
        open.push(next);
        here += next.length;
      } else here++;
      continue;
    }
    const close = inner === "$/" ? "/$" : inner;
    if (text.startsWith(close, here)) {
      here += close.length;
      // `""""` ends with its last three.
      while (close.length === 3 && text[here] === close[0]) here++;
      open.pop();
      if (open.length === 0) return contentOf(text, start, here, quote, kotlin, templates);
    } else if (character === "\n" && inner.length === 1) return undefined;
    else if (quote === "/" && here - start > longestSlashed) return undefined;
    else if (character === "\\" && inner !== "$/" && !(kotlin && inner === '"""')) here += 2;
    else if (text.startsWith("${", here) && !inner.startsWith("'")) {
      if (open.length === 1) templates.push({ from: here, to: -1 });
      open.push("{");
      here += 2;
    } else here++;
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b" };

function contentOf(
  text: string,
  start: number,
  end: number,
  quote: Quote,
  kotlin: boolean,
  templates: readonly { from: number; to: number }[],
) {
  const codes: string[] = [];
  let content = "";
  let here = start + quote.length;
  const plain = (to: number) => {
    const escaped = quote !== "/" && quote !== "$/" && !(kotlin && quote === '"""');
    content += text
      .slice(here, to)
      .replace(
        /\\(.)|\$([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)/gsu,
        (all, character, code) => {
          if (character !== undefined) return escaped ? (escapes[character] ?? character) : all;
          if (quote.startsWith("'")) return all;
          // Kotlin puts in a name alone, Groovy also what is behind its dots.
          const names = kotlin ? code.replace(/\..*$/s, "") : code;
          codes.push(names);
          return computed + code.slice(names.length);
        },
      );
  };
  for (const { from, to } of templates) {
    plain(from);
    codes.push(text.slice(from + 2, to - 1).trim());
    content += computed;
    here = to;
  }
  plain(end - quote.length);
  return { text: content, codes, end };
}
