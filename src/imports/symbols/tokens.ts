import type { Compiler, ts } from "../../typescript.ts";

/** Words behind an `@` in comments of TypeScript that tell something to people only. */
const harmless = new Set(
  "author category copyright default description example file fileoverview license link module note packageDocumentation param remarks return returns see since summary template throws todo typeParam".split(
    " ",
  ),
);

/** Pragmas that concern a file as a whole. */
const pragma = /^\/\/\/|@(?:ts-|jsx|flow|noflow|vitest-environment|jest-environment)/;

/**
 * The tokens of a node as one text, within the kinds of the nodes around them: two nodes with
 * equal texts are equal code. Comments are left out but for those that a tool may read, and so
 * are semicolons that a line's end may stand for.
 */
export function tokensOf(compiler: Compiler, node: ts.Node, file: ts.SourceFile): string {
  const { SyntaxKind } = compiler;
  const tokens: (string | number)[] = [];
  const script = isScript(file.fileName);
  const visit = (each: ts.Node): void => {
    const children = each.getChildren(file);
    if (children.length > 0) {
      tokens.push(each.kind);
      for (const child of children) visit(child);
      tokens.push("end");
      return;
    }
    // White space is part of a text in JSX.
    const bare = each.kind === SyntaxKind.JsxText;
    const start = bare ? each.pos : each.getStart(file, false);
    for (const comment of bare ? [] : commentsIn(compiler, file.text, each.pos, start)) {
      if (meansSomething(comment, script)) tokens.push(comment);
    }
    const closing =
      each.kind === SyntaxKind.SemicolonToken && !compiler.isForStatement(each.parent);
    if (!closing) tokens.push(each.kind, file.text.slice(start, each.end));
  };
  visit(node);
  return tokens.join("\n");
}

/** The interpreter line and the pragmas in the comments at a file's beginning. */
export function pragmasOf(compiler: Compiler, file: ts.SourceFile): string {
  const { text } = file;
  const interpreter = /^#!.*/.exec(text)?.[0] ?? "";
  const end = file.statements[0]?.getStart(file, false) ?? text.length;
  const comments = commentsIn(compiler, text, interpreter.length, end);
  return [interpreter, ...comments.filter((comment) => pragma.test(comment))].join("\n");
}

/** Whether comments of the file may hold types. */
const isScript = (path: string) => /\.[cm]?jsx?$/.test(path);

function meansSomething(comment: string, script: boolean): boolean {
  if (/^\/\/\/|[#@]__|webpack/.test(comment)) return true;
  if (script && comment.startsWith("/**")) return comment.includes("@");
  return [...comment.matchAll(/@([\w-]*)/g)].some(([, word = ""]) => !harmless.has(word));
}

/** The comments between two places of a text that hold nothing else. */
function commentsIn(compiler: Compiler, text: string, start: number, end: number): string[] {
  if (!text.slice(start, end).includes("/")) return [];
  const ranges = [
    ...(compiler.getTrailingCommentRanges(text, start) ?? []),
    ...(compiler.getLeadingCommentRanges(text, start) ?? []),
  ];
  const places = new Map(ranges.map(({ pos, end }) => [pos, end]));
  return [...places]
    .filter(([, last]) => last <= end)
    .sort(([a], [b]) => a - b)
    .map(([from, to]) => text.slice(from, to));
}
