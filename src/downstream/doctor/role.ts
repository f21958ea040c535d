import type { Check } from "./types.ts";
import { ok, roleOf, untold } from "./words.ts";

/** Whether the user whose pipeline it will be may create one: from Developer on. */
export const role: Check = {
  name: "role",
  title: "the role there",
  needs: ["target"],
  async check({ member, found }) {
    const [answer, there] = [await member(), await found()];
    if (!("value" in there)) return untold(there);
    if (!("value" in answer)) {
      return untold(answer, "the role of the user who runs the job cannot be learnt");
    }
    const { username, level } = answer.value;
    const { path } = there.value;
    if (level >= 30) return ok(`${username} is ${roleOf(level)} of ${path}`);
    const stops = "the user may create no pipeline there";
    return {
      mark: "problem",
      what: `${username} is ${level === 0 ? "no member" : roleOf(level)} of ${path}`,
      why: "GitLab refuses it: Insufficient permissions to create a new pipeline",
      next: `Make ${username} a Developer of ${path} at least`,
      stops,
    };
  },
};
