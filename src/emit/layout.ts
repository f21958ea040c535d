import { ordered, orderedTop, type Pipeline, type PlannedJob } from "../model/index.ts";
import { groupBy } from "../workspace/index.ts";
import { printYaml } from "../yaml/index.ts";
import { comment } from "./comment.ts";

/** What stands in an emitted file beside the pipeline itself. */
export interface Notes {
  /** Where the file goes, from the working directory: `generated-config.yml`. */
  readonly path: string;
  /** What made it and from what: one comment line each. */
  readonly header: readonly string[];
  /** Why a service is here, by its name. */
  readonly services: ReadonlyMap<string, string>;
}

/** The jobs of one service, or of the pipeline itself, and their text. */
export interface Section {
  readonly service: string | undefined;
  readonly jobs: readonly PlannedJob[];
  readonly text: string;
}

export interface Layout {
  readonly text: string;
  readonly sections: readonly Section[];
  /** The whole file as one value: what a reader of the text sees. */
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * The text of a pipeline: comments of the header, GitLab's global keywords, the jobs of no
 * service, then service by service, each under one comment that says why it is here.
 */
export function layout(pipeline: Pipeline, notes: Notes): Layout {
  const { jobs, warnings: _, ...top } = pipeline;
  const globals: Record<string, unknown> = orderedTop(top);
  const groups = groupBy(jobs, (job) => job.service);
  const services = [...groups.keys()].filter((name) => name !== undefined).sort();
  const sections = [undefined, ...services].flatMap((service) => {
    const members = groups.get(service);
    return members ? [section(service, members, notes)] : [];
  });
  const header = notes.header.map((line) => `${comment(line)}\n`).join("");
  const parts = [header, printYaml(globals), ...sections.map(({ text }) => text)];
  return {
    text: parts.filter((part) => part !== "").join("\n"),
    sections,
    document: Object.fromEntries([
      ...Object.entries(globals),
      ...jobs.map((job) => [job.name, job.config]),
    ]),
  };
}

/** The jobs of one service under their comment. */
export function section(
  service: string | undefined,
  jobs: readonly PlannedJob[],
  notes: Notes,
): Section {
  const why = service === undefined ? undefined : notes.services.get(service);
  const head = service === undefined ? "" : `${comment(why ? `${service}: ${why}` : service)}\n`;
  // A Map, for an object would put names such as "10" first.
  const body = printYaml(new Map(jobs.map((job) => [job.name, ordered(job.config)])));
  return { service, jobs, text: head + body };
}
