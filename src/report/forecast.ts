import * as z from "zod";

const job = z.strictObject({
  name: z.string().describe("after parallel expansion"),
  stage: z.string(),
  created: z.boolean(),
  when: z.enum(["on_success", "manual", "delayed", "always", "on_failure", "never"]),
  allowFailure: z.boolean(),
  by: z
    .strictObject({
      by: z.enum(["rule", "no-rule", "policy", "only", "except", "default-only", "nothing"]),
      index: z.int().optional().describe("of the rule, from 0"),
      key: z.enum(["refs", "variables", "changes", "kubernetes"]).optional(),
    })
    .describe("what decided"),
  needs: z.array(z.string()),
  variables: z.record(z.string(), z.string()),
});

const pipeline = z.strictObject({
  file: z.string(),
  startedBy: z.string().describe("a trigger job; empty for the pipeline itself"),
  refused: z.array(z.string()).describe("why GitLab does not take the configuration, in its words"),
  unknown: z.string().optional().describe("why nothing is known of it here"),
  missing: z
    .array(z.string())
    .describe("what it includes and was not read, so its jobs are not told"),
  created: z.boolean(),
  errors: z.array(z.string()).describe("why GitLab creates no pipeline, in its words"),
  workflow: z
    .strictObject({
      created: z.boolean(),
      by: z.strictObject({
        by: z.enum(["rule", "no-rule", "nothing"]),
        index: z.int().optional(),
      }),
      name: z.string().optional(),
      variables: z.record(z.string(), z.string()),
    })
    .nullable(),
  jobs: z.array(job),
  get children() {
    return z.array(pipeline);
  },
});

/** What `simulate --json` prints. */
export const forecastSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  as: z.string(),
  ...pipeline.shape,
});
