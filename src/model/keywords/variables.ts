import * as z from "zod/mini";
import { flag, keywords, scalar, strings, whole } from "./shared.ts";

const description = z.union([z.string(), whole]);

const prefilled = keywords({ value: scalar, expand: flag, description, options: strings }).check(
  z.refine(
    (variable) => !variable.options?.length || variable.options.includes(variable.value as string),
    "its `value` must be one of its `options`",
  ),
);

/** `variables` of the pipeline (GitLab: entry/root.rb, entry/variable.rb). Nothing is "". */
export const pipelineVariables = z.record(z.string(), z.union([scalar, z.null(), prefilled]));

/** `variables` of a job: a hash has only `value` and `expand` (GitLab: entry/processable.rb). */
export const jobVariables = z.record(
  z.string(),
  z.union([scalar, z.null(), keywords({ value: scalar, expand: flag })]),
);

/**
 * `variables` of a rule or a service: plain values only (GitLab: entry/rules/rule.rb and service.rb
 * give no hash keys). `false` counts as an empty hash there (composable_hash.rb).
 */
export const plainVariables = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.literal(true)]),
);
