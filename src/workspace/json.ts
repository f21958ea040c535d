import { fail } from "../diagnostics/index.ts";

/** JSON as data. A fault is a UserError MANIFEST_SYNTAX with line and column; a BOM is no fault. */
export function parseJson(text: string, path: string): unknown {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return JSON.parse(body);
  } catch (cause) {
    const { at, problem } = firstFault(body);
    const { line, column } = position(body, at);
    fail("MANIFEST_SYNTAX", [`${path}:${line}:${column}`], { problem }, { cause });
  }
}

/** Line and column of an offset, both from 1. */
export function position(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** One token of JSON behind any white space; sticky, so that it can walk a text. */
const token =
  /[\t\n\r ]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;
const blank = /[\t\n\r ]*/y;

/** Where a text stops being JSON. Engines word and place this differently; this does not. */
function firstFault(text: string): { at: number; problem: string } {
  const open: string[] = [];
  let at = 0;
  // What may come next: a value, a key, a colon, or what follows a value.
  let next: "value" | "first" | "key" | "first-key" | "colon" | "after" = "value";
  for (;;) {
    blank.lastIndex = at;
    blank.exec(text);
    const start = blank.lastIndex;
    if (start >= text.length) {
      const problem = text.trim() === "" ? "the file is empty" : "the text ends too early";
      return { at: start, problem };
    }
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return { at: start, problem: unexpected(text, start) };
    const [, sign, value] = match;
    const last = open.at(-1);
    const wrong = () => ({ at: start, problem: unexpected(text, start) });
    if (value !== undefined) {
      if (next === "value" || next === "first") next = "after";
      else if ((next === "key" || next === "first-key") && value.startsWith('"')) next = "colon";
      else return wrong();
    } else if (sign === "{" || sign === "[") {
      if (next !== "value" && next !== "first") return wrong();
      open.push(sign);
      next = sign === "{" ? "first-key" : "first";
    } else if (sign === "}" || sign === "]") {
      const empty = sign === "}" ? "first-key" : "first";
      if (last !== (sign === "}" ? "{" : "[") || (next !== "after" && next !== empty)) {
        return wrong();
      }
      open.pop();
      next = "after";
    } else if (sign === ":") {
      if (next !== "colon") return wrong();
      next = "value";
    } else {
      if (next !== "after" || last === undefined) return wrong();
      next = last === "{" ? "key" : "value";
    }
    at = token.lastIndex;
  }
}

function unexpected(text: string, at: number): string {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === '"') return "a string that JSON does not know begins here";
  return `${JSON.stringify(character)} does not belong here`;
}
