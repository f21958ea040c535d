import type { GenerateContext } from "../src/generate/define.ts";
import { handedOver, type TriggerOptions } from "./trigger.ts";

/** A branch or tag by its name, or the branch that is called like this pipeline's. */
export type Branch = string | { readonly same: true };

/** What starts a pipeline of another project. */
export interface OtherProject extends Pick<TriggerOptions, "strategy" | "forward" | "inputs"> {
  /** Full path. */
  readonly project: string;
  /** Left out: the project's default branch. */
  readonly branch?: Branch | undefined;
}

/** What has to be known for it. */
type Known = Pick<GenerateContext, "branchIn" | "gitlab">;

/** `trigger` of a job that starts a pipeline of another project. */
export async function projectTrigger(options: OtherProject, ctx: Known) {
  const { project, inputs } = options;
  const branch = await branchOf(options, ctx);
  return {
    project,
    ...(branch !== undefined && { branch }),
    ...handedOver(options, ctx),
    ...(inputs && { inputs }),
  };
}

function branchOf({ branch, project }: OtherProject, ctx: Known) {
  if (typeof branch === "string" && branch !== "same-or-default") return branch;
  return branch === undefined ? undefined : ctx.branchIn(project);
}
