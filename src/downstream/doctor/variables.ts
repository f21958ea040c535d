import type { Check } from "./types.ts";
import { levelOf, ok, roleOf, unknown, untold } from "./words.ts";

/** Whether the user may give variables to a pipeline (docs.gitlab.com, ci/variables). */
export const variables: Check = {
  name: "variables",
  title: "the role for pipeline variables",
  needs: ["target", "role"],
  async check({ member, found }) {
    const there = await found();
    if (!("value" in there)) return untold(there);
    const { path, variablesRole: needed } = there.value;
    if (needed === undefined) return unknown(`only a Maintainer of ${path} is told this setting`);
    const why =
      "GitLab refuses a start with any variable: Insufficient permissions to set pipeline variables";
    if (needed === "no_one_allowed") {
      return {
        mark: "problem",
        what: `${path} takes pipeline variables from nobody`,
        why,
        next: `Have it take them from a role, in Settings > CI/CD > Variables of ${path}, or give inputs instead`,
      };
    }
    const answer = await member();
    if (!("value" in answer)) return untold(answer, `they need the role ${needed}`);
    const { username, level } = answer.value;
    if (level >= levelOf(needed)) return ok(`${username} may give them, as ${roleOf(level)}`);
    return {
      mark: "problem",
      what: `${path} takes pipeline variables from ${needed} on, and ${username} is ${roleOf(level)}`,
      why,
      next: `Raise the role of ${username}, lower that of the setting, or give inputs instead`,
    };
  },
};
