import * as z from "zod/mini";

/**
 * What the command of `services.graph` prints: services and edges as another tool knows them.
 * Keys are strict, so that a wrong one is an error instead of a service with less. A function,
 * for most runs need none.
 */
export function graphSchema() {
  const text = z.string().check(z.minLength(1));
  const texts = z.array(z.string());
  return z.strictObject({
    services: z.array(
      z.strictObject({
        name: text,
        root: text,
        kind: z.optional(z.enum(["service", "library"])),
        tags: z.optional(texts),
        inputs: z.optional(texts),
        dependsOn: z.optional(texts),
      }),
    ),
    edges: z.optional(z.array(z.strictObject({ from: text, to: text }))),
  });
}

export type GraphDocument = z.output<ReturnType<typeof graphSchema>>;

/** JSON Schema (draft 2020-12) of {@link graphSchema}. */
export const graphJsonSchema = (): object => z.toJSONSchema(graphSchema());
