import * as z from "zod";
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
  const configuration = z
    .object({
      workflow: workflow.optional(),
      stages: z.array(z.string()).optional(),
      include: include.optional(),
      variables: pipelineVariables.optional(),
      default: defaultKeywords.optional(),
    })
    .catchall(anyJobKeywords);
  return z.toJSONSchema(configuration, { io: "input", unrepresentable: "any", reused: "ref" });
}
