import * as z from "zod";
import { statuses } from "./types.ts";

const status = z.enum(statuses);

const job = z.strictObject({
  id: z.int(),
  name: z.string(),
  stage: z.string(),
  kind: z.enum(["job", "trigger"]),
  status,
  failureReason: z.string().optional().describe("GitLab's word, such as `script_failure`"),
  allowFailure: z.boolean(),
  url: z.string(),
  downstream: z
    .union([z.int(), z.literal("not created")])
    .optional()
    .describe("the id of the pipeline that a trigger job started"),
});

const pipelines = z
  .array(
    z.strictObject({
      project: z.string().describe("its full path, or its id where no more is known"),
      id: z.int(),
      url: z.string(),
      ref: z.string(),
      sha: z.string(),
      source: z.string().describe("GitLab's word for how it was started"),
      status: z.enum([...statuses, "unknown"]).describe("`unknown`: it was never read"),
      startedBy: z
        .strictObject({ project: z.string(), pipeline: z.int(), job: z.string() })
        .nullable()
        .describe("the trigger job; none for those that were named"),
      problem: z.string().optional().describe("why it, or its jobs, cannot be read"),
      jobs: z.array(job).describe("the newest run of each"),
    }),
  )
  .describe("all of the trees, from the roots down");

/** What `wait --json` prints. */
export const waitSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  ended: z
    .enum(["over", "held", "time", "interrupted"])
    .describe(
      "`over`: all pipelines are; `held`: only manual or delayed jobs were left; `time`: the limit was reached",
    ),
  exit: z.int().describe("the exit code"),
  why: z.array(z.string()).describe("why it is not 0"),
  pipelines,
  failures: z
    .array(
      z.strictObject({
        project: z.string(),
        pipeline: z.int(),
        job: z.string(),
        stage: z.string(),
        url: z.string(),
        reason: z.string().optional().describe("GitLab's word"),
        what: z.string().describe("the same in plain words; empty where nothing is known"),
        next: z.string().describe("what to do about it"),
        log: z.array(z.string()).describe("the last lines of its log"),
        logProblem: z.string().optional().describe("why its log cannot be read"),
      }),
    )
    .describe("the jobs because of which pipelines failed"),
});

/** What `status --json` prints. */
export const statusSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  pipelines,
});

const named = { project: z.string(), ref: z.string().nullable() };

/** What `trigger --json` prints. */
export const triggerSchema = z.strictObject({
  version: z.literal(1).describe("of this document's shape"),
  targets: z
    .array(
      z.discriminatedUnion("status", [
        z.strictObject({
          ...named,
          status: z.literal("started"),
          projectId: z.int(),
          pipeline: z.int().describe("its id"),
          url: z.string(),
          how: z.enum(["trigger token", "job token", "api"]),
          found: z.boolean().describe("it was there: a lost answer, or an earlier run"),
        }),
        z.strictObject({
          ...named,
          status: z.enum(["not started", "unknown"]),
          code: z.string().optional().describe("as docs/diagnostics.md lists it"),
          message: z.string(),
        }),
      ]),
    )
    .describe("in the order in which they were named"),
  followed: waitSchema.optional().describe("with `--wait`: what `wait --json` prints"),
});

/** The documents of `trigger --json`, `wait --json` and `status --json`. */
export type TriggerReport = z.infer<typeof triggerSchema>;
export type WaitReport = z.infer<typeof waitSchema>;
export type StatusReport = z.infer<typeof statusSchema>;
