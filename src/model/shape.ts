import type * as z from "zod/mini";
import { type Diagnostic, found } from "../diagnostics/index.ts";

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;
type Where = (path: Path) => readonly (string | number)[];

const words: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a hash",
  record: "a hash",
  null: "nothing",
};

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a hash";
  return typeof value === "boolean" ? String(value) : `a ${typeof value}`;
};

const either = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return at;
}

/** Frozen values that passed, by schema: a job of one pipeline may be a job of another as well. */
const passed = new WeakMap<z.ZodMiniType, WeakSet<object>>();

function remember(schema: z.ZodMiniType, value: unknown): void {
  if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return;
  const known = passed.get(schema);
  if (known) known.add(value);
  else passed.set(schema, new WeakSet([value]));
}

/**
 * Checks a value against the keywords' schema and tells each fault as a finding: the key, the
 * index, what is wrong and what is allowed. Of a union only the branch that was meant is told.
 */
export function shapeFindings(schema: z.ZodMiniType, value: unknown, where: Where): Diagnostic[] {
  if (typeof value === "object" && value !== null && passed.get(schema)?.has(value)) return [];
  // Compiling the schemas costs more than it saves, up to tens of thousands of jobs.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) {
    remember(schema, value);
    return [];
  }
  return result.error.issues.flatMap((issue) => told(issue, value, [], where));
}

function told(issue: Issue, value: unknown, before: Path, where: Where): Diagnostic[] {
  const own = issue.path as Path;
  const path = [...before, ...own];
  const input = valueAt(value, own);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = issue.message.split(", ");
      return issue.keys.map((key) =>
        found("KEYWORD_UNKNOWN", where([...path, key]), { key, known }),
      );
    }
    case "invalid_union": {
      if (input === undefined && own.length > 0) return [missing(path, where)];
      const branch = meant(issue.errors, input);
      if (branch) return branch.flatMap((inner) => told(inner, input, path, where));
      return [wrongType(issue.errors.flatMap(expectations), input, where(path))];
    }
    case "invalid_type":
      if (input === undefined && own.length > 0) return [missing(path, where)];
      if (typeof input === "number" && issue.expected === "int") {
        return [found("KEYWORD_VALUE", where(path), { problem: issue.message })];
      }
      return [wrongType(expectations([issue]), input, where(path))];
    case "invalid_value": {
      if (input === undefined && own.length > 0) return [missing(path, where)];
      const allowed = issue.values.map(String);
      return [found("KEYWORD_CHOICE", where(path), { value: shown(input), allowed })];
    }
    default:
      return [found("KEYWORD_VALUE", where(path), { problem: issue.message })];
  }
}

const missing = (path: Path, where: Where): Diagnostic =>
  found("KEYWORD_MISSING", where(path).slice(0, -1), { key: String(path.at(-1)) });

const wrongType = (expected: readonly string[], input: unknown, where: Path): Diagnostic => {
  const kinds = [...new Set(expected)].map((name) => words[name] ?? name);
  return found("KEYWORD_TYPE", where, { expected: either(kinds), got: kindOf(input) });
};

const shown = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");

/** What kinds of value a branch would have taken at its top. */
const expectations = (branch: readonly Issue[]): string[] =>
  branch.flatMap((issue) => {
    if (issue.code === "invalid_type") return [issue.expected];
    if (issue.code === "invalid_union") return issue.errors.flatMap(expectations);
    return issue.code === "invalid_value" ? issue.values.map((value) => typeof value) : [];
  });

/** The branch of a union that takes this kind of value; of several, the one with least to say. */
function meant(branches: readonly Issue[][], input: unknown): Issue[] | undefined {
  const right = branches.filter((issues) => {
    const [first] = issues;
    if (!first || first.path.length > 0) return true;
    if (first.code === "invalid_type") return first.expected === "int" && typeof input === "number";
    if (first.code === "invalid_union")
      return meant(first.errors as Issue[][], input) !== undefined;
    if (first.code === "invalid_value") return typeof first.values[0] === typeof input;
    return (
      first.code !== "custom" || typeof input !== "object" || input === null || issues.length > 0
    );
  });
  return right.sort((a, b) => a.length - b.length)[0];
}
