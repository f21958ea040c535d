import { Reference } from "./reference.ts";
import { isBlock, isPlain, printNumber, quote } from "./scalars.ts";

/** The text of {@link printYaml}; throws a bare `NotUtf8` for half of a surrogate pair. */
export function printValue(value: unknown): string {
  const text = print(value, "");
  return text.startsWith("\n") ? text.slice(1) : text.trimStart();
}

/**
 * A value as it stands behind its key or dash: ` 1\n` on the same line, or from a line feed on for
 * a collection, each of whose lines begins with `indent`.
 */
function print(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return ` ${printScalar(value, indent)}\n`;
  if (value instanceof Reference) {
    const names = value.path.map((name) => (isPlain(name, true) ? name : quote(name)));
    return ` !reference [${names.join(", ")}]\n`;
  }
  return Array.isArray(value) ? printList(value, indent) : printMapping(entriesOf(value), indent);
}

function printList(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return " []\n";
  let text = "\n";
  const inner = `${indent}  `;
  for (const item of items) {
    const printed = print(item ?? null, inner);
    // A collection begins on the line of its dash.
    text += `${indent}-${printed.startsWith("\n") ? ` ${printed.slice(1 + inner.length)}` : printed}`;
  }
  return text;
}

function printMapping(entries: Iterable<readonly [string, unknown]>, indent: string): string {
  let text = "\n";
  const inner = `${indent}  `;
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    const name = printKey(key);
    // Longer keys must be told to be keys.
    const head = name.length > 1024 ? `? ${name}\n${indent}` : name;
    text += `${indent}${head}:${print(value, inner)}`;
  }
  return text === "\n" ? " {}\n" : text;
}

const entriesOf = (value: object): Iterable<[string, unknown]> =>
  value instanceof Map ? value : Object.entries(value);

function printScalar(value: unknown, indent: string): string {
  switch (typeof value) {
    case "string":
      if (isPlain(value, false)) return value;
      return indent !== "" && isBlock(value) ? printBlock(value, indent) : quote(value);
    case "number":
    case "bigint":
      return printNumber(value);
    default:
      return String(value ?? null);
  }
}

/** Text of several lines as it is: `|`, or `|-` where no line feed ends it. */
function printBlock(text: string, indent: string): string {
  const ended = text.endsWith("\n");
  const lines = (ended ? text.slice(0, -1) : text).split("\n");
  const body = lines.map((line) => (line === "" ? "\n" : `\n${indent}${line}`));
  return `${ended ? "|" : "|-"}${body.join("")}`;
}

/** Keys repeat in every job. */
const keys = new Map<string, string>();

function printKey(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  // Psych merges under a quoted "<<" as well; only the tag makes it a key like any other.
  const printed = isPlain(key, false) ? key : key === "<<" ? '!!str "<<"' : quote(key);
  if (keys.size < 10_000) keys.set(key, printed);
  return printed;
}
