import type { Rule } from "../types.ts";
import { childDepth, childTriggers } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";

const rule: Rule = {
  code: "child-depth",
  severity: "error",
  docs: `GitLab allows two levels of child pipelines below the first one. A trigger job in a grandchild always fails with
"reached maximum depth of child pipelines". Start that pipeline one level higher, or put its jobs into the grandchild.`,
  check(linted) {
    const limit = linted.limits.childDepth.value;
    const depth = childDepth(linted);
    if (depth < limit) return [];
    return childTriggers(linted).map(([name]) => ({
      path: placeOf(linted, name, ["trigger"]).path,
      message: `starts a child pipeline at level ${depth + 1}; GitLab allows ${limit} levels`,
      hint: "Start it one level higher",
    }));
  },
};

export default rule;
