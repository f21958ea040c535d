import * as z from "zod";

/** What `doctor --json` prints. */
export const doctorSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  healthy: z.boolean().describe("whether there is no problem left"),
  checks: z
    .array(
      z.strictObject({
        name: z.string().describe("of the check: `allowlist`"),
        subject: z
          .string()
          .nullable()
          .describe("host of the instance or path of the project; null: what is here"),
        mark: z
          .enum(["ok", "problem", "warning", "unknown"])
          .describe("`unknown`: it could not be made, and `what` says why"),
        what: z.string().describe("what is so"),
        why: z.string().optional().describe("why it hurts"),
        next: z.string().optional().describe("what to do"),
        fixable: z.boolean().describe("whether --fix can mend it"),
      }),
    )
    .describe("in the order in which to mend"),
  fixes: z
    .array(
      z.strictObject({
        what: z.string(),
        outcome: z.enum(["done", "would be done", "declined", "failed"]),
        problem: z.string().optional().describe("why it failed"),
      }),
    )
    .describe("what --fix did, or would do; empty without it"),
});

/** The document of `doctor --json`. */
export type DoctorReport = z.infer<typeof doctorSchema>;
