import { type Limits, orderedTop, type Pipeline } from "../model/index.ts";
import { printYaml } from "../yaml/index.ts";
import { comment } from "./comment.ts";
import { type Layout, layout, type Notes, type Section, section } from "./layout.ts";
import { depth, hashSize, parsedSize } from "./parsed-size.ts";

/**
 * How the part files of a pipeline come together: the first brings in the others by `include`; or
 * the trigger job lists all of them, always the same three; or there is only ever one file.
 */
export type PartsForm = "include" | "trigger" | "never";

/** Where the files of a pipeline go. */
export interface Target {
  /** The first file, from the working directory: `generated-config.yml`. */
  readonly path: string;
  /** The same as GitLab finds it in the archive: from the top of the repository. */
  readonly artifact: string;
  /** The job whose artifacts they are, as GitLab calls it. */
  readonly job: string;
}

/** One file of a pipeline, and what GitLab will count in it. */
export interface PartFile {
  readonly path: string;
  readonly text: string;
  /** UTF-8 bytes of the text. */
  readonly bytes: number;
  /** Bytes of the loaded YAML in GitLab's memory. */
  readonly parsedBytes: number;
  readonly depth: number;
  /** Visible jobs, `parallel` not expanded. */
  readonly jobs: number;
  readonly sections: readonly Section[];
}

/** The name of a file beside the first: `generated-config.2.yml`. */
export const beside = (path: string, mark: string | number): string =>
  path.replace(/(\.ya?ml)?$/, (ending) => `.${mark}${ending || ".yml"}`);

/** The file of this number, from 1. */
export const nthFile = (first: string, number: number): string =>
  number === 1 ? first : beside(first, number);

/** The whole pipeline in one file, however large. */
export function oneFile(pipeline: Pipeline, notes: Notes): PartFile {
  const { text, sections, document } = layout(pipeline, notes);
  return measured(notes.path, text, document, sections);
}

/**
 * The pipeline in as many files as it takes, none over a limit on sizes; `undefined` where `form`
 * does not allow that many. `whole` is the same in one file.
 */
export function partFiles(
  pipeline: Pipeline,
  whole: PartFile,
  cutting: Cutting,
): readonly PartFile[] | undefined {
  const { target, form, limits } = cutting;
  const isRead = ({ bytes, parsedBytes }: PartFile) =>
    bytes <= limits.yamlBytes.value && parsedBytes <= limits.parsedBytes.value;
  if (isRead(whole)) {
    return form === "trigger" ? [whole, ...fillers(target.path, listed - 1)] : [whole];
  }
  if (form === "never") return undefined;
  const cut = form === "trigger" ? listedParts : includedParts;
  const files = cut(pipeline, whole, cutting);
  // The first file may be too large by its globals alone, or by the list of the others.
  return files?.every(isRead) ? files : undefined;
}

/** The trigger job lists all files: the first has the globals and as many jobs as fit. */
function listedParts(
  pipeline: Pipeline,
  whole: PartFile,
  { notes, target, limits }: Cutting,
): readonly PartFile[] | undefined {
  const globals = globalsOf(pipeline);
  const [head = [], ...others] =
    chunked(whole.sections, notes, limits, sizeOfGlobals(globals)) ?? [];
  if (head.length + others.length === 0 || others.length > listed - 1) return undefined;
  return [
    fileOf(target.path, notes.header, globals, head),
    ...partsOf(others, target),
    ...fillers(target.path, listed - 1 - others.length, others.length + 2),
  ];
}

/** The first file has the globals and brings in the others, which have the jobs. */
function includedParts(
  pipeline: Pipeline,
  whole: PartFile,
  { notes, target, limits }: Cutting,
): readonly PartFile[] | undefined {
  const globals = globalsOf(pipeline);
  const chunks = chunked(whole.sections, notes, limits);
  if (!chunks) return undefined;
  const parts = chunks.map((_, index) => ({
    artifact: beside(target.artifact, index + 2),
    job: target.job,
  }));
  const own = [globals.include].flat().filter((entry) => entry !== undefined);
  if (own.length + parts.length > limits.includes.value) return undefined;
  const top = orderedTop({ ...globals, include: [...own, ...parts] });
  return [fileOf(target.path, notes.header, top, []), ...partsOf(chunks, target)];
}

const partsOf = (chunks: readonly (readonly Section[])[], { path, artifact }: Target): PartFile[] =>
  chunks.map((chunk, index) =>
    fileOf(beside(path, index + 2), [`A part of ${artifact}.`], {}, chunk),
  );

/** Files that a trigger job lists where it lists them all (GitLab: entry/trigger.rb). */
const listed = 3;

/** What cutting a pipeline into files goes by. */
export interface Cutting {
  readonly notes: Notes;
  readonly target: Target;
  readonly form: PartsForm;
  readonly limits: Limits;
}

/** What stands in a file. */
interface Size {
  readonly bytes: number;
  /** Without the table of the file's hash, which grows by doubling. */
  readonly parsed: number;
  readonly pairs: number;
}

const nothing: Size = { bytes: 0, parsed: 0, pairs: 0 };
/** Bytes kept free for the comments at the top. */
const margin = 2048;

const fits = ({ bytes, parsed, pairs }: Size, { yamlBytes, parsedBytes }: Limits) =>
  bytes + margin <= yamlBytes.value && parsed + hashSize(pairs) <= parsedBytes.value;

const sum = (a: Size, b: Size): Size => ({
  bytes: a.bytes + b.bytes,
  parsed: a.parsed + b.parsed,
  pairs: a.pairs + b.pairs,
});

const sizeOfGlobals = (globals: object): Size => {
  const pairs = Object.keys(globals).length;
  const bytes = Buffer.byteLength(printYaml(globals)) + 1;
  return { bytes, parsed: parsedSize(globals) - hashSize(pairs), pairs };
};

function globalsOf({ jobs: _, warnings: __, ...top }: Pipeline): Record<string, unknown> {
  return orderedTop(top);
}

/**
 * Sections by file, filled one after the other; in the first file `used` stands already.
 * `undefined` where one job is too large for any file.
 */
function chunked(
  sections: readonly Section[],
  notes: Notes,
  limits: Limits,
  used: Size = nothing,
): readonly (readonly Section[])[] | undefined {
  const chunks: Section[][] = [[]];
  let size = used;
  const waiting = [...sections].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const own = sizeOf(next);
    if (!fits(own, limits)) {
      const halves = halved(next, notes);
      if (!halves) return undefined;
      waiting.push(...halves.reverse());
      continue;
    }
    if (!fits(sum(size, own), limits)) {
      chunks.push([]);
      size = nothing;
    }
    chunks.at(-1)!.push(next);
    size = sum(size, own);
  }
  return chunks;
}

function sizeOf({ text, jobs }: Section): Size {
  const parsed = jobs.reduce((all, job) => all + parsedSize(job.name) + parsedSize(job.config), 0);
  return { bytes: Buffer.byteLength(text) + 1, parsed, pairs: jobs.length };
}

function halved({ service, jobs }: Section, notes: Notes): Section[] | undefined {
  if (jobs.length < 2) return undefined;
  const middle = Math.ceil(jobs.length / 2);
  return [jobs.slice(0, middle), jobs.slice(middle)].map((half) => section(service, half, notes));
}

function fileOf(
  path: string,
  header: readonly string[],
  globals: Readonly<Record<string, unknown>>,
  sections: readonly Section[],
): PartFile {
  const head = header.map((line) => `${comment(line)}\n`).join("");
  const top = Object.keys(globals).length > 0 ? printYaml(globals) : "";
  const parts = [head, top, ...sections.map(({ text }) => text)];
  const jobs = sections.flatMap((each) => each.jobs);
  const document = Object.fromEntries([
    ...Object.entries(globals),
    ...jobs.map((job) => [job.name, job.config]),
  ]);
  return measured(path, parts.filter((part) => part !== "").join("\n"), document, sections);
}

/** Files that the trigger job names and that have nothing to say; GitLab refuses an empty one. */
const fillers = (path: string, count: number, from = 2): PartFile[] =>
  Array.from({ length: count }, (_, index) => {
    const document = { ".fanout:no-jobs": { script: ["true"] } };
    const header = comment(`All jobs are in ${path}, or in a file before this one.`);
    const text = `${header}\n\n${printYaml(document)}`;
    return measured(beside(path, from + index), text, document, []);
  });

function measured(
  path: string,
  text: string,
  document: Layout["document"],
  sections: readonly Section[],
): PartFile {
  const visible = sections.flatMap(({ jobs }) => jobs).filter(({ kind }) => kind !== "hidden");
  return {
    path,
    text,
    bytes: Buffer.byteLength(text),
    parsedBytes: parsedSize(document),
    depth: depth(document),
    jobs: visible.length,
    sections,
  };
}
