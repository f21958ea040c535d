import type { Rule } from "../types.ts";
import { childTriggers } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { member } from "./facts/read.ts";

const rule: Rule = {
  code: "trigger-include-count",
  severity: "error",
  docs: `\`trigger:include\` takes three entries at most; with more GitLab refuses the whole configuration. Let one of the
files include the others: what a file includes is not counted here.`,
  check: (linted) =>
    childTriggers(linted).flatMap(([name, job]) => {
      const include = member(member(job, "trigger"), "include");
      const limit = linted.limits.triggerIncludes.value;
      if (!Array.isArray(include) || include.length <= limit) return [];
      return [
        {
          path: placeOf(linted, name, ["trigger", "include", limit]).path,
          message: `\`trigger:include\` has ${include.length} entries; GitLab allows ${limit}`,
          hint: "Let one of these files include the others",
        },
      ];
    }),
};

export default rule;
