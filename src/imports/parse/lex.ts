import type { Import } from "es-module-lexer";
import { isGlobal } from "./global.ts";
import { besides, tidy } from "./records.ts";
import { findSuspects, follows, Lines, type Suspect } from "./suspects.ts";
import type { Parsed, RawImport } from "./types.ts";

export type Lexer = (text: string) => readonly [imports: readonly Import[], ...unknown[]];

/**
 * Reads the dependencies of a file with the lexer. It is believed only where it accounts for every
 * place at which a dependency may stand; `undefined` where it does not, or where it gives up.
 */
export function lexImports(text: string, path: string, lexer: Lexer): Parsed | undefined {
  const suspects = findSuspects(text);
  const records = recordsOf(text, suspects, lexer);
  if (!records) return undefined;
  const imports = importsOf(text, records);
  if (!imports) return undefined;
  imports.push(...besides(text));

  const starts = new Set(records.map((record) => record.importStart));
  const quotes = new Set(records.map((record) => record.start - 1));
  for (const { word, at, line, comment } of suspects) {
    if (starts.has(at)) continue;
    if (comment) {
      if (javaScript.test(path)) imports.push(...inDocs(text, at, line));
      continue;
    }
    if (word === "from") {
      quote.lastIndex = at;
      if (!quote.test(text) || !quotes.has(quote.lastIndex - 1)) return undefined;
    } else if (word === "require") {
      const required = requireAt(text, at);
      if (required === undefined) return undefined;
      if (required !== "") imports.push({ line, specifier: required, kind: "import" });
    } else return undefined;
  }
  return { imports: tidy(imports), global: isGlobal(text, path), broken: false };
}

const javaScript = /\.[cm]?jsx?$/;
const quote = /from\s*["']/y;

/** What the lexer finds up to the last suspect, or in all of the text; JSX behind it is no matter. */
function recordsOf(text: string, suspects: readonly Suspect[], lexer: Lexer) {
  const last = suspects.findLast(({ word, comment }) => !comment && lexed.has(word));
  if (!last) return [];
  const end = text.indexOf("\n", last.at);
  for (const part of end < 0 ? [text] : [text.slice(0, end), text]) {
    try {
      return lexer(part)[0];
    } catch {
      // JSX, or no JavaScript at all: TypeScript will tell.
    }
  }
  return undefined;
}

const lexed = new Set<Suspect["word"]>(["import", "from"]);

/** The lexer's findings as dependencies; `undefined` where TypeScript tells more of one. */
function importsOf(text: string, records: readonly Import[]): RawImport[] | undefined {
  const imports: RawImport[] = [];
  const lines = new Lines(text);
  const sorted = [...records].sort((a, b) => a.importStart - b.importStart);
  for (const record of sorted) {
    const { line } = lines.place(record.importStart);
    if (record.type === "import-meta") {
      const url = metaAt(text, record.start, record.end);
      if (url === undefined) return undefined;
      if (url !== "") imports.push({ line, specifier: url, kind: "url" });
    } else {
      const { specifier } = record;
      if (specifier === undefined || (record.type === "dynamic" && record.glob)) return undefined;
      imports.push({ line, specifier, kind: "import" });
    }
  }
  return imports;
}

const harmlessMeta = /\s*\.\s*(?:url|env|hot|main|dirname|filename)(?![\w$])/y;

/** The URL that an `import.meta` is the base of; empty for none, `undefined` where it is unclear. */
function metaAt(text: string, start: number, end: number): string | undefined {
  if (!follows(harmlessMeta, text, end)) return undefined;
  const before = text.slice(Math.max(0, start - 400), start);
  if (!/,\s*$/.test(before.slice(-40))) return "";
  const url = /\bURL\s*\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*,\s*$/.exec(before);
  return url?.[1] ?? url?.[2] ?? (/\bURL\s*\(/.test(before) ? undefined : "");
}

const literal = String.raw`\(\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)'|\x60([^\x60\\$]*)\x60)\s*[,)]`;
const requireCall = new RegExp(String.raw`require\s*(?:\.\s*resolve\s*)?${literal}`, "y");
const requireMember = /require\s*\.\s*(?:main|cache|extensions)(?![\w$])/y;

/** What a `require` asks for; empty for nothing, `undefined` where it is unclear. */
function requireAt(text: string, at: number): string | undefined {
  requireCall.lastIndex = at;
  const call = requireCall.exec(text);
  if (call) return call[1] ?? call[2] ?? call[3];
  if (follows(requireMember, text, at)) return "";
  return /\btypeof\s+$/.test(text.slice(Math.max(0, at - 20), at)) ? "" : undefined;
}

const docImport = /import\s*\(\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\)/y;
const docFrom = /from\s*(?:"([^"\n]*)"|'([^'\n]*)')/y;

/** The types that a comment of JavaScript imports: TypeScript reads them too. */
function inDocs(text: string, at: number, line: number): RawImport[] {
  docImport.lastIndex = docFrom.lastIndex = at;
  const match = docImport.exec(text) ?? docFrom.exec(text);
  const specifier = match?.[1] ?? match?.[2];
  return specifier === undefined ? [] : [{ line, specifier, kind: "types" }];
}
