import { isRecord } from "../../gitlab/index.ts";
import type { Check, There } from "./types.ts";
import { ok, unknown, untold } from "./words.ts";

/**
 * GitLab.com's limits by minute (docs.gitlab.com, user/gitlab_com): pipelines of one project, user
 * and commit; downstream pipelines of the same.
 */
const com = { created: 25, triggered: 350 } as const;

/** How many pipelines of one tree, all projects and the root included (plan limits). */
const usualTree = 1000;

/** Whether what is to be started stays within what the instance takes. */
export const limits: Check<There> = {
  name: "limits",
  title: "limits of pipelines and triggers",
  needs: ["token"],
  async check({ host, api, count, who }) {
    if (host === "gitlab.com") return ofCom(count);
    const asking = await who();
    if (!("value" in asking)) return untold(asking);
    if (!asking.value.admin) {
      return unknown(
        `only an administrator may read them; as GitLab is delivered, one tree has at most ${usualTree} pipelines and nothing else is limited`,
      );
    }
    const answer = await api.get("application/plan_limits", {
      read: (body) => (isRecord(body) ? body : undefined),
    });
    if (!("value" in answer)) return untold(answer);
    const { ci_pipeline_size: jobs, ci_active_jobs: active } = answer.value;
    const tree = Number(answer.value.pipeline_hierarchy_size ?? usualTree);
    const of = (limit: unknown) => (Number(limit ?? 0) === 0 ? "any number of" : `${limit}`);
    const told = `${tree} pipelines in a tree, ${of(jobs)} jobs in a pipeline, ${of(active)} jobs in active pipelines`;
    // The root counts as well.
    if (tree > 0 && count + 1 > tree) {
      return {
        mark: "problem",
        what: `${count} pipelines are to be started, and a tree has at most ${tree}`,
        why: "GitLab refuses the last ones: downstream pipeline tree is too large",
        next: "Start fewer, or have pipeline_hierarchy_size raised",
      };
    }
    return ok(told);
  },
};

function ofCom(count: number) {
  const told = `GitLab.com takes ${com.created} pipelines a minute of one project, user and commit, and ${com.triggered} downstream pipelines`;
  if (count <= com.created) return ok(told);
  return {
    mark: "warning",
    what: `${count} pipelines are to be started there; ${told}`,
    why: "GitLab refuses more: Too many pipelines created in the last minute",
    next: "Start them in different projects, or in several runs",
  } as const;
}
