import type { Diagnostic } from "../diagnostics/index.ts";
import type { Limit, Limits, Pipeline } from "../model/index.ts";
import { compact } from "./compact/index.ts";
import { jobFacts } from "./facts.ts";
import { layout, type Notes } from "./layout.ts";
import { holdToLimits, type LimitRow, type Measured } from "./limits.ts";
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

export interface EmitOptions {
  /**
   * `auto`: what jobs share moves into hidden jobs and `default` when the file would use more than
   * 60 % of a limit on sizes. `never`, the default: jobs stay as they were written.
   */
  readonly compact?: "auto" | "never";
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
  const plain = measure(pipeline, notes);
  const isNeeded = options.compact === "auto" && isLarge(plain.file, limits);
  const small = isNeeded ? measure(compact(pipeline, limits), notes) : plain;
  const measured = small.file.bytes <= plain.file.bytes ? small : plain;
  return { files: [measured.file], ...holdToLimits([measured], [], limits) };
}

function measure(pipeline: Pipeline, notes: Notes): Measured & { readonly file: EmittedFile } {
  const { text, sections, document } = layout(pipeline, notes);
  const facts = jobFacts(pipeline);
  const file = {
    path: notes.path,
    text,
    bytes: Buffer.byteLength(text),
    parsedBytes: parsedSize(document),
    jobs: facts.length,
  };
  const files = [{ ...file, sections, depth: depth(document) }];
  return { name: "", pipeline, file, files, facts };
}

/** From this share of a limit on, fewer bytes are worth more than jobs as they were written. */
const largeShare = 0.6;

const isLarge = ({ bytes, parsedBytes }: EmittedFile, limits: Limits): boolean => {
  const uses = (value: number, { value: limit }: Limit) => limit > 0 && value > largeShare * limit;
  const { yamlBytes, totalBytes, artifactArchiveBytes } = limits;
  const ofText = [yamlBytes, totalBytes, artifactArchiveBytes];
  return uses(parsedBytes, limits.parsedBytes) || ofText.some((limit) => uses(bytes, limit));
};
