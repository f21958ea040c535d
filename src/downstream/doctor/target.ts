import type { Check } from "./types.ts";
import { ok, unknown, untold } from "./words.ts";

const stops = "the target was not found";

/** Whether the project is there, and takes pipelines. */
export const target: Check = {
  name: "target",
  title: "the project",
  needs: ["token"],
  async check({ target, found, tokens }) {
    const answer = await found();
    if ("value" in answer) {
      const { path, id, archived, pipelines } = answer.value;
      if (!archived && pipelines !== false) return ok(`${path} is there (${id})`);
      const what = archived ? `${path} is archived` : `${path} has CI/CD switched off`;
      const next = archived
        ? "Have it unarchived, or name another project"
        : "Switch it on: Settings > General > Visibility, CI/CD";
      return { mark: "problem", what, why: "no pipeline can be started in it", next };
    }
    if (tokens().read.every(({ header }) => header === "JOB-TOKEN")) {
      return unknown(
        `a job token may not look at projects (${answer.problem}); put a token into GITLAB_TOKEN to learn more`,
        "the target could not be looked at",
      );
    }
    if (answer.status !== 404) return { ...untold(answer), stops };
    return {
      mark: "problem",
      what: `${target} is not there for this token: ${answer.problem}`,
      why: "GitLab hides a project from who may not see it: the path may be wrong, or the user is no member",
      next: "See that the path is the full one (group/subgroup/project), and make the user a member",
      stops,
    };
  },
};
