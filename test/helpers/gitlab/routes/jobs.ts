import { forbidden, noRecord, notFound } from "../access.ts";
import { jobEntity } from "../entities.ts";
import { type Reply, reply } from "../http.ts";
import { type Context, projectOf, type Route } from "../route.ts";
import { cancelTree, jobStatus } from "../run.ts";
import type { Job, Role } from "../types.ts";
import { zip } from "../zip.ts";
import { again, isRetryable } from "./pipelines.ts";

const one = (rest: string) => new RegExp(`^projects\\/([^/]+)\\/jobs\\/(\\d+)${rest}$`);

function jobOf(context: Context, role: Role): Job {
  const project = projectOf(context, role);
  const jobs = context.world.pipelines
    .filter((each) => each.project === project)
    .flatMap((each) => each.jobs);
  const found = jobs.find(({ id }) => String(id) === context.path[1]);
  if (!found) throw noRecord;
  return found;
}

/** lib/api/ci/jobs.rb and job_artifacts.rb. */
export const jobRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^job$/,
    jobs: true,
    answer: ({ world, token }) =>
      token?.job
        ? reply(200, jobEntity(world, token.job))
        : reply(404, { message: "404 Not found" }),
  },
  {
    method: "GET",
    path: one(""),
    answer: (context) => reply(200, jobEntity(context.world, jobOf(context, "reporter"))),
  },
  {
    method: "GET",
    path: one("\\/trace"),
    answer: (context) => reply(200, jobOf(context, "reporter").plan.trace ?? ""),
  },
  {
    method: "POST",
    path: one("\\/retry"),
    answer(context) {
      const job = jobOf(context, "developer");
      const status = jobStatus(context.world, job);
      const over = status === "failed" || status === "canceled" || status === "success";
      if (!isRetryable(job) || !over) {
        return forbidden("Job is not retryable");
      }
      return reply(201, jobEntity(context.world, again(context.world, job)));
    },
  },
  {
    method: "POST",
    path: one("\\/cancel"),
    answer(context) {
      const job = jobOf(context, "developer");
      job.script = { polls: ["canceled"] };
      if (job.downstream) cancelTree(context.world, job.downstream);
      return reply(201, jobEntity(context.world, job));
    },
  },
  {
    method: "GET",
    path: one("\\/artifacts"),
    jobs: true,
    answer(context) {
      const { artifacts } = jobOf(context, "reporter").plan;
      if (!artifacts) return notFound();
      return stored(context, "artifacts.zip", () => zip(artifacts), "application/zip");
    },
  },
  {
    method: "GET",
    path: one("\\/artifacts\\/(.+)"),
    jobs: true,
    answer(context) {
      const name = decodeURIComponent(context.path[2] ?? "");
      const { artifacts = {} } = jobOf(context, "reporter").plan;
      if (!Object.hasOwn(artifacts, name)) return notFound();
      return reply(200, artifacts[name], { "content-type": "application/octet-stream" });
    },
  },
];

/** The bytes, or where they lie: at another host, under an address that is a secret of its own. */
function stored(context: Context, name: string, bytes: () => Buffer, type: string): Reply {
  const { world, path } = context;
  if (!world.storage) return reply(200, bytes(), { "content-type": type });
  const host = world.url.replace("127.0.0.1", "localhost");
  const location = `${host}/storage/${path[0]}/${path[1]}/${name}?X-Amz-Signature=5f`;
  return reply(302, "", { location });
}

/** What lies in the store, for whoever knows the address. */
export function fromStore(world: Context["world"], path: string): Reply {
  const id = path.split("/").at(-2);
  const job = world.pipelines.flatMap(({ jobs }) => jobs).find((each) => String(each.id) === id);
  return job?.plan.artifacts ? reply(200, zip(job.plan.artifacts)) : reply(404, "<Error/>");
}
