import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { Limits, Pipeline } from "../model/index.ts";
import { type Arranged, type Arranging, arrange } from "./arrange.ts";
import type { FileSet } from "./file-set.ts";
import type { Notes } from "./layout.ts";
import { holdToLimits, type LimitRow } from "./limits.ts";
import type { Draft } from "./move-out.ts";
import type { PartFile, PartsForm } from "./parts.ts";
import type { Router } from "./router.ts";

/** A file to write, and what GitLab will count in it. */
export interface EmittedFile extends Omit<PartFile, "depth" | "sections"> {
  /** The shard job of the child that writes it, from 1; without it `generate` does, at once. */
  readonly shard?: number;
}

/** A pipeline that GitLab will create from these files. */
export interface EmittedPipeline {
  /** The trigger job that starts it; "" for the child itself. */
  readonly name: string;
  /** As it was made: a compact form is only a form. */
  readonly pipeline: Pipeline;
  /** Paths of its files, the first first. */
  readonly files: readonly string[];
  /** By job name: the path of its file. */
  readonly fileOf: ReadonlyMap<string, string>;
}

export interface Emitted {
  /** The child, and the grandchildren that hold jobs of it. */
  readonly pipelines: readonly EmittedPipeline[];
  readonly files: readonly EmittedFile[];
  /** How many jobs of the child write files, and what they must come to; 0 and "" without any. */
  readonly shards: number;
  readonly plan: string;
  /** By job name: needs that became an order of pipelines. */
  readonly moved: Draft["moved"];
  readonly limits: readonly LimitRow[];
  /** LIMIT_NEAR for each limit of which 80 % or more is used, NEED_ARTIFACTS_LOST. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface EmitOptions {
  /**
   * `auto`: what jobs share moves into hidden jobs and `default` when the file would use more than
   * 60 % of a limit on sizes. `never`, the default: jobs stay as they were written.
   */
  readonly compact?: "auto" | "never";
  /** How a text too large for one file is cut; `never` unless told. */
  readonly parts?: PartsForm;
  /** The job whose artifacts the files are; `generate-config` unless told. */
  readonly job?: string;
  /** The path of the first file in the archive; as in the notes unless told. */
  readonly artifact?: string;
  /** Services whose jobs are a pipeline of their own each; none unless told. */
  readonly apart?: ReadonlySet<string>;
  /** How grandchildren come about; without it there are none. */
  readonly router?: Router | undefined;
  /** Why there can be none, for people. */
  readonly whole?: string;
  /** How many paths the comparison names; 0 unless told. */
  readonly changedPaths?: number;
}

/**
 * The files of a pipeline: the same input gives the same bytes. Raises a UserError with exit
 * code 4 and a LIMIT_OVER for each limit of GitLab's that they would pass.
 */
export function emit(
  pipeline: Pipeline,
  notes: Notes,
  limits: Limits,
  options: EmitOptions = {},
): Emitted {
  const { compact = "never", parts = "never", job = "generate-config" } = options;
  const { artifact = notes.path, apart = new Set(), router } = options;
  const target = { path: notes.path, artifact, job };
  const making: Arranging = {
    ...{ notes, limits, target, form: parts, compact: compact === "auto" },
    ...{ apart, router },
  };
  const arranged = arrange(pipeline, making);
  const { child, grandchildren, shards, plan, moved } = arranged;
  const measured = [{ ...child, name: "" }, ...grandchildren];
  const held = telling(options.whole, () =>
    holdToLimits(measured, archivesOf(arranged), limits, options.changedPaths),
  );
  return {
    pipelines: [emitted("", child), ...grandchildren.map((each) => emitted(each.name, each))],
    files: [
      ...child.files.map(file),
      ...grandchildren.flatMap(({ files, shard }) =>
        files.map((each) => ({ ...file(each), shard })),
      ),
    ],
    shards,
    plan,
    moved,
    limits: held.limits,
    diagnostics: [...held.diagnostics, ...lost(moved)],
  };
}

const file = ({ path, text, bytes, parsedBytes, jobs }: PartFile): EmittedFile => ({
  path,
  text,
  bytes,
  parsedBytes,
  jobs,
});

const emitted = (name: string, { plain, files }: FileSet): EmittedPipeline => ({
  name,
  pipeline: plain,
  files: files.map(({ path }) => path),
  fileOf: new Map(
    files.flatMap(({ path, sections }) =>
      sections.flatMap(({ jobs }) => jobs.map((job) => [job.name, path] as const)),
    ),
  ),
});

/** What is refused is told with the reason why nothing was split. */
function telling<T>(whole: string | undefined, hold: () => T): T {
  try {
    return hold();
  } catch (error) {
    if (whole === undefined || !(error instanceof UserError)) throw error;
    const why = found("SPLIT_IMPOSSIBLE", [], { problem: whole });
    throw new UserError([...error.diagnostics, why], { cause: error });
  }
}

/** The files of each job travel in one archive. */
function archivesOf({ child, grandchildren }: Arranged) {
  const sizes = new Map<string, number>();
  for (const { target, files } of [child, ...grandchildren]) {
    const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
    sizes.set(target.job, (sizes.get(target.job) ?? 0) + bytes);
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes }));
}

/** Jobs that would have downloaded what another pipeline makes. */
function lost(moved: Draft["moved"]): Diagnostic[] {
  const jobs = [...moved].filter(([, needs]) => needs.some(({ artifacts }) => artifacts));
  if (jobs.length === 0) return [];
  return [found("NEED_ARTIFACTS_LOST", [], { jobs: jobs.map(([name]) => name) })];
}
