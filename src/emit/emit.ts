import type { Diagnostic } from "../diagnostics/index.ts";
import type { Limits, Pipeline } from "../model/index.ts";
import { jobFacts } from "./facts.ts";
import { layout, type Notes } from "./layout.ts";
import { holdToLimits, type LimitRow } from "./limits.ts";
import { depth, parsedSize } from "./parsed-size.ts";

/** A file to write, and what GitLab will count in it. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string;
  /** UTF-8 bytes of the text. */
  readonly bytes: number;
  /** Bytes of the loaded YAML in GitLab's memory. */
  readonly parsedBytes: number;
  /** Visible jobs, `parallel` not expanded. */
  readonly jobs: number;
}

export interface Emitted {
  readonly files: readonly EmittedFile[];
  readonly limits: readonly LimitRow[];
  /** LIMIT_NEAR for each limit of which 80 % or more is used. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The files of a pipeline: the same input gives the same bytes. Raises a UserError with exit
 * code 4 and a LIMIT_OVER for each limit of GitLab's that they would pass.
 */
export function emit(pipeline: Pipeline, notes: Notes, limits: Limits): Emitted {
  const { text, sections, document } = layout(pipeline, notes);
  const facts = jobFacts(pipeline);
  const file = {
    path: notes.path,
    text,
    bytes: Buffer.byteLength(text),
    parsedBytes: parsedSize(document),
    jobs: facts.length,
  };
  const measured = { pipeline, file, facts, sections, depth: depth(document) };
  return { files: [file], ...holdToLimits(measured, limits) };
}
