import type { LimitName, Pipeline } from "../model/index.ts";
import type { JobFacts } from "./facts.ts";
import {
  altogether,
  type Count,
  eachArchive,
  eachFile,
  eachPipeline,
  fileParts,
  greatest,
  type Measured,
  type Part,
  type Place,
  parsedParts,
  serviceParts,
  sum,
  textParts,
  type World,
} from "./places.ts";
import { type RuleFacts, ruleCounter } from "./rule-facts.ts";

/** How much of a limit is used, and what would help past it. */
export interface Measure {
  readonly places: (world: World) => readonly Place[];
  readonly help: string;
  /** Set by hand, one job at a time: using it up is no sign of growth, so it does not warn. */
  readonly byHand?: true;
  /** What is split goes up to the limit on purpose, and does not warn. */
  readonly split?: true;
}

/** The most that any one job has. */
const most = (count: Count, help: string): Measure => ({
  places: eachPipeline(
    ({ facts }) => greatest(facts, count),
    ({ facts }) => facts.map((job) => ({ name: job.name, value: count(job) })),
  ),
  help,
});
/** The most that one job has, `workflow` or an entry of `include`, by its rules. */
const mostOfRules = (count: (facts: RuleFacts, world: World) => number, help: string): Measure => ({
  places: (world) => {
    const parts = ({ pipeline, facts }: Measured): readonly Part[] => [
      ...facts.map((job) => ({ name: job.name, value: count(job, world) })),
      { name: "workflow or include", value: count(ruleCounter().ofTop(pipeline), world) },
    ];
    return eachPipeline((one) => greatest(parts(one), (part) => part.value), parts)(world);
  },
  help,
});
/** What all jobs of a pipeline have together. */
const total = (count: Count, help: string): Measure => ({
  places: eachPipeline(
    ({ facts }) => sum(facts, count),
    ({ facts }) => serviceParts(facts, count),
  ),
  help,
});

const smaller =
  "Move long scripts into files of the repository: fanout compacts and splits by itself (`split`), but not within a job";
const apart =
  "Make the services smaller, or raise the limit under gitlab.limits: fanout splits by itself (`split`), but not within a service";
const fewer =
  "Select fewer services, or raise the limit under gitlab.limits if the instance has a higher one";
const together =
  'Trigger fewer pipelines: bring small services together in one child (shape: "jobs")';
const triggers = (job: JobFacts): number => (job.trigger ? job.copies : 0);

/** What the files show of GitLab's limits (GITLAB.md section 1), in the order of the report. */
export const measures: Readonly<Record<LimitName, Measure>> = {
  yamlBytes: split({ places: eachFile((file) => file.bytes, textParts), help: smaller }),
  parsedBytes: split({ places: eachFile((file) => file.parsedBytes, parsedParts), help: smaller }),
  yamlDepth: { places: eachFile((file) => file.depth), help: "Nest lists and hashes less deeply" },
  totalBytes: {
    places: eachPipeline(
      ({ files }) => sum(files, (file) => file.bytes),
      (one) => fileParts([one]),
    ),
    help: smaller,
  },
  artifactArchiveBytes: split({ places: eachArchive, help: smaller }),
  jobBytes: most((job) => job.bytes, "Move long scripts into files of the repository"),
  jobs: split(total((job) => job.copies, apart)),
  activeJobs: {
    places: altogether((job) => job.copies),
    help: `Splitting cannot help, for it counts the whole project. ${fewer}`,
  },
  deployments: split(total((job) => (job.environment ? job.copies : 0), apart)),
  childDepth: byHand({
    places: eachPipeline(
      ({ name, facts }) =>
        (name === "" ? 1 : 2) + (facts.some((job) => job.triggerIncludes > 0) ? 1 : 0),
      ({ facts }) => facts.map((job) => ({ name: job.name, value: job.triggerIncludes })),
    ),
    help: "Trigger it from the child, or start a pipeline of a project (trigger:project)",
  }),
  // The root and the child are there before any job of the child.
  hierarchy: { places: altogether(triggers, 2), help: together },
  // All within one minute at worst, with the one that starts the child.
  triggerRate: { places: altogether(triggers, 1), help: together },
  // What the trigger job names itself is not counted (project_config/bridge.rb).
  includes: {
    places: eachPipeline(
      ({ pipeline, files, entries }) =>
        includesOf(pipeline.include) + Math.max(0, files.length - entries.length),
    ),
    help: "Join small included files, or generate their jobs",
  },
  needs: most(
    (job) => job.needs,
    "Put a job between that gathers some of them, or order by stages",
  ),
  crossNeeds: byHand(most((job) => job.crossNeeds, "Gather their artifacts in fewer jobs")),
  nameLength: byHand(most((job) => lengthOf(job.name), "Shorten the job's name")),
  parallel: byHand(most((job) => job.copies, "Split the matrix over two jobs")),
  triggerIncludes: byHand(most((job) => job.triggerIncludes, "Include fewer files")),
  tags: byHand(most((job) => job.tags, "Use fewer tags")),
  caches: byHand(most((job) => job.caches, "Use fewer caches")),
  rulePaths: byHand(most((job) => job.rulePaths, "Use wider patterns")),
  ruleComparisons: mostOfRules(
    (facts, world) => facts.changesPatterns * world.changedPaths,
    "Use fewer and wider patterns; fanout selects by its own patterns, which have no such limit",
  ),
  ifTokens: byHand(
    mostOfRules((facts) => facts.ifTokens, "Share the condition out over several rules"),
  ),
  inputs: byHand(most((job) => job.inputs, "Pass fewer inputs, or one that holds several values")),
  nesting: byHand(most((job) => job.nesting, "Extend fewer levels of jobs; nest lists less")),
  stageNameLength: byHand({
    places: eachPipeline(
      ({ pipeline }) => greatest(stagesOf(pipeline), lengthOf),
      ({ pipeline }) => stagesOf(pipeline).map((name) => ({ name, value: lengthOf(name) })),
    ),
    help: "Shorten the stage's name",
  }),
};

const lengthOf = (text: string): number => [...text].length;

/** Those that are listed and those that jobs name, which an included file may list. */
const stagesOf = ({ stages, jobs }: Pipeline): readonly string[] => [
  ...new Set([...stages, ...jobs.flatMap(({ stage }) => stage ?? [])]),
];

function split(measure: Measure): Measure {
  return { ...measure, split: true };
}

function byHand(measure: Measure): Measure {
  return { ...measure, byHand: true };
}

/** Entries of `include`; `file` of a project may be a list. */
function includesOf(include: unknown): number {
  const entries: unknown[] = Array.isArray(include)
    ? include
    : include === undefined
      ? []
      : [include];
  return entries.reduce<number>((count, entry) => {
    const file = (entry as { file?: unknown } | null)?.file;
    return count + (Array.isArray(file) ? file.length : 1);
  }, 0);
}
