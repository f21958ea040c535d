import type { RawImport } from "./types.ts";

const reference =
  /^[ \t]*\/\/\/[ \t]*<reference[ \t]+(path|types)[ \t]*=[ \t]*["']([^"'\n]+)["']/gm;
const augmented = /\bdeclare\s+module\s+(?:"([^"\n]+)"|'([^'\n]+)')/g;
const jsxSource = /@jsxImportSource[ \t]+([^\s*]+)/g;

/** No file has longer comments before its first statement. */
const head = 50_000;

/** Dependencies without a word of their own: references, added declarations, the source of JSX. */
export function besides(text: string): RawImport[] {
  const imports: RawImport[] = [];
  // What stands in comments counts before the first statement only.
  const top = text.length > head ? text.slice(0, head) : text;
  if (top.includes("<reference")) {
    for (const { index, 1: by, 2: specifier = "" } of text.matchAll(reference)) {
      const line = lineAt(text, index);
      // A path is relative to the file, with or without a dot.
      if (by === "path") imports.push({ line, specifier, kind: "url" });
      else imports.push({ line, specifier, kind: "types" });
    }
  }
  if (text.includes("declare")) {
    for (const { index, 1: double, 2: single } of text.matchAll(augmented)) {
      const line = lineAt(text, index);
      imports.push({ line, specifier: double ?? single ?? "", kind: "types" });
    }
  }
  if (top.includes("@jsxImportSource")) {
    for (const { index, 1: source = "" } of text.matchAll(jsxSource)) {
      const line = lineAt(text, index);
      imports.push({ line, specifier: `${source}/jsx-runtime`, kind: "types" });
      imports.push({ line, specifier: `${source}/jsx-dev-runtime`, kind: "types" });
    }
  }
  return imports;
}

/** Line of a place; 1 is the first. */
function lineAt(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf("\n"); end >= 0 && end < at; end = text.indexOf("\n", end + 1)) {
    line++;
  }
  return line;
}

/** By line, each once. */
export function tidy(imports: readonly RawImport[]): readonly RawImport[] {
  if (imports.length < 2) return imports;
  const known = new Set<string>();
  return imports
    .filter(({ line, specifier, kind }) => {
      const key = `${line} ${kind} ${specifier}`;
      if (known.has(key)) return false;
      known.add(key);
      return true;
    })
    .sort((a, b) => a.line - b.line);
}
