import * as z from "zod/mini";
import { anything, optional, otherwise, text } from "./schema-words.ts";

/** What the jobs that write the files of grandchildren have from fanout. */
const reserved = ["script", "run", "trigger", "stage", "needs", "artifacts", "rules", "extends"];

/** What becomes of a pipeline that one file or one pipeline cannot hold. */
export const split = z.strictObject({
  parts: otherwise(
    "include",
    z.enum(["include", "trigger", "never"]),
    "a text too large for one file: part files in the same artifact, brought in by `include` in the first; or always three files, which the parent lists in `trigger:include`; or no parts",
  ),
  shards: otherwise(
    true,
    z.boolean(),
    "what does not fit in one pipeline becomes several, which the child starts",
  ),
  command: optional(
    text,
    "how the jobs that write the files of those pipelines run fanout (default: `npx --yes gitlab-fanout@` and the version that splits)",
  ),
  job: otherwise(
    { image: "node:22" },
    anything.check(
      z.refine(
        (keywords) => !reserved.some((key) => key in keywords),
        `cannot have ${reserved.join(", ")}: those are set by fanout`,
      ),
    ),
    "GitLab's keywords of those jobs: image, tags, variables, before_script, ...",
  ),
});
