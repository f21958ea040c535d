import type { Scanner } from "./scanner.ts";
import type { HclExpression } from "./types.ts";

export const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const functionName =
  /[\p{ID_Start}_][\p{ID_Continue}-]*(?:::[\p{ID_Start}_][\p{ID_Continue}-]*)*/uy;
const number = /\d[\p{ID_Continue}.]*/uy;
const index = /\d+/y;
const heredoc = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t\r]*\n/uy;
const forClause = /for\s/y;
const plain = /[^$%]+/y;
const plainQuoted = /[^"\\$%\n]+/y;
const plainLine = /[^$%\n]+/y;
const escaped = /\\(?:([nrt"\\])|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** Reads expressions where the scanner stands. */
export class Expressions {
  readonly #from: Scanner;

  constructor(from: Scanner) {
    this.#from = from;
  }

  /** The whole text as a template. */
  lone(): HclExpression {
    const parts: HclExpression[] = [];
    while (this.#from.next !== "") this.#templatePiece(parts, plain);
    return joined(parts, 1);
  }

  /**
   * Terms and what joins them, up to a comma, a closing bracket, or the end of the line unless
   * `lines` lets it go on.
   */
  sequence(lines: boolean, commas = false): HclExpression {
    this.#from.blank(lines);
    const start = this.#from.at;
    const terms: HclExpression[] = [];
    let joins = 0;
    for (;;) {
      const next = this.#from.next;
      if (next === "" || ")]}\n".includes(next) || (next === "," && !commas)) break;
      const term = this.#from.nested(() => this.#term());
      if (term) terms.push(term);
      else {
        joins++;
        this.#from.at++;
      }
      this.#from.blank(lines);
    }
    if (terms.length + joins === 0) this.#from.refuse("a value is missing", start);
    if (terms.length === 1 && joins === 0) return terms[0]!;
    return { kind: "other", inner: terms, line: this.#from.line(start) };
  }

  /** `undefined` where an operator stands. */
  #term(): HclExpression | undefined {
    const start = this.#from.at;
    let term = this.#primary();
    if (!term) return undefined;
    const line = this.#from.line(start);
    for (;;) {
      if (this.#from.take("[")) {
        const inner = this.sequence(true);
        this.#from.close("]", start);
        const named = inner.kind === "literal";
        if (named) term = { kind: "member", of: term, name: inner.text, line };
        else term = { kind: "other", inner: [term, inner], line };
      } else if (this.#from.next === "." && this.#from.text[this.#from.at + 1] !== ".") {
        this.#from.at++;
        const name: string | undefined = (this.#from.match(identifier) ??
          this.#from.match(index))?.[0];
        if (name !== undefined) term = { kind: "member", of: term, name, line };
        else if (this.#from.take("*")) term = { kind: "other", inner: [term], line };
        else this.#from.unexpected();
      } else return term;
    }
  }

  #primary(): HclExpression | undefined {
    const start = this.#from.at;
    const line = this.#from.line(start);
    if (this.#from.text[start] === '"') return this.quoted();
    const here = this.#from.match(heredoc);
    if (here) return this.#heredoc(here[2]!, start);
    if (this.#from.take("(")) {
      const inner = this.sequence(true);
      this.#from.close(")", start);
      return inner;
    }
    if (this.#from.take("[")) return this.#list(start, line);
    if (this.#from.take("{")) return this.#object(start, line);
    if (this.#from.match(number)) return { kind: "other", inner: [], line };
    const name = this.#from.match(functionName)?.[0];
    if (name === undefined) return undefined;
    if (!this.#from.take("(")) return { kind: "name", name, line };
    return { kind: "call", name, arguments: this.#items(")", start), line };
  }

  #items(end: ")" | "]", start: number): HclExpression[] {
    const items: HclExpression[] = [];
    for (;;) {
      this.#from.blank(true);
      if (this.#from.take(end)) return items;
      items.push(this.sequence(true));
      if (!this.#from.take(",")) {
        this.#from.close(end, start);
        return items;
      }
    }
  }

  #list(start: number, line: number): HclExpression {
    this.#from.blank(true);
    if (this.#from.ahead(forClause)) return this.#forExpression("]", start, line);
    return { kind: "list", items: this.#items("]", start), line };
  }

  #object(start: number, line: number): HclExpression {
    const entries: [HclExpression, HclExpression][] = [];
    this.#from.blank(true);
    if (this.#from.ahead(forClause)) return this.#forExpression("}", start, line);
    for (;;) {
      this.#from.blank(true);
      if (this.#from.take("}")) return { kind: "object", entries, line };
      if (this.#from.next === "") this.#from.close("}", start);
      const key = this.#from.nested(() => this.#term()) ?? this.#from.unexpected();
      this.#from.blank(false);
      if (!this.#from.take("=") && !this.#from.take(":")) this.#from.unexpected();
      entries.push([key, this.sequence(false)]);
      this.#from.take(",");
    }
  }

  #forExpression(end: "}" | "]", start: number, line: number): HclExpression {
    const inner = [this.sequence(true, true)];
    this.#from.close(end, start);
    return { kind: "other", inner, line };
  }

  quoted(): HclExpression {
    const start = this.#from.at++;
    const parts: HclExpression[] = [];
    for (;;) {
      const next = this.#from.next;
      if (next === "" || next === "\n") this.#from.refuse("a string is never closed", start);
      if (this.#from.take('"')) return joined(parts, this.#from.line(start));
      if (next === "\\") parts.push(this.#escaped());
      else this.#templatePiece(parts, plainQuoted);
    }
  }

  #escaped(): HclExpression {
    const [, sign, short, long] =
      this.#from.match(escaped) ?? this.#from.refuse("HCL has no such escape");
    const code = Number.parseInt(short ?? long ?? "0", 16);
    if (code > 0x10ffff) this.#from.refuse("there is no such character");
    return literal(sign ? (escapes[sign] ?? sign) : String.fromCodePoint(code));
  }

  /** Lines up to one that is nothing but the name; an indented one is kept as it is written. */
  #heredoc(name: string, start: number): HclExpression {
    const parts: HclExpression[] = [];
    const last = new RegExp(`[ \\t]*${name}[ \\t\\r]*(?=\\n|$)`, "y");
    for (;;) {
      if (this.#from.match(last)) return joined(parts, this.#from.line(start));
      while (!"\n".includes(this.#from.next)) {
        this.#templatePiece(parts, plainLine);
      }
      if (this.#from.next === "") this.#from.refuse(`no ${name} ends this text`, start);
      this.#from.at++;
      parts.push(literal("\n"));
    }
  }

  /** Plain text as `plain` matches it, a template, or a sign that only looks like one. */
  #templatePiece(parts: HclExpression[], plain: RegExp): void {
    const text = this.#from.match(plain)?.[0];
    if (text !== undefined) return void parts.push(literal(text));
    const start = this.#from.at;
    const sign = this.#from.text[start]!;
    if (this.#from.text.startsWith(`${sign}${sign}{`, start)) {
      this.#from.at += 3;
      parts.push(literal(`${sign}{`));
    } else if (this.#from.text[start + 1] === "{") {
      this.#from.at += 2;
      const inner = this.#from.nested(() => this.sequence(true, sign === "%"));
      this.#from.close("}", start);
      // A directive such as %{ if } is no value.
      parts.push(
        sign === "$" ? inner : { kind: "other", inner: [inner], line: this.#from.line(start) },
      );
    } else {
      this.#from.at++;
      parts.push(literal(sign));
    }
  }
}

const literal = (text: string): HclExpression => ({ kind: "literal", text, line: undefined });

/** Neighbouring pieces of plain text become one; all plain text is a literal. */
function joined(parts: readonly HclExpression[], line: number): HclExpression {
  const merged: HclExpression[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === "literal" && last?.kind === "literal") {
      merged[merged.length - 1] = literal(last.text + part.text);
    } else merged.push(part);
  }
  const [first, second] = merged;
  if (!first) return { kind: "literal", text: "", line };
  if (first.kind === "literal" && !second) return { ...first, line };
  return { kind: "template", parts: merged, line };
}
