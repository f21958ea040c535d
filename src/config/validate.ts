import { en } from "zod/locales";
import * as z from "zod/mini";
import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { type Config, configSchema } from "./schema.ts";

/**
 * Checks a configuration as it was loaded. All findings are thrown together as one UserError;
 * `origin` is the file that they name.
 */
export function validateConfig(value: unknown, origin: string): Config {
  const lost = lostNames(value);
  if (lost.length > 0) {
    throw new UserError(lost.map((path) => found("CONFIG_NAME_LOST", [origin, ...path], {})));
  }
  const first = configSchema.safeParse(value, { jitless: true });
  if (first.success) return first.data;
  // Only now words are needed.
  z.config(en());
  const result = configSchema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  throw new UserError(result.error.issues.flatMap((issue) => describe(issue, value, origin)));
}

/** Where something is called `__proto__`: the schema's library would pass over it without a word. */
function lostNames(
  value: unknown,
  path: readonly (string | number)[] = [],
  seen: Set<unknown> = new Set(),
): (string | number)[][] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return [...(key === "__proto__" ? [here] : []), ...lostNames(inner, here, seen)];
  });
}

function describe(issue: z.core.$ZodIssue, value: unknown, origin: string): Diagnostic[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const where = [origin, ...path];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(issue.path, value);
    return issue.keys.map((key) => found("CONFIG_UNKNOWN_KEY", where, { key, known }));
  }
  if (issue.code === "invalid_union") {
    const branch = bestBranch(issue.errors);
    return branch.flatMap((inner) =>
      describe({ ...inner, path: [...issue.path, ...inner.path] }, value, origin),
    );
  }
  const given = issue.path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    value,
  );
  const problem = `${issue.message.replace(/^Invalid input: /, "")}, but it is ${shown(given)}`;
  return [found("CONFIG_VALUE", where, { problem })];
}

/**
 * Of a union's branches the one that got furthest in, and of those the one that knows most keys:
 * that is the one that was meant.
 */
function bestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const strange = (issue: z.core.$ZodIssue) =>
    issue.code === "unrecognized_keys" ? issue.keys.length : 0;
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(0, ...issues.map((issue) => issue.path.length + (strange(issue) ? 1 : 0)));
  const unknown = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((total, issue) => total + strange(issue), 0);
  return [...branches].sort((a, b) => depth(b) - depth(a) || unknown(a) - unknown(b))[0] ?? [];
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The keys that the schema knows at a place of a value, for suggestions. */
function knownKeys(path: readonly PropertyKey[], value: unknown): string[] {
  let at: unknown = configSchema;
  let given = value;
  for (const step of path) {
    at = inside(at, step, given);
    given = (given as Record<PropertyKey, unknown>)[step];
  }
  const shape = shapeOf(at, given);
  return shape ? Object.keys(shape).sort() : [];
}

type Definition = {
  type: string;
  shape?: Record<string, unknown>;
  innerType?: unknown;
  element?: unknown;
  valueType?: unknown;
  options?: unknown[];
};
const definition = (schema: unknown) => (schema as { def?: Definition } | undefined)?.def;

function inside(schema: unknown, step: PropertyKey, given: unknown): unknown {
  const def = definition(schema);
  if (def?.innerType) return inside(def.innerType, step, given);
  if (def?.options) return inside(meant(def.options, given), step, given);
  return def?.shape?.[String(step)] ?? def?.element ?? def?.valueType;
}

function shapeOf(schema: unknown, given: unknown): Record<string, unknown> | undefined {
  const def = definition(schema);
  if (def?.innerType) return shapeOf(def.innerType, given);
  if (def?.options) return shapeOf(meant(def.options, given), given);
  return def?.shape;
}

/** Of the objects that may stand here the one that knows most of the given keys. */
function meant(options: readonly unknown[], given: unknown): unknown {
  const known = (option: unknown) =>
    Object.keys(Object(given)).filter((key) => Object.hasOwn(definition(option)!.shape!, key));
  return options
    .filter((option) => definition(option)?.shape)
    .sort((a, b) => known(b).length - known(a).length)[0];
}
