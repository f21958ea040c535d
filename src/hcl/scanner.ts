import { fail } from "../diagnostics/index.ts";

/** Deeper than any file that is written by hand. */
const deepest = 100;

const spaces = /[ \t\r]*/y;
const spacesAndLines = /[ \t\r\n]*/y;

/** A text and how far it is read. */
export class Scanner {
  readonly text: string;
  at = 0;
  readonly #path: string;
  #depth = 0;
  /** A line whose begin was asked for last: offsets mostly grow. */
  #known = { at: 0, line: 1 };

  constructor(text: string, path: string) {
    this.text = text.replace(/^\uFEFF/, "");
    this.#path = path;
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.text[this.at] ?? "";
  }

  /** Passes white space and comments, and line breaks if `lines`. */
  blank(lines: boolean): void {
    for (;;) {
      this.match(lines ? spacesAndLines : spaces);
      const line = this.next === "#" || this.text.startsWith("//", this.at);
      if (!line && !this.text.startsWith("/*", this.at)) return;
      const end = this.text.indexOf(line ? "\n" : "*/", this.at + (line ? 0 : 2));
      if (end < 0 && !line) this.refuse("a comment is never closed");
      this.at = end < 0 ? this.text.length : end + (line ? 0 : 2);
    }
  }

  /** Reads something inside something else; what is nested too deeply is refused. */
  nested<T>(read: () => T): T {
    if (++this.#depth > deepest) this.refuse("it is nested too deeply");
    const made = read();
    this.#depth--;
    return made;
  }

  /** Whether a sticky pattern matches here. */
  ahead(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }

  /** What a sticky pattern matches here, which is passed. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match) this.at = pattern.lastIndex;
    return match;
  }

  /** Passes one character if it stands here. */
  take(sign: string): boolean {
    if (this.next !== sign) return false;
    this.at++;
    return true;
  }

  /** Passes the character that closes what was opened, or refuses. */
  close(sign: string, opened: number): void {
    if (this.take(sign)) return;
    if (this.at < this.text.length) this.unexpected();
    this.refuse(`no ${sign} closes what begins here`, opened);
  }

  unexpected(): never {
    if (this.next === "") this.refuse("the text ends too early");
    if (this.next === "\n") this.refuse("the line ends too early");
    const character = String.fromCodePoint(this.text.codePointAt(this.at)!);
    this.refuse(`${JSON.stringify(character)} does not belong here`);
  }

  /** The line of an offset, from 1. */
  line(at: number): number {
    if (at < this.#known.at) this.#known = { at: 0, line: 1 };
    let { at: begin, line } = this.#known;
    for (;;) {
      const end = this.text.indexOf("\n", begin);
      if (end < 0 || end >= at) break;
      begin = end + 1;
      line++;
    }
    this.#known = { at: begin, line };
    return line;
  }

  /** Throws MANIFEST_SYNTAX with line and column. */
  refuse(problem: string, at = this.at): never {
    const column = at - (at === 0 ? -1 : this.text.lastIndexOf("\n", at - 1));
    fail("MANIFEST_SYNTAX", [`${this.#path}:${this.line(at)}:${column}`], { problem });
  }
}
