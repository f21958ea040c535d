import type { Diagnostic } from "../diagnostics/index.ts";
import type { Default, Include, Job, Variables, Workflow } from "./keywords/index.ts";

/** A job as a generator, a template or another program wrote it: not yet checked. */
export interface JobDraft {
  readonly name: string;
  /** The service it belongs to; `undefined` for jobs of the pipeline itself. */
  readonly service?: string;
  /** Where it was written, for messages: `generators/node.ts`. */
  readonly origin: string;
  readonly config: unknown;
}

/** Everything that goes into one child pipeline, not yet checked. */
export interface PipelineDraft {
  /** Where the top level was written, for messages: `fanout.config.ts`. */
  readonly origin?: string;
  /** GitLab's own five when left out: .pre, build, test, deploy, .post. */
  readonly stages?: readonly string[];
  readonly workflow?: unknown;
  readonly default?: unknown;
  readonly variables?: unknown;
  readonly include?: unknown;
  readonly jobs: readonly JobDraft[];
}

/** `job` runs something, `trigger` starts another pipeline, `hidden` (`.name`) is only material. */
export type JobKind = "job" | "trigger" | "hidden";

/** A job of a valid pipeline. */
export interface PlannedJob {
  readonly name: string;
  readonly kind: JobKind;
  readonly service: string | undefined;
  readonly origin: string;
  /** The stage it runs in; `undefined` for hidden jobs. */
  readonly stage: string | undefined;
  /** As it was written, not compiled: `extends` and references stand where they stood. */
  readonly config: Job;
}

/**
 * A child pipeline that GitLab accepts: checked and deeply frozen. Jobs come in canonical order:
 * hidden ones, then by stage, then by name (by code unit).
 */
export interface Pipeline {
  /** As given, or GitLab's own build, test, deploy; `.pre` and `.post` stand around them. */
  readonly stages: readonly string[];
  readonly workflow?: Workflow;
  readonly default?: Default;
  readonly variables?: Variables;
  readonly include?: Include;
  readonly jobs: readonly PlannedJob[];
  /** What GitLab accepts and hardly anyone means: misspelt keywords of hidden jobs. */
  readonly warnings: readonly Diagnostic[];
}
