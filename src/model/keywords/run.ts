import * as z from "zod/mini";
import { filled, keywords, strings, text } from "./shared.ts";

const env = z.record(z.string(), z.string());
const inputs = z.record(z.string(), z.unknown());
const git = keywords({ dir: text, file: text }, { url: text, rev: text });
const oci = keywords({ dir: text, file: text }, { registry: text, repository: text, tag: text });
const source = z.union([filled, keywords({ git, oci })]);

const step = keywords(
  { env, inputs, script: filled, step: source, func: source },
  {
    name: text.check(z.regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "should be letters, digits and `_`")),
  },
).check(
  z.refine(
    (value) => ["script", "step", "func"].filter((key) => key in value).length === 1,
    "must use exactly one of `script`, `step` and `func`",
  ),
);

/** `run`: CI/CD steps (GitLab docs: ci/steps). */
export const run = z.array(step);

const inputType = z.enum(["string", "number", "boolean", "array"]);

/** `inputs` of a job: what a person may fill in (GitLab: entry/base_input.rb, entry/job_input.rb). */
export const jobInputs = z
  .record(
    z.string(),
    keywords(
      {
        type: inputType,
        description: text,
        regex: text,
        options: z
          .array(z.union([text, z.number()]))
          .check(z.maxLength(50, "has more than 50 entries")),
      },
      { default: z.union([text, z.number(), z.boolean(), strings, z.array(z.unknown())]) },
    ),
  )
  .check(z.refine((value) => Object.keys(value).length <= 50, "has more than 50 entries"));
