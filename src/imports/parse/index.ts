import { typescript } from "../../typescript.ts";
import { type Lexer, lexImports } from "./lex.ts";
import { treeImports } from "./tree.ts";
import type { Parsed } from "./types.ts";

export type * from "./types.ts";

let lexer: Promise<Lexer> | undefined;

async function loadLexer(): Promise<Lexer> {
  const { init, parse } = await import("es-module-lexer");
  await init();
  return parse;
}

/**
 * Reads the dependencies of source files, in the order given. TypeScript's parser is loaded when
 * the lexer leaves a doubt for the first time.
 */
export async function parseFiles(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<Parsed[]> {
  lexer ??= loadLexer();
  const lex = await lexer;
  const parsed: Parsed[] = [];
  for (const { path, text } of files) {
    parsed.push(lexImports(text, path, lex) ?? treeImports(text, path, await typescript()));
  }
  return parsed;
}
