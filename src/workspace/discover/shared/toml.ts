export type Table = Readonly<Record<string, unknown>>;

export const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A table, or an empty one in place of anything else. */
export const tableOf = (value: unknown): Table => (isTable(value) ? value : {});

export const stringOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

/** On which lines the keys of a TOML text stand: the library gives values without places. */
export interface TomlLines {
  /** The line of a key, or of the inline table that holds it; `undefined` where unsure. */
  lineOf(keys: readonly string[]): number | undefined;
  /** The line of a string in the list that a key holds; `undefined` where unsure. */
  lineOfItem(keys: readonly string[], item: string): number | undefined;
}

interface Entry {
  readonly line: number;
  /** Strings in lists, as they are written between their quotes, and their lines. */
  readonly items: ReadonlyMap<string, number>;
  /** Whether it holds an inline table. */
  readonly inline: boolean;
}

const noItems: ReadonlyMap<string, number> = new Map();
const idOf = (keys: readonly string[]): string => JSON.stringify(keys);

/** Walks over a text that is known to be TOML. What it does not understand ends the walk. */
export function tomlLines(text: string): TomlLines {
  const entries = new Map<string, Entry>();
  const add = (keys: readonly string[], from: number, entry: Entry) => {
    for (let length = from; length <= keys.length; length++) {
      const id = idOf(keys.slice(0, length));
      if (!entries.has(id)) entries.set(id, entry);
    }
  };
  const walk = new Walk(text);
  let table: readonly string[] = [];
  while (walk.toStatement()) {
    const { line } = walk;
    const isTable = walk.take("[");
    if (isTable) walk.take("[");
    const keys = walk.keys();
    if (keys.length === 0) break;
    if (isTable) {
      table = keys;
      add(keys, 1, { line, items: noItems, inline: false });
      walk.value();
    } else {
      add([...table, ...keys], table.length + 1, { line, ...walk.value() });
    }
  }
  return {
    lineOf(keys) {
      const exact = entries.get(idOf(keys));
      if (exact) return exact.line;
      for (let length = keys.length - 1; length > 0; length--) {
        const around = entries.get(idOf(keys.slice(0, length)));
        if (around) return around.inline ? around.line : undefined;
      }
      return undefined;
    },
    lineOfItem: (keys, item) => entries.get(idOf(keys))?.items.get(item),
  };
}

/** A place in a text that only moves forward, and its line. */
class Walk {
  readonly #text: string;
  #at: number;
  line = 1;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /** Over white space and comments; false at the end. */
  toStatement(): boolean {
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) return false;
      if (character === "#") this.#skipComment();
      else if (/\s/.test(character)) this.#step();
      else return true;
    }
  }

  take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#step();
    return true;
  }

  /** `a.b."c d"`, unquoted; empty where there is no key. */
  keys(): string[] {
    const keys: string[] = [];
    do {
      this.#skipSpaces();
      const start = this.#at;
      const quote = this.#text[start];
      if (quote === '"' || quote === "'") keys.push(this.#string(quote));
      else {
        while (/[\w-]/.test(this.#text[this.#at] ?? "")) this.#step();
        if (this.#at === start) return [];
        keys.push(this.#text.slice(start, this.#at));
      }
      this.#skipSpaces();
    } while (this.take("."));
    return keys;
  }

  /** Over the rest of a statement: to the line break that ends it. */
  value(): Omit<Entry, "line"> {
    const items = new Map<string, number>();
    let lists = 0;
    let tables = 0;
    let inline = false;
    for (let sign = this.#text[this.#at]; sign !== undefined; sign = this.#text[this.#at]) {
      if (sign === "\n" && lists + tables <= 0) break;
      if (sign === "#") this.#skipComment();
      else if (sign === '"' || sign === "'") {
        const { line } = this;
        const string = this.#string(sign);
        if (lists === 1 && tables === 0 && !items.has(string)) items.set(string, line);
      } else {
        if (sign === "[") lists++;
        if (sign === "]") lists--;
        if (sign === "{") tables++;
        if (sign === "}") tables--;
        if (sign === "{" && lists === 0) inline = true;
        this.#step();
      }
    }
    return { items, inline };
  }

  #step(): void {
    if (this.#text[this.#at] === "\n") this.line++;
    this.#at++;
  }

  #skipSpaces(): void {
    while (this.take(" ") || this.take("\t")) {}
  }

  #skipComment(): void {
    while (this.#at < this.#text.length && this.#text[this.#at] !== "\n") this.#at++;
  }

  /** A string of any of the four kinds: what stands between its quotes. */
  #string(quote: string): string {
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = isLong ? quote.repeat(3) : quote;
    for (let step = 0; step < end.length; step++) this.#step();
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#text.startsWith(end, this.#at)) {
      if (quote === '"' && this.#text[this.#at] === "\\") this.#step();
      this.#step();
    }
    const string = this.#text.slice(start, this.#at);
    for (let step = 0; step < end.length; step++) this.#step();
    // Up to two quotes more belong to a long string that ends with them.
    while (isLong && this.take(quote)) {}
    return string;
  }
}
