import { fail } from "./diagnostics/index.ts";

/**
 * JSON with comments and trailing commas as data: the only door to jsonc-parser, which is loaded
 * when there is such a file to read. A fault is a UserError MANIFEST_SYNTAX with line and column.
 */
export async function parseJsonc(text: string, path: string): Promise<unknown> {
  const { parse, printParseErrorCode } = await import("jsonc-parser");
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const errors: Parameters<typeof parse>[1] = [];
  const read = () => parse(body, errors, { allowTrailingComma: true }) as unknown;
  const value = shallow(read, path);
  const first = errors[0];
  if (!first) return value;
  const before = body.slice(0, first.offset).split("\n");
  const place = `${path}:${before.length}:${before.at(-1)!.length + 1}`;
  // `PropertyNameExpected`: the library's words, as words.
  const words = printParseErrorCode(first.error).replace(
    /(?<=[a-z])[A-Z]/g,
    (c) => ` ${c.toLowerCase()}`,
  );
  return fail("MANIFEST_SYNTAX", [place], { problem: words.toLowerCase() });
}

/** A text of many thousands of brackets is too deep for the parser's calls. */
function shallow(read: () => unknown, path: string): unknown {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return fail("MANIFEST_SYNTAX", [path], { problem: "it is nested too deeply" }, { cause });
  }
}
