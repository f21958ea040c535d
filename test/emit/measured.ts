import { jobFacts } from "../../src/emit/facts.ts";
import { depth, parsedSize } from "../../src/emit/index.ts";
import { layout } from "../../src/emit/layout.ts";
import type { Measured, MeasuredFile } from "../../src/emit/limits.ts";
import { limitNames, type Pipeline } from "../../src/model/index.ts";

/** Every limit off. */
export const off: Readonly<Record<string, number>> = Object.fromEntries(
  limitNames.map((name) => [name, 0]),
);

function measuredFile(pipeline: Pipeline, path: string): MeasuredFile {
  const notes = { path, header: [], services: new Map<string, string>() };
  const { text, sections, document } = layout(pipeline, notes);
  return {
    path,
    bytes: Buffer.byteLength(text),
    parsedBytes: parsedSize(document),
    depth: depth(document),
    sections,
  };
}

/**
 * A pipeline in one file, or the jobs of these names in each of several, of which the trigger job
 * names the first ones.
 */
export function measured(
  pipeline: Pipeline,
  name = "",
  files: Readonly<Record<string, readonly string[]>> = {},
  named = 1,
): Measured {
  const parts = Object.entries(files).map(([path, jobs]) =>
    measuredFile(
      { ...pipeline, jobs: pipeline.jobs.filter((job) => jobs.includes(job.name)) },
      path,
    ),
  );
  return {
    name,
    pipeline,
    files: parts.length ? parts : [measuredFile(pipeline, "generated-config.yml")],
    entries: Array.from({ length: named }, (_, index) => `${index}.yml`),
    facts: jobFacts(pipeline),
  };
}
