import * as z from "zod/mini";

/** Tells documentation and editors what a key is for. */
export const about = <T extends z.ZodMiniType>(schema: T, description: string): T => {
  z.globalRegistry.add(schema, { description });
  return schema;
};
/** A key that may be left out. */
export const optional = <T extends z.ZodMiniType>(schema: T, description: string) =>
  about(z.optional(schema), description);
/** A key that has a value when it is left out. */
export const otherwise = <T extends z.ZodMiniType>(
  value: z.core.util.NoUndefined<z.output<T>>,
  schema: T,
  description: string,
) => about(z._default(schema, value), description);

export const text = z.string();
export const texts = z.array(text);
export const anything = z.record(text, z.unknown());
