import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";

/** One directive of go.mod or go.work: `require a v1` and `require ( a v1 )` read alike. */
export interface GoDirective {
  readonly verb: string;
  readonly words: readonly string[];
  readonly line: number;
}

/**
 * Reads the line-based syntax that go.mod and go.work share (go.dev/ref/mod#go-mod-file-lexical).
 * Throws MANIFEST_SYNTAX with the line. Verbs that fanout does not know are handed on as they are.
 */
export function parseGoFile(text: string, path: string): GoDirective[] {
  const directives: GoDirective[] = [];
  let block: { verb: string; line: number } | undefined;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((source, index) => {
      const line = index + 1;
      const words = wordsOf(source, path, line);
      const [first, ...rest] = words;
      if (first === undefined) return;
      if (block) {
        if (first !== ")") directives.push({ verb: block.verb, words, line });
        else if (rest.length === 0) block = undefined;
        else broken(path, line, `${JSON.stringify(rest[0])} does not belong behind )`);
      } else if (first === ")" || first === "(") {
        broken(path, line, `${first} belongs to no directive`);
      } else if (rest[0] === "(") {
        if (rest.length === 1) block = { verb: first, line };
        else if (rest.length > 2 || rest[1] !== ")")
          broken(path, line, "the line should end after (");
      } else {
        directives.push({ verb: first, words: rest, line });
      }
    });
  if (block) broken(path, block.line, `the block of ${block.verb} is never closed`);
  return directives;
}

/** A word, a string with escapes, a raw string, or a parenthesis; a comment ends the line. */
const word = /\s*(?:(\/\/.*)|"((?:[^"\\]|\\.)*)"|`([^`]*)`|([()])|([^\s"`(),][^\s"`(),]*)|(\S))/y;

function wordsOf(source: string, path: string, line: number): string[] {
  const words: string[] = [];
  const text = source.trimEnd();
  word.lastIndex = 0;
  while (word.lastIndex < text.length) {
    const [, comment, string, raw, sign, plain, other] = word.exec(text)!;
    if (comment !== undefined) break;
    if (other === '"' || other === "`") broken(path, line, "a string is never closed");
    if (string !== undefined) words.push(string.replace(/\\(.)/g, "$1"));
    else if (plain?.includes("//")) {
      words.push(plain.slice(0, plain.indexOf("//")));
      break;
    } else words.push(raw ?? sign ?? plain ?? other!);
  }
  return words;
}

/** A module file as fanout needs it. */
export interface GoMod {
  readonly module: string;
  readonly requires: readonly GoRequire[];
  readonly replaces: readonly GoReplace[];
  /** Whether `requires` names all modules that a build needs, as it does from Go 1.17 on. */
  readonly complete: boolean;
}

export interface GoRequire {
  readonly module: string;
  readonly version: string;
  readonly line: number;
}

/** `replace module => directory`; only those that lead to a directory are kept. */
export interface GoReplace {
  readonly module: string;
  readonly directory: string;
  readonly line: number;
}

/** Throws MANIFEST_SYNTAX. */
export function parseGoMod(text: string, path: string): GoMod {
  const directives = parseGoFile(text, path);
  const module = directives.find(({ verb }) => verb === "module");
  if (module?.words.length !== 1) broken(path, module?.line ?? 1, "the module has no path");
  const requires = directives
    .filter(({ verb }) => verb === "require")
    .map(({ words, line }) => {
      if (words.length !== 2) broken(path, line, "require wants a module and a version");
      return { module: words[0]!, version: words[1]!, line };
    });
  const [, minor = "0"] = /^1\.(\d+)/.exec(directives.find(isGo)?.words[0] ?? "") ?? [];
  const complete = Number(minor) >= 17;
  const replaces = replacesOf(directives, path);
  return { module: module.words[0]!, requires, replaces, complete };
}

const isGo = ({ verb }: GoDirective): boolean => verb === "go";

/** A workspace file: directories in use, as they are written, and replacements. */
export interface GoWork {
  readonly uses: readonly { readonly directory: string; readonly line: number }[];
  readonly replaces: readonly GoReplace[];
}

/** Throws MANIFEST_SYNTAX. */
export function parseGoWork(text: string, path: string): GoWork {
  const directives = parseGoFile(text, path);
  const uses = directives
    .filter(({ verb }) => verb === "use")
    .map(({ words, line }) => {
      if (words.length !== 1) broken(path, line, "use wants one directory");
      return { directory: words[0]!, line };
    });
  return { uses, replaces: replacesOf(directives, path) };
}

function replacesOf(directives: readonly GoDirective[], path: string): GoReplace[] {
  return directives
    .filter(({ verb }) => verb === "replace")
    .flatMap(({ words, line }) => {
      const arrow = words.indexOf("=>");
      const [target, version] = words.slice(arrow + 1);
      if (arrow < 1 || arrow > 2 || target === undefined || words.length > arrow + 3) {
        broken(path, line, "replace wants a module, => and a directory or a module with version");
      }
      const isDirectory = version === undefined && /^(?:\.\.?(?:\/|$)|\/)/.test(target);
      return isDirectory ? [{ module: words[0]!, directory: target, line }] : [];
    });
}

function broken(path: string, line: number, problem: string): never {
  fail("MANIFEST_SYNTAX", at(path, line), { problem });
}
