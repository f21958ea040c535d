import { type Followed, type FollowOptions, follow } from "../../../src/downstream/follow/index.ts";
import type { PipelineNode } from "../../../src/downstream/index.ts";
import { gitlabStand, type Pipeline, type Stand } from "../../helpers/gitlab/index.ts";
import { testIo } from "../../helpers/io.ts";

const usual: FollowOptions = {
  strategy: "depend",
  onManual: "wait",
  timeout: 3_600_000,
  show: "lines",
};

/** A GitLab with two projects, and ada, who may do all in both; `run` follows pipelines there. */
export async function scene(options: Partial<FollowOptions> = {}) {
  const lab = await gitlabStand();
  const ada = lab.user("ada");
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const env = { CI_API_V4_URL: `${lab.url}/api/v4`, GITLAB_TOKEN: lab.token(ada).value };
  const io = testIo("/", env);
  const run = (...pipelines: readonly Pipeline[]): Promise<Followed> =>
    follow(
      pipelines.map(({ project, id }) => ({ project: project.path, id })),
      { ...usual, ...options },
      { io, clock: lab.clock },
    );
  return { lab, ada, app, lib, io, env, run };
}

/** A tree in short: `group/app#103 success [test failed, deploy success > ...]`, ids left out. */
export function short({ project, status, jobs }: PipelineNode): string {
  const parts = jobs.map(({ name, status, downstream }) => {
    const below = downstream === "not created" ? downstream : downstream && short(downstream);
    return `${name} ${status}${below ? ` > ${below}` : ""}`;
  });
  return `${project} ${status}${parts.length > 0 ? ` [${parts.join(", ")}]` : ""}`;
}

/** How often each path was asked, ids of jobs and pages left out. */
export const asked = (lab: Stand, path: RegExp) =>
  lab.calls.filter((call) => path.test(call.path)).length;
