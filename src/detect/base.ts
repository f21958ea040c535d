import type { BasePlan } from "../context/index.ts";
import { fail } from "../diagnostics/index.ts";
import { tryCandidate } from "./candidates.ts";
import type { Search } from "./search.ts";
import type { Base } from "./types.ts";

/**
 * The first candidate of the plan that can be had. Where none can, everything counts as changed;
 * BASE_NOT_FOUND is thrown where the user named the base.
 */
export async function resolveBase(plan: BasePlan, world: Search): Promise<Base> {
  const problems: string[] = [];
  for (const candidate of plan.candidates) {
    const had = await tryCandidate(candidate, world);
    if ("sha" in had) {
      const { sha, ref, detail } = had;
      const why = `${candidate.why}${detail}${since(problems)}`;
      return { sha, ref, how: candidate.how, why, fallback: problems.length > 0 };
    }
    if (candidate.how === "option") {
      fail("BASE_NOT_FOUND", [], { revision: candidate.revision, problem: had.problem });
    }
    problems.push(had.problem);
  }
  const why = `${plan.otherwise}${since(problems)}`;
  return { sha: null, ref: null, how: "none", why, fallback: problems.length > 0 };
}

/** What was wanted and could not be had. */
const since = (problems: readonly string[]) =>
  problems.length > 0 ? `, since ${problems.join(", and ")}` : "";
