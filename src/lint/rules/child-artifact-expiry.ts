import type { Rule } from "../types.ts";
import { artifactIncludes, jobCalled } from "./facts/children.ts";
import { secondsOf } from "./facts/duration.ts";
import { placeOf, setIn } from "./facts/place.ts";
import { member } from "./facts/read.ts";

const week = 604_800;

const rule: Rule = {
  code: "child-artifact-expiry",
  severity: "warning",
  docs: `GitLab reads the generated file again when a trigger job is retried. An archive that has expired by then cannot
be read, and the retry fails for good. Keep the archive for a week at least; without \`expire_in\` the instance's own
default counts, which is 30 days.`,
  check(linted) {
    const generators = new Map(
      artifactIncludes(linted).flatMap(({ generator }) => {
        const job = jobCalled(linted, generator);
        return job ? [job] : [];
      }),
    );
    return [...generators].flatMap(([name, config]) => {
      const duration = member(member(config, "artifacts"), "expire_in");
      const seconds = secondsOf(duration);
      if (seconds === undefined || seconds >= week) return [];
      const at = ["artifacts", "expire_in"];
      return [
        {
          path: placeOf(linted, name, at).path,
          message: `the generated pipeline expires after ${String(duration)}; a trigger job that is retried later fails`,
          hint: "Set `expire_in: 1 week` or more",
          fixes: setIn(linted, name, at, "1 week"),
        },
      ];
    });
  },
};

export default rule;
