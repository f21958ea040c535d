import { isHash, put, Reference } from "../model/index.ts";

/** A value as plain data: a reference is the text that YAML has for it. */
export function asData(value: unknown): unknown {
  if (value instanceof Reference) return `!reference [${value.path.join(", ")}]`;
  if (Array.isArray(value)) return value.map(asData);
  if (!isHash(value)) return value;
  const path = value["!reference"];
  if (Array.isArray(path)) return `!reference [${path.join(", ")}]`;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) put(copy, key, asData(item));
  return copy;
}

/** A value in one line: text as it is, unless that would read as something else. */
export function inLine(value: unknown): string {
  const data = asData(value);
  if (
    typeof data === "string" &&
    data !== "" &&
    !/^[\s"[{]|\s$|^(?:true|false|null|[\d.+-]+)$/.test(data)
  ) {
    return data;
  }
  return JSON.stringify(data);
}

/** The lines of a list of plain values; `undefined` for anything else. */
export function linesOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.some((item) => Array.isArray(item) || isHash(item))) {
    return undefined;
  }
  return value.flatMap((item) => inLine(item).split("\n"));
}
