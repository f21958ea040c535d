import * as z from "zod/mini";

type Shape = Readonly<Record<string, z.ZodMiniType>>;
type Optional<S extends Shape> = { [K in keyof S]: z.ZodMiniOptional<S[K]> };

const optionals = new Map<z.ZodMiniType, z.ZodMiniType>();

/** Making a schema costs about 10 µs, so the optional form of each is made once. */
function optionalOf(schema: z.ZodMiniType): z.ZodMiniType {
  const made = optionals.get(schema) ?? z.optional(schema);
  optionals.set(schema, made);
  return made;
}

/**
 * A hash with GitLab's fixed keys: those of `optional` may be left out, those of `required` not.
 * For an unknown key the issue's message carries the known ones, so that a finding can suggest.
 */
export function keywords<O extends Shape, R extends Shape = Record<never, never>>(
  optional: O,
  required: R = {} as R,
) {
  const shape: Record<string, unknown> = { ...required };
  for (const key of Object.keys(optional)) shape[key] = optionalOf(optional[key]!);
  const known = Object.keys(shape).join(", ");
  return z.strictObject(shape as R & Optional<O>, {
    error: (issue) => (issue.code === "unrecognized_keys" ? known : undefined),
  });
}

export const text = z.string();
export const flag = z.boolean();
export const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const whole = z.int("should be a whole number");
export const strings = z.array(text);
export const integers = z.union([whole, z.array(whole)]);
/** GitLab's "array of strings or a string". */
export const stringOrStrings = z.union([text, strings]);

/** A string with something in it besides white space, as Ruby's `presence` has it. */
export const filled = text.check(z.refine((value) => value.trim() !== "", "must not be blank"));

/** Lists in lists of strings, as `script` allows. */
export type NestedStrings = readonly (string | NestedStrings)[];

/** Whether a list nests at most `levels` deep and holds nothing but what `holds` accepts. */
export function nests(value: unknown, levels: number, holds: (item: unknown) => boolean): boolean {
  if (holds(value)) return true;
  return (
    levels > 0 && Array.isArray(value) && value.every((item) => nests(item, levels - 1, holds))
  );
}

const isString = (value: unknown): boolean => typeof value === "string";
const scriptSchema: Record<string, unknown> = {
  anyOf: [{ type: "string" }, { type: "array", items: { type: ["string", "array"] } }],
};

/**
 * `script`, `before_script` and their like: a string, or lists of strings nested to 10
 * (GitLab: lib/gitlab/ci/config/entry/commands.rb).
 */
export const commands = z
  .custom<string | NestedStrings>(
    (value) => isString(value) || (Array.isArray(value) && nests(value, 10, isString)),
    "should be a string, or a list of strings (lists may nest to 10); put quotes around numbers and `a: b`",
  )
  .register(z.globalRegistry, scriptSchema);

const lookaround = /\(\?(?:[=!]|<[=!])|\\[1-9]/;

/** Whether it is written `/.../flags`. */
export const isRegex = (value: string): boolean => /^\/.+\/[ismU]*$/s.test(value);

/**
 * Whether RE2 will probably take it (GitLab: lib/gitlab/untrusted_regexp/ruby_syntax.rb): no
 * look-around, no back-references, balanced.
 */
export function isSoundRegex(value: string): boolean {
  const body = value.slice(1, value.lastIndexOf("/"));
  if (lookaround.test(body)) return false;
  try {
    new RegExp(body.replaceAll(/\(\?[ismU-]+\)/g, "").replaceAll("(?P<", "(?<"));
    return true;
  } catch {
    return false;
  }
}
