import { askProject, at, type Scope } from "./questions.ts";
import type { Check, Fix, Goal } from "./types.ts";
import { ok, unknown, untold } from "./words.ts";

/** Whether jobs of this project may come with their job token (docs.gitlab.com, ci/jobs/ci_job_token). */
export const allowlist: Check = {
  name: "allowlist",
  title: "the job token allowlist",
  needs: ["target"],
  async check(world) {
    const { home, host, project, target, found, scope, io } = world;
    const { env } = io;
    if (project === undefined) {
      return unknown("which project this is, neither CI_PROJECT_PATH nor the remote origin tells");
    }
    // A clone may come by another name of the same host.
    if (!home && !env.CI_PROJECT_PATH) return unknown(`${project} does not come from ${host}`);
    if (!home) return ok("not needed: a job token is good for its own instance only");
    const there = await found();
    if (!("value" in there)) return untold(there);
    const { path } = there.value;
    if (same(path, project)) return ok("not needed: it is this project");
    const answer = await scope();
    if (!("value" in answer)) {
      return untold(answer, `only a Maintainer of ${path} may read the list`);
    }
    if (!answer.value.limited) return ok(`${path} lets the jobs of every project in`);
    const entry = entryFor(answer.value, project);
    if (entry !== undefined) return ok(`${path} lets ${entry} in`);
    const other = otherWay(world);
    return {
      mark: other === undefined ? "problem" : "warning",
      what: `${project} is not on the job token allowlist of ${path}`,
      why: `to CI_JOB_TOKEN GitLab answers 404 Not Found there${other ?? ""}`,
      next: `Have a Maintainer of ${path} add it: Settings > CI/CD > Job token permissions, or fanout doctor --project ${target} --fix`,
      fix: fixOf(world, there.value, project),
    };
  },
};

/** In a job that has another token, that one starts: what is lost is the link to the job. */
function otherWay({ tokens, io: { env } }: Goal): string | undefined {
  const api = tokens().start.find(({ how }) => how === "api");
  if (!api || !env.CI_JOB_TOKEN) return undefined;
  return `, so that $${api.name} starts what is then not linked to this job`;
}

const same = (path: string, other: string) => path.toLowerCase() === other.toLowerCase();

/** The entry that lets a project in: itself, or a group above. */
function entryFor({ projects, groups }: Scope, project: string): string | undefined {
  const above = (group: string) => project.toLowerCase().startsWith(`${group.toLowerCase()}/`);
  return projects.find((path) => same(path, project)) ?? groups.find(above);
}

function fixOf({ api }: Goal, target: { id: number; path: string }, project: string): Fix {
  return {
    told: `add ${project} to the job token allowlist of ${target.path}`,
    async make() {
      const own = await askProject(api, project);
      if (!("value" in own)) return own;
      const body = { target_project_id: own.value.id };
      const path = at(target.id, "/job_token_scope/allowlist");
      const answer = await api.post(path, body, { read: () => true as const });
      // It is there already: somebody was quicker.
      const there = "problem" in answer && /already/.test(answer.said ?? "");
      return there ? { value: true } : answer;
    },
  };
}
