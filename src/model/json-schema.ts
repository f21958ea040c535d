import * as z from "zod/mini";
import {
  anyJobKeywords,
  defaultKeywords,
  include,
  pipelineVariables,
  workflow,
} from "./keywords/index.ts";

/**
 * JSON Schema (draft 2020-12) of a child configuration, from the schemas that check it. Relations
 * between keywords, and between jobs, are not in it; `!reference` is a tag that it cannot say.
 */
export function jsonSchema(): Record<string, unknown> {
  const top = z.object({
    workflow: z.optional(workflow),
    stages: z.optional(z.array(z.string())),
    include: z.optional(include),
    variables: z.optional(pipelineVariables),
    default: z.optional(defaultKeywords),
  });
  const configuration = z.catchall(top, anyJobKeywords);
  return z.toJSONSchema(configuration, { io: "input", unrepresentable: "any", reused: "ref" });
}
