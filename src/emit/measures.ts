import { type LimitName, ordered, type Pipeline, type PlannedJob } from "../model/index.ts";
import { printYaml } from "../yaml/index.ts";
import type { JobFacts } from "./facts.ts";
import type { Section } from "./layout.ts";
import { parsedSize } from "./parsed-size.ts";

/** One pipeline as GitLab will create it, and the files that it is read from. */
export interface Measured {
  /** "" for the child itself, else the grandchild's name: for messages. */
  readonly name: string;
  /** Its `include` does not name the files below. */
  readonly pipeline: Pipeline;
  /** The first is named in `trigger:include`; `include` brings in the others. */
  readonly files: readonly MeasuredFile[];
  readonly facts: readonly JobFacts[];
}

export interface MeasuredFile {
  readonly path: string;
  readonly bytes: number;
  readonly parsedBytes: number;
  readonly depth: number;
  readonly sections: readonly Section[];
}

/** An artifact archive: the job that makes it, and the bytes of its files before they are packed. */
export interface Archive {
  readonly name: string;
  readonly bytes: number;
}

/** What the limits are measured on. */
export interface World {
  /** The child first. */
  readonly measured: readonly Measured[];
  readonly archives: readonly Archive[];
}

/** A part of a value: a job, a service or a file, and how much of it is theirs. */
export interface Part {
  readonly name: string;
  readonly value: number;
}

/** Where a limit holds: a file, a pipeline, an archive, or all pipelines together. */
export interface Place {
  /** Its name; `undefined` where nobody could think of another place. */
  readonly name?: string | undefined;
  /** For messages: the file, and the pipeline where it is not the child. */
  readonly where: readonly string[];
  readonly value: number;
  /** The parts of the value, in any order; asked for only when it is near its limit. */
  readonly parts?: () => readonly Part[];
}

export interface Measure {
  readonly places: (world: World) => readonly Place[];
  readonly help: string;
  /** Set by hand, one job at a time: using it up is no sign of growth, so it does not warn. */
  readonly byHand?: true;
}

type Count = (job: JobFacts) => number;

const sum = <T>(items: readonly T[], size: (item: T) => number): number =>
  items.reduce((total, item) => total + size(item), 0);
const greatest = <T>(items: readonly T[], size: (item: T) => number): number =>
  items.reduce((top, item) => Math.max(top, size(item)), 0);

const firstPath = (world: World): string => world.measured[0]?.files[0]?.path ?? "";

const eachFile =
  (value: (file: MeasuredFile) => number, parts?: (file: MeasuredFile) => readonly Part[]) =>
  ({ measured }: World): readonly Place[] =>
    measured.flatMap(({ name, files }) =>
      files.map((file) => ({
        name: name === "" && files.length === 1 ? undefined : file.path,
        where: [file.path],
        value: value(file),
        ...(parts && { parts: () => parts(file) }),
      })),
    );

const eachPipeline =
  (value: (one: Measured) => number, parts?: (one: Measured) => readonly Part[]) =>
  ({ measured }: World): readonly Place[] =>
    measured.map((one) => ({
      name: one.name || undefined,
      where: [one.files[0]?.path ?? "", ...(one.name ? [one.name] : [])],
      value: value(one),
      ...(parts && { parts: () => parts(one) }),
    }));

/** One place: all pipelines together. `before` are those that no job of theirs starts. */
const altogether =
  (count: Count, before = 0) =>
  (world: World): readonly Place[] => {
    const facts = world.measured.flatMap((one) => one.facts);
    const value = before + sum(facts, count);
    return [{ where: [firstPath(world)], value, parts: () => serviceParts(facts, count) }];
  };

/** Each archive, and each file in it: GitLab holds both to one setting. */
const eachArchive = (world: World): readonly Place[] => [
  ...eachFile((file) => file.bytes, textParts)(world),
  ...world.archives.map(({ name, bytes }) => ({
    name: world.archives.length > 1 ? name : undefined,
    where: [name],
    value: bytes,
    parts: () => (world.archives.length > 1 ? [] : fileParts(world.measured)),
  })),
];

/** The most that any one job has. */
const most = (count: Count, help: string): Measure => ({
  places: eachPipeline(
    ({ facts }) => greatest(facts, count),
    ({ facts }) => facts.map((job) => ({ name: job.name, value: count(job) })),
  ),
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

function serviceParts(facts: readonly JobFacts[], count: Count): readonly Part[] {
  const sums = new Map<string, number>();
  for (const job of facts) {
    const name = job.service ?? job.name;
    sums.set(name, (sums.get(name) ?? 0) + count(job));
  }
  return [...sums].map(([name, value]) => ({ name, value }));
}

const fileParts = (measured: readonly Measured[]): readonly Part[] => {
  const files = measured.flatMap((one) => one.files);
  if (files.length === 1) return textParts(files[0]!);
  return files.map(({ path, bytes }) => ({ name: path, value: bytes }));
};

/** The services of a file; where it holds one alone, its jobs. */
const sectionParts =
  (sectionSize: (section: Section) => number, jobSize: (job: PlannedJob) => number) =>
  ({ sections }: MeasuredFile): readonly Part[] =>
    sections.length === 1
      ? sections[0]!.jobs.map((job) => ({ name: job.name, value: jobSize(job) }))
      : sections.map((each) => ({
          name: each.service ?? "jobs of no service",
          value: sectionSize(each),
        }));

const textParts = sectionParts(
  ({ text }) => Buffer.byteLength(text),
  ({ name, config }) => Buffer.byteLength(printYaml(new Map([[name, ordered(config)]]))),
);
const parsedParts = sectionParts(
  ({ jobs }) => sum(jobs, (job) => parsedSize(job.config)),
  (job) => parsedSize(job.config),
);

const smaller =
  "Move what jobs share into `default` or a hidden job that they `extends`; anchors do not help";
const fewer =
  "Select fewer services, or raise the limit under gitlab.limits if the instance has one";

/** What the files show of GitLab's limits (GITLAB.md section 1), in the order of the report. */
export const measures: Partial<Record<LimitName, Measure>> = {
  yamlBytes: { places: eachFile((file) => file.bytes, textParts), help: smaller },
  parsedBytes: { places: eachFile((file) => file.parsedBytes, parsedParts), help: smaller },
  yamlDepth: { places: eachFile((file) => file.depth), help: "Nest lists and hashes less deeply" },
  totalBytes: {
    places: eachPipeline(
      ({ files }) => sum(files, (file) => file.bytes),
      (one) => fileParts([one]),
    ),
    help: smaller,
  },
  artifactArchiveBytes: { places: eachArchive, help: smaller },
  jobBytes: most((job) => job.bytes, "Move long scripts into files of the repository"),
  jobs: total((job) => job.copies, fewer),
  activeJobs: { places: altogether((job) => job.copies), help: fewer },
  deployments: total(
    (job) => (job.environment ? job.copies : 0),
    "Deploy several services in one job, or in a pipeline of their own",
  ),
  hierarchy: {
    places: altogether((job) => (job.trigger ? job.copies : 0), 2),
    help: "Trigger fewer pipelines: bring small services together in one child",
  },
  includes: {
    places: eachPipeline(
      ({ pipeline, files }) => includesOf(pipeline.include) + Math.max(0, files.length - 1),
    ),
    help: "Join small included files, or generate their jobs",
  },
  needs: most(
    (job) => job.needs,
    "Put a job between that gathers some of them, or order by stages",
  ),
  crossNeeds: byHand(most((job) => job.crossNeeds, "Gather their artifacts in fewer jobs")),
  nameLength: byHand(most((job) => [...job.name].length, "Shorten the job's name")),
  parallel: byHand(most((job) => job.copies, "Split the matrix over two jobs")),
  triggerIncludes: byHand(most((job) => job.triggerIncludes, "Include fewer files")),
  tags: byHand(most((job) => job.tags, "Use fewer tags")),
  caches: byHand(most((job) => job.caches, "Use fewer caches")),
  rulePaths: byHand(most((job) => job.rulePaths, "Use wider patterns")),
};

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
