import { isDeclaration } from "../files.ts";

const moduleSyntax = /(?:^|[;}])[ \t]*(?:export\b(?![ \t]*:)|import\b[\s"'{*])/m;
const commonJs = /\bmodule\s*\.\s*exports\b|\bexports\s*[.[]|\brequire\s*\(|\bdefine\s*\(/;
const declares = /\bdeclare\s+(?:global|module)\b/;
const asNamespace = /\bexport\s+as\s+namespace\b/;

/** Whether a file can concern others that do not import it. In doubt it can. */
export function isGlobal(text: string, path: string): boolean {
  if (/\.[cm]?tsx?$/.test(path)) {
    if (text.includes("declare") && declares.test(text)) return true;
    if (text.includes("namespace") && asNamespace.test(text)) return true;
  }
  if (/\.[cm][jt]s$/.test(path) && !isDeclaration(path)) return false;
  if (moduleSyntax.test(text)) return false;
  return !/\.jsx?$/.test(path) || !commonJs.test(text);
}
