import type { Check, There } from "./types.ts";
import { isAtLeast, ok, unknown, untold } from "./words.ts";

/** What older instances lack, and what comes of it. */
const features: readonly (readonly [since: string, lack: string])[] = [
  ["17.11", "inputs of pipelines (17.11): leave them out"],
  ["18.2", "strategy: mirror (18.2): fanout takes depend"],
  ["19.2", "trigger_jobs of a pipeline (19.2): fanout asks for bridges"],
];

/** From here on nobody is hurt: fanout does without by itself. */
const harmless = "18.2";

/** Whether the instance is new enough for what fanout does there. */
export const version: Check<There> = {
  name: "version",
  title: "GitLab's version",
  needs: ["token"],
  async check({ version, home, io: { env } }) {
    const told = home ? env.CI_SERVER_VERSION : undefined;
    const answer = told ? { value: told } : await version();
    if (!("value" in answer)) return untold(answer);
    const own = answer.value;
    if (!/^\d+\.\d+/.test(own)) return unknown(`GitLab calls its version ${own}`);
    const lacks = features.filter(([since]) => !isAtLeast(own, since)).map(([, lack]) => lack);
    if (lacks.length === 0) return ok(`GitLab ${own}`);
    if (isAtLeast(own, harmless)) return ok(`GitLab ${own}; it lacks ${lacks.join("; ")}`);
    return {
      mark: "warning",
      what: `GitLab ${own} lacks ${lacks.join("; ")}`,
      why: "what is left out does not happen there",
      next: `Update the instance to ${harmless} or later, or do without`,
    };
  },
};
