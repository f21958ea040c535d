import type { Rule } from "../types.ts";
import { artifactIncludes, namesOf } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { hasVariable, named } from "./facts/read.ts";

const rule: Rule = {
  code: "child-generator-name",
  severity: "error",
  docs: `\`trigger:include:job\` is compared with the names of jobs as it is written: GitLab puts no variable into it, and
\`parallel\` gives the copies of a job names of their own (\`gen 1/2\`, \`gen: [a]\`), which \`needs\` knows and \`include\` does not.
GitLab then refuses the pipeline: "undefined dependency". Write the full name of one job.`,
  check: (linted) =>
    artifactIncludes(linted).flatMap(({ trigger, path, generator }) => {
      const place = placeOf(linted, trigger, [...path, "job"]).path;
      const job = linted.jobs.get(generator);
      if (!job) {
        if (!hasVariable(generator)) return [];
        const message = `GitLab puts no variables into the job's name "${generator}"`;
        return [{ path: place, message, hint: "Write the name of the job" }];
      }
      const names = namesOf(linted, generator, job);
      if (names.includes(generator)) return [];
      const message = `"${generator}" runs in parallel, so no job of this pipeline is called that`;
      return [{ path: place, message, hint: `Name one of ${named(names)}` }];
    }),
};

export default rule;
