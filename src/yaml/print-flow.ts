import { Reference } from "./reference.ts";
import { isPlain, printNumber, quote } from "./scalars.ts";

/** A value on one line: `[a, {b: 1}]`. In a flow collection fewer strings go without quotes. */
export function printFlow(value: unknown, inFlow: boolean): string {
  if (typeof value === "string") return isPlain(value, inFlow) ? value : quote(value);
  if (typeof value === "number" || typeof value === "bigint") return printNumber(value);
  if (typeof value !== "object" || value === null) return String(value ?? null);
  if (value instanceof Reference) return `!reference ${printFlow(value.path, true)}`;
  if (Array.isArray(value)) return `[${value.map((item) => printFlow(item, true)).join(", ")}]`;
  const entries: Iterable<readonly [string, unknown]> =
    value instanceof Map ? value : Object.entries(value);
  const shown = [...entries].map(
    ([key, item]) => `${printFlow(key, true)}: ${printFlow(item, true)}`,
  );
  return `{${shown.join(", ")}}`;
}

/** As {@link printFlow}, in the quotes that stood there before where they can hold it. */
export function printLike(quotes: string | undefined, value: unknown, inFlow: boolean): string {
  if (typeof value === "string") {
    if (quotes === '"') return quote(value);
    if (quotes === "'" && /^[ !-&(-~]*$/.test(value)) return `'${value}'`;
  }
  return printFlow(value, inFlow);
}
