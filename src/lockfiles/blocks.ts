/** What a block file holds: text, a list, or a table without a prototype; null for nothing. */
export type Block = string | null | Block[] | { [key: string]: Block };

/**
 * Reads the part of YAML that pnpm and yarn write into their lock files: nested blocks of
 * `key: value`, lists of plain values, and brackets that close on their line. All scalars are text as
 * it stands there. Gives `undefined` for anything else, which may well be good YAML. The library
 * takes seconds for a large lock file; this reads a line at a time.
 */
export function readBlocks(text: string): Block | undefined {
  const lines = new Lines(text);
  const value = lines.next === undefined ? null : block(lines, lines.next.indent);
  return lines.next === undefined ? value : undefined;
}

interface Line {
  readonly indent: number;
  /** Without the indentation, and without white space at the end. */
  readonly text: string;
}

/** The lines of a text one after the other, without blank ones and comments. */
class Lines {
  readonly #text: string;
  #at = 0;
  next: Line | undefined;

  constructor(text: string) {
    this.#text = text;
    this.advance();
  }

  advance(): void {
    do {
      this.next = this.#line();
    } while (this.next && (this.next.text === "" || this.next.text.startsWith("#")));
  }

  /** Takes the lines of a `|` or `>` scalar: all that are blank or indented further. */
  scalar(indent: number): string {
    const lines: string[] = [];
    for (;;) {
      const start = this.#at;
      const line = this.#line();
      if (!line || (line.text !== "" && line.indent <= indent)) {
        this.#at = start;
        break;
      }
      lines.push(line.text);
    }
    this.advance();
    return lines.join("\n").trimEnd();
  }

  #line(): Line | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const found = this.#text.indexOf("\n", this.#at);
    const end = found < 0 ? this.#text.length : found;
    let start = this.#at;
    while (start < end && this.#text[start] === " ") start++;
    const line = { indent: start - this.#at, text: this.#text.slice(start, end).trimEnd() };
    this.#at = end + 1;
    return line;
  }
}

function block(lines: Lines, indent: number): Block | undefined {
  return lines.next!.text.startsWith("-") ? list(lines, indent) : table(lines, indent);
}

function list(lines: Lines, indent: number): Block | undefined {
  const items: Block[] = [];
  while (lines.next?.indent === indent && lines.next.text.startsWith("- ")) {
    const item = inline(lines.next.text.slice(2));
    if (item === undefined) return undefined;
    items.push(item);
    lines.advance();
  }
  return items;
}

function table(lines: Lines, indent: number): Block | undefined {
  const entries: { [key: string]: Block } = Object.create(null);
  while (lines.next?.indent === indent) {
    const entry = keyOf(lines);
    if (!entry || entry.key === "<<" || entry.key in entries) return undefined;
    const value = behind(entry.rest, lines, indent);
    if (value === undefined) return undefined;
    entries[entry.key] = value;
  }
  // What is indented further here belongs to no key: a scalar over several lines, perhaps.
  return lines.next && lines.next.indent > indent ? undefined : entries;
}

const keyed =
  /^(?:'((?:[^']|'')*)'|("(?:[^"\\]|\\.)*")|((?:[^\s'"[\]{}&*!|>%@`#?,:-]|[?:-](?=[^\s,[\]{}]))(?:[^:#]|:(?=\S)|(?<=\S)#)*)):(?: +|$)/;

/** The key on the next line, and what stands behind it; that line is left to the value. */
function keyOf(lines: Lines): { key: string; rest: string } | undefined {
  const { text, indent } = lines.next!;
  if (!text.startsWith("? ")) {
    const match = keyed.exec(text);
    if (!match) return undefined;
    const key = scalarKey(match[1], match[2], match[3]);
    return key === undefined ? undefined : { key, rest: text.slice(match[0].length) };
  }
  // A key of more than 1,024 characters has a line of its own.
  const match = keyed.exec(`${text.slice(2)}:`);
  const key = match ? scalarKey(match[1], match[2], match[3]) : undefined;
  lines.advance();
  const { next } = lines;
  if (key === undefined || next?.indent !== indent || !/^:(?: |$)/.test(next.text))
    return undefined;
  return { key, rest: next.text.slice(1).trim() };
}

function scalarKey(single?: string, double?: string, plain?: string): string | undefined {
  if (single !== undefined) return single.replaceAll("''", "'");
  return double === undefined ? plain?.trimEnd() : unescaped(double);
}

function behind(rest: string, lines: Lines, indent: number): Block | undefined {
  if (/^[|>][-+]?$/.test(rest)) return lines.scalar(indent);
  lines.advance();
  const { next } = lines;
  if (rest !== "") return inline(rest);
  if (!next || next.indent < indent) return null;
  if (next.indent > indent) return block(lines, next.indent);
  return next.text.startsWith("- ") ? list(lines, indent) : null;
}

/** A value that ends with its line. */
function inline(text: string): Block | undefined {
  const reader = { text, at: 0 };
  const value = flow(reader, false);
  return reader.at === text.length ? value : undefined;
}

interface Flow {
  readonly text: string;
  at: number;
}

const quoted = /'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"/y;
const plainOutside =
  /(?:[^\s'"[\]{}&*!|>%@`#,?:-]|[?:-](?=\S))(?:[^\s:#]|:(?=\S)|(?<=\S)#|\s+(?=[^\s#]))*/y;
const plainInside =
  /(?:[^\s'"[\]{}&*!|>%@`#,?:-]|[?:-](?=[^\s,[\]{}]))(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=\S)#|\s+(?=[^\s#,[\]{}:]))*/y;

function flow(reader: Flow, within: boolean): Block | undefined {
  const first = reader.text[reader.at];
  if (first === "[") return flowList(reader);
  if (first === "{") return flowTable(reader);
  const string = taken(reader, quoted);
  if (string === undefined) return taken(reader, within ? plainInside : plainOutside);
  return string.startsWith("'") ? string.slice(1, -1).replaceAll("''", "'") : unescaped(string);
}

function flowList(reader: Flow): Block | undefined {
  const items: Block[] = [];
  const closed = flowItems(reader, "]", () => {
    const item = flow(reader, true);
    if (item !== undefined) items.push(item);
    return item !== undefined;
  });
  return closed ? items : undefined;
}

function flowTable(reader: Flow): Block | undefined {
  const entries: { [key: string]: Block } = Object.create(null);
  const closed = flowItems(reader, "}", () => {
    const key = flow(reader, true);
    if (typeof key !== "string" || key in entries) return false;
    if (taken(reader, /: +/y) === undefined) return false;
    const value = flow(reader, true);
    if (value !== undefined) entries[key] = value;
    return value !== undefined;
  });
  return closed ? entries : undefined;
}

/** Items between brackets, with commas between them. */
function flowItems(reader: Flow, end: string, item: () => boolean): boolean {
  reader.at++;
  taken(reader, / +/y);
  if (reader.text[reader.at] !== end) {
    do {
      if (!item()) return false;
      taken(reader, / +/y);
    } while (taken(reader, /, */y) !== undefined);
  }
  return reader.text[reader.at++] === end;
}

function taken(reader: Flow, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (!match) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}

/** Of what YAML knows behind a backslash, that which JSON knows as well. */
function unescaped(string: string): string | undefined {
  try {
    return JSON.parse(string);
  } catch {
    return undefined;
  }
}
