import { notFound } from "../access.ts";
import { basicPipeline, jobEntity, pipelineEntity, testReport } from "../entities.ts";
import { reply } from "../http.ts";
import { addJob } from "../make.ts";
import { type Context, paged, pipelineOf, projectOf, type Route, text } from "../route.ts";
import { advance, cancelTree, jobStatus, pipelineStatus, updatedAt } from "../run.ts";
import type { Job, Pipeline, Script, World } from "../types.ts";

const reads = (world: World) => world.jobTokensRead;
const inPipeline = "projects\\/([^/]+)\\/pipelines\\/(\\d+)";
const one = (rest: string) => new RegExp(`^${inPipeline}${rest}$`);

/** lib/api/ci/pipelines.rb. */
export const pipelineRoutes: readonly Route[] = [
  { method: "GET", path: /^projects\/([^/]+)\/pipelines$/, jobs: reads, answer: list },
  {
    method: "GET",
    path: one(""),
    jobs: reads,
    answer(context) {
      const pipeline = pipelineOf(context, "reporter");
      advance(pipeline);
      return reply(200, pipelineEntity(context.world, pipeline));
    },
  },
  { method: "GET", path: one("\\/jobs"), jobs: true, answer: (context) => jobs(context, "job") },
  {
    method: "GET",
    path: one("\\/trigger_jobs"),
    jobs: reads,
    answer: (context) =>
      // An address that is not there is answered before anybody is asked who they are.
      newerThan(context.world, 19, 2)
        ? jobs(context, "trigger")
        : reply(404, { error: "404 Not Found" }),
  },
  {
    method: "GET",
    path: one("\\/bridges"),
    jobs: reads,
    answer: (context) => jobs(context, "trigger"),
  },
  {
    method: "GET",
    path: one("\\/variables"),
    // All of them, whatever their number.
    answer: (context) => reply(200, pipelineOf(context, "developer").variables),
  },
  {
    method: "GET",
    path: one("\\/test_report"),
    answer: (context) => reply(200, testReport(pipelineOf(context, "reporter"))),
  },
  {
    method: "POST",
    path: one("\\/cancel"),
    answer(context) {
      const pipeline = pipelineOf(context, "developer");
      cancelTree(context.world, pipeline);
      return reply(200, pipelineEntity(context.world, pipeline));
    },
  },
  {
    method: "POST",
    path: one("\\/retry"),
    answer(context) {
      const pipeline = pipelineOf(context, "developer");
      for (const job of [...pipeline.jobs]) {
        const status = jobStatus(context.world, job);
        if (isRetryable(job) && (status === "failed" || status === "canceled")) {
          again(context.world, job);
        }
      }
      pipeline.script = {};
      return reply(201, pipelineEntity(context.world, pipeline));
    },
  },
];

/** Failure reasons of trigger jobs that would only come again (app/models/ci/bridge.rb). */
const lasting = ["pipeline_loop_detected", "reached_max_descendant_pipelines_depth"];

/** Whether GitLab runs a job again that has ended. */
export const isRetryable = ({ retried, plan }: Job): boolean =>
  !retried && !lasting.includes(plan.failureReason ?? "");

/** A new run of a job in the place of the old one; a trigger job starts anew. */
export function again(world: World, job: Job): Job {
  job.retried = true;
  job.pipeline.script = {};
  const { failureReason: _, ...plan } = job.plan;
  const script: Script = plan.retried ?? (plan.starts ? {} : { polls: ["success"] });
  return addJob(world, job.pipeline, plan, script);
}

const newerThan = ({ version }: World, major: number, minor: number): boolean => {
  const [own = 0, second = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  return own > major || (own === major && second >= minor);
};

function jobs(context: Context, kind: "job" | "trigger") {
  const { world, params, path } = context;
  const pipeline = pipelineOf(context, "reporter");
  const scope = [params.scope ?? []].flat().map(String);
  const old = String(params.include_retried) === "true";
  const all = pipeline.jobs
    .filter(({ plan }) => (plan.starts === undefined) === (kind === "job"))
    .filter(({ retried }) => old || !retried)
    .filter((job) => scope.length === 0 || scope.includes(jobStatus(world, job)))
    .sort((a, b) => b.id - a.id);
  const name = kind === "job" ? "jobs" : "bridges";
  const address = `projects/${path[0]}/pipelines/${path[1]}/${name}`;
  return paged(
    context,
    address,
    all.map((job) => jobEntity(world, job)),
  );
}

/** Children are left out unless they are asked for by their source. */
function list(context: Context) {
  const { world, params, path } = context;
  const project = projectOf(context, "reporter");
  const { ref, status, sha, username, updated_after, created_after } = params;
  const source = text(params.source);
  const fits = (each: Pipeline) =>
    each.project === project &&
    (source === undefined ? each.source !== "parent_pipeline" : each.source === source) &&
    (ref === undefined || each.ref === ref) &&
    (sha === undefined || each.sha === sha) &&
    (username === undefined || each.user.username === username) &&
    (status === undefined || pipelineStatus(world, each) === status) &&
    (updated_after === undefined || updatedAt(world, each) > Date.parse(String(updated_after))) &&
    (created_after === undefined || each.created > Date.parse(String(created_after)));
  const turn = params.sort === "asc" ? 1 : -1;
  const order = (each: Pipeline) =>
    params.order_by === "updated_at" ? updatedAt(world, each) : each.id;
  const all = world.pipelines
    .filter(fits)
    .sort((a, b) => (order(a) - order(b) || a.id - b.id) * turn);
  if (ref !== undefined && text(ref) === "") return notFound();
  return paged(
    context,
    `projects/${path[0]}/pipelines`,
    all.map((each) => basicPipeline(world, each)),
  );
}
