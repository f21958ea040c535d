import { type Document, LineCounter, parseAllDocuments } from "yaml";

/** The documents of a text as trees of nodes: every scalar is a string, as it was written. */
export function compose(text: string, lines = new LineCounter()): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

/** Sets a key of a plain object, `__proto__` like any other. */
export function setKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") object[key] = value;
  else
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}
