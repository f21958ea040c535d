import { gitlabErrors, loadedPipeline } from "../lint/index.ts";
import { type LoadedFile, load } from "../loading/index.ts";
import { isHash, type Pipeline } from "../model/index.ts";
import type { Surroundings } from "./artifacts.ts";

/** A configuration as GitLab reads it before it judges jobs. */
export interface ReadPipeline {
  /** `undefined` where it is refused, or cannot be told without what is missing. */
  readonly pipeline: Pipeline | undefined;
  /** GitLab's words where it refuses it. */
  readonly refused: readonly string[];
  /** What it includes from elsewhere and nobody has mapped: its jobs are not among those of the pipeline. */
  readonly missing: readonly string[];
  /** The file in which a job is written, where that is known. */
  fileOf(job: string): string | undefined;
}

/**
 * Reads a configuration with all that it includes. `variables` are those when the pipeline is
 * created; left out, rules of `include` may go either way.
 */
export async function readPipeline(
  entry: string | LoadedFile,
  isChild: boolean,
  variables: Readonly<Record<string, string>> | undefined,
  { world, limits, version }: Pick<Surroundings, "world" | "limits" | "version">,
): Promise<ReadPipeline> {
  const loaded = await load(entry, world, {
    ...{ child: isChild, limits },
    ...(variables && { variables }),
  });
  const missing = [...new Set(loaded.unknown.map(({ key }) => key))];
  const problems = loaded.problems.filter(({ severity }) => severity === "error");
  const words =
    problems.length > 0
      ? problems.map(({ gitlab, message }) => gitlab ?? message)
      : loaded.open
        ? []
        : gitlabErrors(loaded.document, { limits, version }).map(({ message }) => message);
  return {
    pipeline: words.length > 0 ? undefined : loadedPipeline(loaded, limits),
    refused: [...new Set(words)],
    missing,
    fileOf: (job) => loaded.where([job])?.file,
  };
}

/** Why something is not known of a pipeline. */
export const unread = (missing: readonly string[]): string =>
  `it includes ${missing.join(", ")}, and that is not read here`;

/** What a `trigger` includes; nothing where it starts a pipeline of another project. */
export const entriesOf = (trigger: unknown): readonly unknown[] =>
  isHash(trigger) ? [trigger.include ?? []].flat() : [];

/**
 * The configuration of a child, called as people do: GitLab reads the entries as the `include` of a
 * text of its own (bridge.rb, yaml_for_downstream).
 */
export const textOf = (entries: readonly unknown[]): LoadedFile => ({
  path: entries.map(nameOf).join(", "),
  text: JSON.stringify({ include: entries }),
});

/** How people call what an entry of `trigger:include` names. */
function nameOf(entry: unknown): string {
  if (!isHash(entry)) return String(entry).replace(/^\/+/, "");
  const { local, artifact, project, file, remote, template, component } = entry;
  if (typeof project === "string") return `${[file].flat().join(", ")} of ${project}`;
  return String(local ?? artifact ?? remote ?? template ?? component ?? "").replace(/^\/+/, "");
}
