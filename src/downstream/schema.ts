import * as z from "zod";
import { statuses } from "./types.ts";

const version = z.literal(1).describe("of this document's shape");
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
      faults: z
        .string()
        .optional()
        .describe("what is wrong with its configuration, where it failed because of that"),
      problem: z.string().optional().describe("why it, or its jobs, cannot be read"),
      next: z.string().optional().describe("what to do about that"),
      jobs: z.array(job).describe("the newest run of each"),
    }),
  )
  .describe("all of the trees, from the roots down");

/** What `wait --json` prints. */
export const waitSchema = z.strictObject({
  version,
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
  version,
  pipelines,
});

const named = { project: z.string(), ref: z.string().nullable() };
const how = z.enum(["trigger token", "job token", "api"]);

/** What `trigger --json` prints. */
export const triggerSchema = z.strictObject({
  version,
  targets: z
    .array(
      z.discriminatedUnion("status", [
        z.strictObject({
          ...named,
          status: z.literal("started"),
          projectId: z.int(),
          pipeline: z.int().describe("its id"),
          url: z.string(),
          how,
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

/** What `trigger --dry-run --json` prints. */
export const plannedSchema = z.strictObject({
  version,
  planned: z
    .array(
      z.strictObject({
        ...named,
        ref: named.ref.describe("as it was asked; null: the default branch"),
        fallback: z.boolean().describe("whether the default branch may take its place"),
        url: z.string().optional().describe("of the instance, where one is named"),
        how,
        token: z.string().describe("the variable that holds it"),
        variables: z.array(z.string()).describe("their names"),
        inputs: z.array(z.string()).describe("their names"),
        why: z.string().optional().describe("the services that concern it"),
        command: z.string().optional().describe("with `--curl` or `--crontab`: the equal call"),
      }),
    )
    .describe("in the order in which they were named"),
});

/** What `webhook-url --json` prints. */
export const webhookSchema = z.strictObject({
  version,
  url: z.string().describe("with TOKEN in the place of the trigger token"),
});

/** What `cancel --json` and `retry --json` print. */
export const stepsSchema = z.strictObject({
  version,
  steps: z
    .array(
      z.strictObject({
        what: z.string().describe("`cancel group/app#12`, `retry group/app#12 test`"),
        done: z.boolean(),
        problem: z.string().optional().describe("why it was not done"),
      }),
    )
    .describe("in the order in which they were taken; empty where there was nothing to do"),
});

/** What `comment --json` prints. */
export const notedSchema = z.strictObject({
  version,
  mergeRequest: z.string().describe("`group/app!12`; the project's id where no more is known"),
  note: z.int().describe("its id"),
  did: z.enum(["created", "updated", "unchanged"]),
});

const date = z.string().nullable().describe("as GitLab writes it; null: never");
const trigger = {
  id: z.int(),
  description: z.string(),
  owner: z.string().describe("a username"),
};
const known = {
  ...trigger,
  masked: z.string().describe("its first four characters, and `...`"),
  created: date,
  lastUsed: date,
  expires: date,
};

/** What `token create --json` prints. */
export const tokenMadeSchema = z.strictObject({
  version,
  ...known,
  token: z.string().optional().describe("the token, shown this once; not where `--output` has it"),
});

/** What `token list --json` prints. */
export const tokensSchema = z.strictObject({
  version,
  triggers: z.array(z.strictObject(known)).describe("in GitLab's order"),
});

/** What `token revoke --json` prints. */
export const tokensRevokedSchema = z.strictObject({
  version,
  triggers: z
    .array(
      z.strictObject({
        ...trigger,
        revoked: z.boolean().describe("false: somebody was asked, and said no"),
      }),
    )
    .describe("in the order in which they were named; those after a refusal are left out"),
});

/** The documents of the commands with `--json`. */
export type TriggerReport = z.infer<typeof triggerSchema>;
export type WaitReport = z.infer<typeof waitSchema>;
export type StatusReport = z.infer<typeof statusSchema>;
export type PlannedReport = z.infer<typeof plannedSchema>;
export type WebhookReport = z.infer<typeof webhookSchema>;
export type StepsReport = z.infer<typeof stepsSchema>;
export type NotedReport = z.infer<typeof notedSchema>;
export type TokenMade = z.infer<typeof tokenMadeSchema>;
export type TokensReport = z.infer<typeof tokensSchema>;
export type TokensRevoked = z.infer<typeof tokensRevokedSchema>;
