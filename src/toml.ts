import { fail } from "./diagnostics/index.ts";

/**
 * TOML as data: the only door to smol-toml, which is loaded when there is TOML to read. A fault
 * is a UserError MANIFEST_SYNTAX with line and column.
 */
export async function parseToml(text: string, path: string): Promise<unknown> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    return parse(text.replace(/^\uFEFF/, ""), { integersAsBigInt: "asNeeded" });
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    // The first line of the message is the fault, the others an excerpt.
    const problem = cause.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    return fail(
      "MANIFEST_SYNTAX",
      [`${path}:${cause.line}:${cause.column}`],
      { problem },
      { cause },
    );
  }
}
