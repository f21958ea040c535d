import type * as z from "zod/mini";
import type { Authored } from "../reference.ts";
import type { include } from "./include.ts";
import type { anyJobKeywords, defaultKeywords, triggerKeywords } from "./job.ts";
import type { workflow } from "./rules.ts";
import type { pipelineVariables } from "./variables.ts";

export { longest, parseDuration, unreadWords } from "./durations.ts";
export { environmentName } from "./environment.ts";
export { include, soundTriggerInclude } from "./include.ts";
export {
  anyJobKeywords,
  type DefaultKeyword,
  defaultKeywords,
  defaultNames,
  jobKeywords,
  triggerKeywords,
} from "./job.ts";
export { workflow } from "./rules.ts";
export { isRegex, isSoundRegex } from "./shared.ts";
export { soundForward } from "./trigger.ts";
export { pipelineVariables } from "./variables.ts";

type Members<T> = { readonly [K in keyof T]: Authored<T[K]> };

/** A job as people write it: GitLab's keywords, with a `Reference` wherever one may stand. */
export type Job = Members<z.input<typeof anyJobKeywords>>;
/** A job that starts another pipeline. */
export type TriggerJob = Members<z.input<typeof triggerKeywords>>;
/** `default` of a pipeline. */
export type Default = Members<z.input<typeof defaultKeywords>>;
/** `workflow` of a pipeline. */
export type Workflow = Members<z.input<typeof workflow>>;
/** `variables` of a pipeline. */
export type Variables = Members<z.input<typeof pipelineVariables>>;
/** `include` of a pipeline. */
export type Include = Authored<z.input<typeof include>>;
