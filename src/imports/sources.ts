import { isDeclaration } from "./files.ts";
import type { ImportKind, Parsed, RawImport } from "./parse/index.ts";
import type { Reading } from "./read.ts";

const kinds: readonly ImportKind[] = ["import", "types", "url", "computed"];

/** The imports of source files, as they are read and kept. */
export const sources: Reading<Parsed> = {
  // The ending decides how a text is read.
  keyOf: (path) => (isDeclaration(path) ? "d.ts" : path.slice(path.lastIndexOf(".") + 1)),
  // The lexer is loaded when there is a file that is not known yet.
  parse: async (files) =>
    files.length === 0 ? [] : (await import("./parse/index.ts")).parseFiles(files),
  /** `[flags, line, specifier, kind, line, …]` */
  encode: ({ imports, global, broken }) => [
    (global ? 1 : 0) + (broken ? 2 : 0),
    ...imports.flatMap(({ line, specifier, kind }) => [line, specifier, kinds.indexOf(kind)]),
  ],
  decode(value) {
    if (!Array.isArray(value) || value.length % 3 !== 1) return undefined;
    const flags: unknown = value[0];
    if (typeof flags !== "number") return undefined;
    const imports: RawImport[] = [];
    for (let at = 1; at < value.length; at += 3) {
      const line: unknown = value[at];
      const specifier: unknown = value[at + 1];
      const index: unknown = value[at + 2];
      const kind = typeof index === "number" ? kinds[index] : undefined;
      if (typeof line !== "number" || typeof specifier !== "string" || !kind) return undefined;
      imports.push({ line, specifier, kind });
    }
    return { imports, global: (flags & 1) > 0, broken: (flags & 2) > 0 };
  },
};
