import * as z from "zod";
import { dropped, path, step } from "./schema.ts";

const job = z.strictObject({
  name: z.string(),
  stage: z.string().nullable(),
  origin: z.string().describe("who made it: a generator's file"),
  needs: z.array(z.string()),
  dropped: z.array(dropped).describe("needs that were left out, and why"),
  conditional: z.boolean().describe("its rules may leave it out"),
  pipeline: z
    .string()
    .optional()
    .describe("the trigger job that starts its pipeline; empty for the child itself"),
});

const edge = z.strictObject({
  from: z.string(),
  to: z.string(),
  manifest: path,
  line: z.int().optional(),
  importable: z.literal(true).optional().describe("a dependency that only allows imports"),
});

/** What `explain --json` prints. */
export const explanationSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  subject: z.strictObject({ kind: z.enum(["service", "job", "downstream"]), name: z.string() }),
  present: z
    .boolean()
    .describe("the service is affected, the job in the pipeline, or the downstream one started"),
  verdict: z.string(),
  service: z
    .strictObject({
      name: z.string(),
      root: path,
      kind: z.enum(["service", "library"]),
      foundBy: z.array(z.string()),
      affected: z.boolean(),
      reasons: z.array(z.array(step)),
    })
    .optional(),
  downstream: z
    .strictObject({
      project: z.string(),
      ref: z.string().nullable().describe("null: its default branch"),
      url: z.string().optional().describe("of another GitLab"),
      how: z.enum(["job", "api"]),
      services: z
        .array(
          z.strictObject({
            name: z.string(),
            root: path,
            affected: z.boolean(),
            reasons: z.array(z.array(step)),
          }),
        )
        .describe("all whose change concerns it"),
      gone: z.array(z.string()).describe("services that the base had and the head has no more"),
      changes: z.array(z.strictObject({ path, why: z.string() })).describe("why none starts it"),
    })
    .optional()
    .describe("for an entry of `downstream`"),
  jobs: z.array(job).describe("of the service in this pipeline, or the job"),
  absent: z
    .strictObject({
      root: path,
      except: z.array(path).describe("directories of other services within it"),
      upstream: z
        .array(z.strictObject({ project: z.string(), pattern: z.string().optional() }))
        .describe("other projects whose change affects it"),
      inputs: z.array(z.string()),
      locks: z.array(path),
      everything: z.array(z.string()),
      dependencies: z.array(edge).describe("all that it depends on, nearest first"),
      changes: z.array(z.strictObject({ path, why: z.string() })),
    })
    .optional()
    .describe("what would have had to change, and why what changed is not that"),
  generators: z
    .array(z.strictObject({ origin: z.string(), wanted: z.boolean(), jobs: z.array(z.string()) }))
    .optional()
    .describe("for a job that is not there: what is made, or would be, for its service"),
});
