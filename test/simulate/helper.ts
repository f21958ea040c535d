import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Pipeline, Reference, readConfiguration } from "../../src/model/index.ts";
import {
  type Facts,
  lintedPipeline,
  type Simulated,
  type SimulatedJob,
  type SituationName,
  simulate,
  situations,
} from "../../src/simulate/index.ts";

const referenceTag = {
  tag: "!reference",
  collection: "seq" as const,
  resolve: (list: { toJSON(): string[] }) => new Reference(list.toJSON()),
};

/** The pipeline of a configuration as GitLab's linter takes it. */
export function linted(yaml: string): Pipeline {
  const document: unknown = parse(yaml, {
    version: "1.1",
    merge: true,
    customTags: (tags) => [...tags, referenceTag as never],
  });
  return lintedPipeline(readConfiguration(document, "child.yml"));
}

/** What GitLab's own code answered, a row a line. */
export const verdicts = <Row>(name: string): readonly Row[] =>
  readFileSync(join(import.meta.dirname, "../fixtures/verdicts", name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);

/** A situation by name, on branch `dev` unless the facts say otherwise. */
export const situation = (name: SituationName = "push", facts: Partial<Facts> = {}) =>
  situations().get(name)!({ ref: "dev", defaultBranch: "main", ...facts });

/** A configuration, written as an object, in a situation. */
export const run = (
  document: Readonly<Record<string, unknown>>,
  name: SituationName = "push",
  facts: Partial<Facts> = {},
): Simulated =>
  simulate(lintedPipeline(readConfiguration(document, "child.yml")), situation(name, facts));

/** The names of the jobs of the pipeline; none where there is none. */
export const createdJobs = ({ created, jobs }: Simulated): readonly string[] =>
  created ? jobs.filter((job) => job.created).map(({ name }) => name) : [];

/** What became of one job. */
export function jobIn(simulated: Simulated, name: string): SimulatedJob {
  const found = simulated.jobs.find((job) => job.name === name);
  if (!found) throw new Error(`no job is called ${name}`);
  return found;
}

/** What a job with these keywords, called `a`, becomes; a second job keeps the pipeline going. */
export const job = (
  keywords: Readonly<Record<string, unknown>>,
  name: SituationName = "push",
  facts: Partial<Facts> = {},
): SimulatedJob =>
  jobIn(
    run(
      { a: { script: ["x"], ...keywords }, b: { script: ["x"], rules: [{ when: "always" }] } },
      name,
      facts,
    ),
    "a",
  );
