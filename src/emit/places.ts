import { ordered, type Pipeline, type PlannedJob } from "../model/index.ts";
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
  readonly files: readonly MeasuredFile[];
  /** Those that `trigger:include` names, the first files; `include` brings in the others. */
  readonly entries: readonly string[];
  readonly facts: readonly JobFacts[];
}

/** A file as `layout` wrote it: bytes of its text and of the loaded YAML, and levels of it. */
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
  /** How many paths the comparison names, as `rules:changes` sees them. */
  readonly changedPaths: number;
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

/** What is counted of one job. */
export type Count = (job: JobFacts) => number;

export const sum = <T>(items: readonly T[], size: (item: T) => number): number =>
  items.reduce((total, item) => total + size(item), 0);
export const greatest = <T>(items: readonly T[], size: (item: T) => number): number =>
  items.reduce((top, item) => Math.max(top, size(item)), 0);

const firstPath = (world: World): string => world.measured[0]?.files[0]?.path ?? "";

/** A place a file, of the child and of all grandchildren. */
export const eachFile =
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

/** A place a pipeline. */
export const eachPipeline =
  (value: (one: Measured) => number, parts?: (one: Measured) => readonly Part[]) =>
  ({ measured }: World): readonly Place[] =>
    measured.map((one) => ({
      name: one.name || undefined,
      where: [one.files[0]?.path ?? "", ...(one.name ? [one.name] : [])],
      value: value(one),
      ...(parts && { parts: () => parts(one) }),
    }));

/** One place: all pipelines together. `before` are those that no job of theirs starts. */
export const altogether =
  (count: Count, before = 0) =>
  (world: World): readonly Place[] => {
    const facts = world.measured.flatMap((one) => one.facts);
    const value = before + sum(facts, count);
    return [{ where: [firstPath(world)], value, parts: () => serviceParts(facts, count) }];
  };

/** Each archive, and each file in it: GitLab holds both to one setting. */
export const eachArchive = (world: World): readonly Place[] => [
  ...eachFile((file) => file.bytes, textParts)(world),
  ...world.archives.map(({ name, bytes }) => ({
    name: world.archives.length > 1 ? name : undefined,
    where: [name],
    value: bytes,
    parts: () => (world.archives.length > 1 ? [] : fileParts(world.measured)),
  })),
];

/** What jobs have, by their service; jobs of no service stand alone. */
export function serviceParts(facts: readonly JobFacts[], count: Count): readonly Part[] {
  const sums = new Map<string, number>();
  for (const job of facts) {
    const name = job.service ?? job.name;
    sums.set(name, (sums.get(name) ?? 0) + count(job));
  }
  return [...sums].map(([name, value]) => ({ name, value }));
}

/** The bytes of files by their paths; of a single file, of what is in it. */
export const fileParts = (measured: readonly Measured[]): readonly Part[] => {
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

/** Bytes of text. */
export const textParts = sectionParts(
  ({ text }) => Buffer.byteLength(text),
  ({ name, config }) => Buffer.byteLength(printYaml(new Map([[name, ordered(config)]]))),
);
/** Bytes of the loaded YAML, as far as it is jobs. */
export const parsedParts = sectionParts(
  ({ jobs }) => sum(jobs, (job) => parsedSize(job.config)),
  (job) => parsedSize(job.config),
);
