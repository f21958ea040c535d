import * as z from "zod/mini";
import { triggerInclude } from "./include.ts";
import { filled, flag, keywords, scalar, text } from "./shared.ts";

/** `trigger:forward`. GitLab looks only into a hash (entry/trigger/forward.rb); told as a warning. */
export const soundForward = keywords({ yaml_variables: flag, pipeline_variables: flag });
const forward = z.union([
  soundForward,
  z.array(z.unknown()),
  scalar,
]) as unknown as typeof soundForward;

/**
 * `trigger`: a project path, `{project, ...}` or `{include, ...}`
 * (GitLab: entry/trigger.rb; docs ci/yaml, `trigger`).
 */
export const trigger = z.union([
  filled,
  keywords({
    project: filled,
    branch: text,
    inputs: z.record(z.string(), z.unknown()),
    include: triggerInclude,
    strategy: z.enum(["depend", "mirror"]),
    forward,
  }).check(
    z.superRefine((value, context) => {
      const problem = wrongTrigger(value);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    }),
  ),
]);

function wrongTrigger(value: Readonly<Record<string, unknown>>): string | undefined {
  const has = (key: string) => value[key] !== undefined;
  if (!has("include")) {
    return has("project") ? undefined : "must name a `project` or something to `include`";
  }
  if (has("project")) return "`project` and `include` cannot be used together";
  if (has("branch")) return "`branch` is only for `project`";
  return has("inputs") ? "put `inputs` inside the entry of `include`" : undefined;
}
