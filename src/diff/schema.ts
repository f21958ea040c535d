import * as z from "zod";

const change = z.enum(["added", "removed", "changed"]);

const keys = z
  .array(
    z.strictObject({
      key: z.string().describe('`script`, `variables.X`, `rules[1].if`, `variables["a.b"]`'),
      before: z.unknown().optional().describe("left out where there was nothing"),
      after: z.unknown().optional().describe("left out where there is nothing"),
    }),
  )
  .describe("what differs, after compiling; none for what is on one side only");

const side = z.strictObject({
  sha: z.string().describe("the commit id"),
  workTree: z.boolean().describe("with what is not committed"),
  configured: z.boolean().describe("whether the commit has a configuration"),
});

/** What `diff --json` prints. */
export const diffSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  from: side,
  to: side,
  why: z.string().describe("why it is compared with that commit"),
  same: z.int().describe("how many jobs are alike"),
  services: z
    .array(
      z.strictObject({
        name: z.string(),
        change: z.enum(["added", "removed", "kept"]).describe("which side has it"),
        reason: z.string().describe("why it is looked at"),
      }),
    )
    .describe("those that both sides were made for"),
  pipelines: z
    .array(z.strictObject({ startedBy: z.string(), change, keys }))
    .describe("`startedBy`: the trigger job; empty for the child itself"),
  jobs: z.array(
    z.strictObject({
      name: z.string(),
      pipeline: z.string().describe("the trigger job that starts it; empty for the child itself"),
      movedFrom: z.string().optional().describe("the pipeline that it was in"),
      service: z.string().nullable(),
      stage: z.string(),
      change,
      keys,
    }),
  ),
  diagnostics: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(["error", "warning", "info"]),
      where: z.array(z.union([z.string(), z.number()])),
      message: z.string(),
    }),
  ),
});

/** The document of `diff --json`. */
export type DiffReport = z.infer<typeof diffSchema>;
