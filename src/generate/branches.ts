import type { Context } from "../context/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { AskBranch, Settings } from "../gitlab/index.ts";
import type { Io } from "../io.ts";

/** Branches of other projects, as this run asks for them. */
export interface Branches {
  /**
   * The branch of a project (its full path) that is called like this pipeline's; `undefined` where
   * it has none, or where that cannot be learnt: then its default branch is meant. Each project is
   * asked for once.
   */
  in(project: string): Promise<string | undefined>;
  /** One BRANCH_UNKNOWN for all projects of which it could not be learnt. */
  diagnostics(): readonly Diagnostic[];
}

/**
 * Asks GitLab for branches, once somebody wants one: its code is loaded only then. A pipeline of a
 * tag has no branch, so nobody is asked.
 */
export function branchesOf(
  io: Pick<Io, "cwd" | "env" | "files" | "err" | "run">,
  { ref, refType }: Pick<Context, "ref" | "refType">,
  settings: Settings = {},
): Branches {
  const branch = refType === "branch" && ref !== "HEAD" ? ref : undefined;
  let asking: Promise<AskBranch> | undefined;
  const known = new Map<string, Promise<string | undefined>>();
  const problems = new Map<string, string>();

  const learn = async (project: string, name: string): Promise<string | undefined> => {
    asking ??= import("../gitlab/index.ts").then(({ askBranches }) => askBranches(io, settings));
    const answer = await (await asking)(project, name);
    if ("exists" in answer) return answer.exists ? name : undefined;
    problems.set(project, answer.problem);
    return undefined;
  };

  return {
    async in(project) {
      if (branch === undefined) return undefined;
      const answer = known.get(project) ?? learn(project, branch);
      known.set(project, answer);
      return answer;
    },
    diagnostics: () =>
      branch === undefined || problems.size === 0
        ? []
        : [found("BRANCH_UNKNOWN", [], { branch, problems: [...problems] })],
  };
}
