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
  /** GitLab's own five when left out: .pre, build, test, deploy, .post. */
  readonly stages?: readonly string[];
  readonly workflow?: unknown;
  readonly default?: unknown;
  readonly variables?: unknown;
  readonly include?: unknown;
  readonly jobs: readonly JobDraft[];
}
