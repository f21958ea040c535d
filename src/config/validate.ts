import { en } from "zod/locales";
import * as z from "zod/mini";
import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { type Config, configSchema } from "./schema.ts";

/**
 * Checks a configuration as it was loaded. All findings are thrown together as one UserError;
 * `origin` is the file that they name.
 */
export function validateConfig(value: unknown, origin: string): Config {
  const first = configSchema.safeParse(value, { jitless: true });
  if (first.success) return first.data;
  // Only now words are needed.
  z.config(en());
  const result = configSchema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  throw new UserError(result.error.issues.flatMap((issue) => describe(issue, value, origin)));
}

function describe(issue: z.core.$ZodIssue, value: unknown, origin: string): Diagnostic[] {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const where = [origin, ...path];
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(issue.path);
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

/** Of a union's branches the one that got furthest in, which is the one that was meant. */
function bestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(
      0,
      ...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)),
    );
  return [...branches].sort((a, b) => depth(b) - depth(a))[0] ?? [];
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The keys that the schema knows at a place, for suggestions. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let at: unknown = configSchema;
  for (const step of path) at = inside(at, step);
  const shape = shapeOf(at);
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

function inside(schema: unknown, step: PropertyKey): unknown {
  const def = definition(schema);
  if (def?.innerType) return inside(def.innerType, step);
  if (def?.options)
    return inside(
      def.options.find((option) => definition(option)?.shape),
      step,
    );
  return def?.shape?.[String(step)] ?? def?.element ?? def?.valueType;
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const def = definition(schema);
  if (def?.innerType) return shapeOf(def.innerType);
  if (def?.options) return shapeOf(def.options.find((option) => definition(option)?.shape));
  return def?.shape;
}
