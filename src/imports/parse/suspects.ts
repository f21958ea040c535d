/** A place where a dependency may stand, as the words tell. */
export interface Suspect {
  readonly word: "import" | "from" | "require" | "define" | "makes";
  readonly at: number;
  /** 1 is the first. */
  readonly line: number;
  /** It stands on a line that begins as a comment. */
  readonly comment: boolean;
}

const words =
  /(?<![\w$])(?:import(?![\w$])|from(?=\s*(?:["']|\/[*/]))|require(?![\w$])|define(?=\s*\(\s*["'[])|(?:createRequire|importScripts)(?![\w$]))/g;

const space = String.raw`(?:\s|\/\*[^*]*\*\/)*`;
/** What must follow `import` for it to be more than a word of a sentence. */
const afterImport = new RegExp(
  String.raw`${space}(?:["'({*./]|(?:(?:type|typeof|defer|source)\s+)?[^\s"'(){}[\].;:,=*/+-]+${space}(?:,|=(?!=)|from\b)|(?:type|typeof|defer|source)${space}[{*])`,
  "y",
);

/** Finds every place that can be a dependency; comments and strings are not told from code. */
export function findSuspects(text: string): Suspect[] {
  const suspects: Suspect[] = [];
  const lines = new Lines(text);
  words.lastIndex = 0;
  for (let match = words.exec(text); match; match = words.exec(text)) {
    const at = match.index;
    const found = match[0];
    if (found === "import" && !follows(afterImport, text, at + 6)) continue;
    const makes = found === "createRequire" || found === "importScripts";
    const word = makes ? "makes" : (found as Suspect["word"]);
    suspects.push({ word, at, ...lines.place(at) });
  }
  return suspects;
}

export const follows = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

/** Walks the lines of a text once, for places that come in their order. */
export class Lines {
  readonly #text: string;
  #line = 1;
  #next: number;
  #commentEnd: number;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#end(0);
    this.#commentEnd = this.#comment(0);
  }

  /** Line of a place, and whether that line begins as a comment that is still open there. */
  place(at: number): { readonly line: number; readonly comment: boolean } {
    let start = -1;
    for (; this.#next <= at; this.#line++) {
      start = this.#next;
      this.#next = this.#end(start);
    }
    if (start >= 0) this.#commentEnd = this.#comment(start);
    return { line: this.#line, comment: at < this.#commentEnd };
  }

  /** Where the line behind the one at a place begins. */
  #end(at: number): number {
    const end = this.#text.indexOf("\n", at);
    return end < 0 ? Number.POSITIVE_INFINITY : end + 1;
  }

  /** Up to where a line is a comment; its start where it does not begin as one. */
  #comment(start: number): number {
    commentStart.lastIndex = start;
    const begin = commentStart.exec(this.#text)?.[1];
    if (begin === undefined) return start;
    if (begin === "//") return this.#next;
    const end = this.#text.indexOf("*/", commentStart.lastIndex);
    return end < 0 ? this.#next : Math.min(end, this.#next);
  }
}

const commentStart = /[ \t]*(\/\/|\/?\*)/y;
