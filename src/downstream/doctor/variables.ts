import type { Check, Result } from "./types.ts";
import { levelOf, ok, roleOf, unknown, untold } from "./words.ts";

/** Whether the user may give variables to a pipeline (docs.gitlab.com, ci/variables). */
export const variables: Check = {
  name: "variables",
  title: "the role for pipeline variables",
  needs: ["target", "role"],
  async check({ member, found, variables: given }) {
    const there = await found();
    if (!("value" in there)) return untold(there);
    const { path, variablesRole: needed } = there.value;
    if (needed === undefined) return unknown(`only a Maintainer of ${path} is told this setting`);
    if (needed === "no_one_allowed") {
      const next = `Have it take them from a role, in Settings > CI/CD > Variables of ${path}, or give inputs instead`;
      return refusing(given, `${path} takes pipeline variables from nobody`, next);
    }
    const answer = await member();
    if (!("value" in answer)) return untold(answer, `they need the role ${needed}`);
    const { username, level } = answer.value;
    if (level >= levelOf(needed)) return ok(`${username} may give them, as ${roleOf(level)}`);
    const what = `${path} takes pipeline variables from ${needed} on, and ${username} is ${roleOf(level)}`;
    const next = `Raise the role of ${username}, lower that of the setting, or give inputs instead`;
    return refusing(given, what, next);
  },
};

/** It hurts where variables are given, and may hurt where that is not known. */
function refusing(given: boolean | undefined, what: string, next: string): Result {
  if (given === false) return ok(`${what}; none are given`);
  const why =
    "GitLab refuses a start with any variable: Insufficient permissions to set pipeline variables";
  return { mark: given ? "problem" : "warning", what, why, next };
}
