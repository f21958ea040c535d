import * as z from "zod";

export const path = z
  .string()
  .describe("from the repository; bytes that are not UTF-8 as U+DC80..U+DCFF");

const more = z.int().optional().describe("how many further changed paths the pattern matches");

export const step = z
  .discriminatedUnion("by", [
    z.strictObject({
      by: z.literal("file"),
      path,
      status: z.enum(["A", "D", "M", "T"]),
      from: path.optional(),
    }),
    z.strictObject({ by: z.literal("input"), pattern: z.string(), path, more }),
    z.strictObject({ by: z.literal("everything"), pattern: z.string(), path, more }),
    z.strictObject({
      by: z.literal("dependency"),
      on: z.string(),
      manifest: path,
      line: z.int().optional(),
    }),
    z.strictObject({
      by: z.literal("removed"),
      on: z.string().describe("a service that the base had"),
      manifest: path.describe("of the base"),
      line: z.int().optional(),
    }),
    z.strictObject({
      by: z.literal("lock"),
      path,
      packages: z.array(z.string()).readonly().optional().describe("what differs, the first few"),
      more: z.int().optional(),
      why: z.string().optional().describe("why all services count that are built with it"),
    }),
    z.strictObject({
      by: z.literal("import"),
      file: path,
      line: z.int().optional(),
      to: path,
      names: z.array(z.string()).readonly().optional().describe("with `symbols`: what is imported"),
      why: z.string().optional().describe("why it counts although no import names it"),
    }),
    z.strictObject({
      by: z.literal("upstream"),
      project: z.string().describe("another project, which the configuration maps to the service"),
      commit: z.string().optional(),
      pattern: z.string().optional().describe("of `upstream`; without it any change counts"),
      path: path.optional().describe("of that project; without it not all that changed is known"),
      more,
      why: z.string().optional().describe("why all that is mapped counts"),
    }),
    z.strictObject({ by: z.literal("unknown-base"), why: z.string() }),
    z.strictObject({ by: z.literal("all") }),
    z.strictObject({ by: z.literal("selected") }),
  ])
  .describe("one link of a chain of reasons");

export const dropped = z.strictObject({
  need: z.string(),
  why: z.enum(["not-affected", "no-such-job", "no-such-cell", "cycle", "other-pipeline"]),
});

const service = z.strictObject({
  name: z.string(),
  root: path,
  kind: z.enum(["service", "library"]),
  affected: z.boolean(),
  reasons: z.array(z.array(step)).describe("chains, each from the service to the changed path"),
});

const downstream = z.strictObject({
  name: z.string(),
  project: z.string(),
  ref: z.string().nullable().describe("null: its default branch; same-or-default as it is written"),
  url: z.string().optional().describe("of another GitLab"),
  how: z.enum(["job", "api"]).describe("a trigger job starts it, or `fanout trigger`"),
  affected: z.boolean(),
  services: z
    .array(z.string())
    .describe("affected or gone, and of those that concern it; their reasons stand with them"),
  why: z.string(),
});

const detected = {
  version: z.literal(1).describe("of this document's shape"),
  context: z.strictObject({ source: z.string(), event: z.string(), ref: z.string() }),
  base: z.strictObject({
    sha: z.string().nullable().describe("null: nothing to compare with, so everything counts"),
    ref: z.string().nullable(),
    how: z.string(),
    why: z.string(),
    fallback: z.boolean(),
  }),
  head: z.strictObject({ sha: z.string(), workTree: z.boolean() }),
  changes: z.array(
    z.strictObject({ path, status: z.enum(["A", "D", "M", "T"]), from: path.optional() }),
  ),
  services: z.array(service).describe("all of them, in and out, by name"),
  downstream: z
    .array(downstream)
    .describe("pipelines of other projects that the configuration names, in and out"),
  removed: z
    .array(z.strictObject({ name: z.string(), root: path, kind: z.enum(["service", "library"]) }))
    .describe("services that the base had and the head has no more, by name"),
  diagnostics: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(["error", "warning", "info"]),
      where: z.array(z.union([z.string(), z.number()])),
      message: z.string(),
    }),
  ),
};

/** What `affected --json` prints. */
export const affectedReportSchema = z.strictObject(detected);

/** What `generate --report` writes, and `generate --json` and `preview --json` print. */
export const reportSchema = z.strictObject({
  ...detected,
  jobs: z.array(
    z.strictObject({
      name: z.string(),
      service: z.string().nullable(),
      stage: z.string().nullable().describe("null for hidden jobs"),
      pipeline: z
        .string()
        .describe("the trigger job that starts its pipeline; empty for the child itself"),
      file: z.string(),
      needs: z.array(z.string()),
      dropped: z.array(dropped).describe("needs that were left out, and why"),
    }),
  ),
  limits: z.array(
    z.strictObject({
      name: z.string(),
      value: z.number(),
      limit: z.number().nullable().describe("null: GitLab sets none here"),
      share: z.number().nullable(),
      where: z
        .string()
        .optional()
        .describe("the file, pipeline or archive that uses most; not given for the only file"),
    }),
  ),
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.int(),
      parsedBytes: z.int().describe("as GitLab counts the parsed file in memory"),
      jobs: z.int(),
      shard: z
        .int()
        .optional()
        .describe("the shard that writes it, from 1; without it `generate` does, at once"),
    }),
  ),
});

export type AffectedReport = z.infer<typeof affectedReportSchema>;
export type Report = z.infer<typeof reportSchema>;
