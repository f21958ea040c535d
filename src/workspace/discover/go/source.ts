import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";

/** The top of a Go file, as far as fanout needs it. */
export interface GoSource {
  readonly package: string;
  /** Paths as they are written between the quotes; `C` is cgo. */
  readonly imports: readonly GoImport[];
  /** The words behind each `//go:embed`, quotes removed. */
  readonly embeds: readonly string[];
}

export interface GoImport {
  readonly path: string;
  readonly line: number;
}

/**
 * Reads the package clause and the import declarations (go.dev/ref/spec#Source_file_organization),
 * and no further: what follows may hold anything. Throws MANIFEST_SYNTAX with the line.
 */
export function parseGoSource(text: string, path: string): GoSource {
  const tokens = new Tokens(text, path);
  const clause = tokens.next();
  const name = clause.text === "package" ? tokens.next() : clause;
  if (clause === name || name.kind !== "word") {
    broken(path, name.line, "the package clause is missing");
  }
  const imports: GoImport[] = [];
  let token = tokens.next();
  while (token.kind === "word" && token.text === "import") {
    token = tokens.next();
    if (token.text === "(" && token.kind === "sign") {
      const opened = token.line;
      for (token = tokens.next(); token.text !== ")" || token.kind !== "sign"; ) {
        if (token.kind === "end") broken(path, opened, "the list of imports is never closed");
        imports.push(importOf(token, tokens, path));
        token = tokens.next();
      }
    } else {
      imports.push(importOf(token, tokens, path));
    }
    token = tokens.next();
  }
  return { package: name.text, imports, embeds: embedsOf(text) };
}

/** `"path"`, `name "path"`, `. "path"` or `_ "path"`. */
function importOf(first: Token, tokens: Tokens, path: string): GoImport {
  const named = first.kind === "word" || (first.kind === "sign" && first.text === ".");
  const token = named ? tokens.next() : first;
  if (token.kind !== "string") broken(path, token.line, "an import wants a path in quotes");
  return { path: token.text, line: token.line };
}

interface Token {
  readonly kind: "word" | "string" | "sign" | "end";
  readonly text: string;
  readonly line: number;
}

/** Semicolons only end what a line break ends as well. */
const blank = /[\s;]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const token = /([\p{L}_][\p{L}\p{Nd}_]*)|"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|`([^`]*)`|([\s\S])/uy;

/** The tokens of a text, one after the other, and at its end `end` for ever. */
class Tokens {
  readonly #text: string;
  readonly #path: string;
  #at: number;
  #line = 1;

  constructor(text: string, path: string) {
    this.#text = text;
    this.#path = path;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  next(): Token {
    while (this.#take(blank)) {}
    const line = this.#line;
    const match = this.#take(token);
    if (!match) return { kind: "end", text: "", line };
    const [, word, string, raw, sign] = match;
    if (word !== undefined) return { kind: "word", text: word, line };
    if (string !== undefined || raw !== undefined) {
      return { kind: "string", text: string ?? raw!, line };
    }
    if (sign === '"' || sign === "`") broken(this.#path, line, "a string is never closed");
    if (sign === "/" && this.#text[this.#at] === "*") {
      broken(this.#path, line, "a comment is never closed");
    }
    return { kind: "sign", text: sign!, line };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return undefined;
    this.#at = pattern.lastIndex;
    for (const character of match[0]) if (character === "\n") this.#line++;
    return match;
  }
}

const embed = /^[ \t]*\/\/go:embed[ \t]+(.*)$/gm;
const embedded = /"([^"\\]*(?:\\.[^"\\]*)*)"|`([^`]*)`|(\S+)/g;

/** Also those in comments and strings, which mean nothing: taking more does no harm. */
function embedsOf(text: string): string[] {
  if (!text.includes("//go:embed")) return [];
  return [...text.matchAll(embed)].flatMap(([, words = ""]) =>
    [...words.matchAll(embedded)].map(([, string, raw, plain]) => string ?? raw ?? plain!),
  );
}

function broken(path: string, line: number, problem: string): never {
  fail("MANIFEST_SYNTAX", at(path, line), { problem });
}
