import * as z from "zod";

const severity = z.enum(["error", "warning", "info"]);

const finding = z.strictObject({
  code: z.string().describe("of the rule, or of what GitLab refuses"),
  severity,
  message: z.string(),
  hint: z.string().optional().describe("what to do about it"),
  fromGitLab: z.boolean().describe("GitLab's own words"),
  file: z.string().describe("from the repository, or the key of what lies outside"),
  line: z.int().describe("from 1"),
  column: z.int().describe("from 1, in UTF-16 units"),
  length: z.int().optional().describe("how many UTF-16 units of the line it is about"),
  path: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .describe("keys and indexes of the merged configuration"),
  fixable: z.boolean().describe("`--fix` can mend it"),
  silenced: z.string().optional().describe("why a comment silenced it; then it does not count"),
});

/** What `lint --format json` prints. */
export const lintReportSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  counts: z
    .strictObject({
      error: z.int(),
      warning: z.int(),
      info: z.int(),
      fixable: z.int(),
      silenced: z.int(),
    })
    .describe("those that a comment silenced are counted under silenced alone"),
  files: z.array(z.string()).describe("all that were looked at, by name"),
  findings: z.array(finding).describe("by file, line and column"),
});

export type LintReport = z.infer<typeof lintReportSchema>;
