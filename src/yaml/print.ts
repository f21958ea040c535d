import { fail } from "../diagnostics/index.ts";
import { printValue } from "./print-value.ts";
import { NotUtf8 } from "./scalars.ts";

/**
 * YAML for plain data: objects, maps, arrays, strings, numbers, bigints, booleans, null,
 * `Reference`. Block style, no folding, no anchors, ends in a newline; keys stay in the order
 * they have. Raises EMIT_NOT_UTF8 for text that holds half of a surrogate pair.
 *
 * A writer of our own for this small part of YAML: it is on the way of every run, and the `yaml`
 * library takes some twenty times as long (docs/performance.md). The tests hold it against that
 * library and against Ruby.
 */
export function printYaml(value: unknown): string {
  try {
    return printValue(value);
  } catch (error) {
    if (error instanceof NotUtf8) fail("EMIT_NOT_UTF8", placeOfNotUtf8(value) ?? [], {});
    throw error;
  }
}

function placeOfNotUtf8(value: unknown): (string | number)[] | undefined {
  if (typeof value === "string") return /\p{Surrogate}/u.test(value) ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const steps: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  for (const [step, inner] of steps) {
    const name = typeof step === "string" ? step.replace(/\p{Surrogate}/gu, "\ufffd") : step;
    if (name !== step) return [name];
    const rest = placeOfNotUtf8(inner);
    if (rest) return [step, ...rest];
  }
  return undefined;
}
