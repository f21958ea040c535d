import type { Found, Linted, Rule } from "../types.ts";
import { mayTake } from "./facts/artifact-paths.ts";
import { artifactIncludes, jobCalled } from "./facts/children.ts";
import { placeOf } from "./facts/place.ts";
import { hasVariable, member, named, texts } from "./facts/read.ts";

const rule: Rule = {
  code: "child-artifact-produced",
  severity: "error",
  docs: `A trigger job takes its child pipeline from a file in the artifacts of another job. Where that job
keeps no artifact under this path, the trigger job fails with "does not exist inside the artifacts archive", and
no child is created. Add the file to \`artifacts:paths\` of the job that writes it.`,
  check: (linted) =>
    linted.open
      ? []
      : artifactIncludes(linted).flatMap((entry) => {
          const generator = jobCalled(linted, entry.generator);
          if (!generator || hasVariable(entry.artifact)) return [];
          const [name, config] = generator;
          const problem = problemOf(
            member(config, "artifacts"),
            entry.artifact.replaceAll("\\", "/").replace(/^(?:\.?\/+)+/, ""),
          );
          return problem ? [tell(linted, entry, name, problem)] : [];
        }),
};

/** Why a job cannot be sure to hand over this file. */
function problemOf(artifacts: unknown, file: string): string | undefined {
  const patterns = texts(member(artifacts, "paths")).map(({ value }) => value);
  if (member(artifacts, "when") === "on_failure") return "keeps artifacts only when it fails";
  if (member(artifacts, "untracked") === true) return undefined;
  if (patterns.length === 0) return "has no `artifacts:paths`";
  const taken = patterns.some((pattern) => mayTake(pattern, file));
  return taken ? undefined : `keeps only ${named(patterns)}`;
}

const tell = (
  linted: Linted,
  {
    trigger,
    path,
    artifact,
  }: { trigger: string; path: readonly (string | number)[]; artifact: string },
  generator: string,
  problem: string,
): Found => ({
  path: placeOf(linted, trigger, [...path, "artifact"]).path,
  message: `takes "${artifact}" from the artifacts of "${generator}", which ${problem}`,
  hint: `Add "${artifact}" to \`artifacts:paths\` of "${generator}"`,
});

export default rule;
