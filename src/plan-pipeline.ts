import { inDirectory } from "./begin.ts";
import { type Io, nodeIo } from "./io.ts";
import type { Pipeline } from "./model/index.ts";
import { defaultOptions, type Options } from "./options.ts";
import type { Report } from "./report/index.ts";

/** What {@link planPipeline} gives. */
export interface PipelineOf {
  /** The checked model of the child pipeline. */
  readonly pipeline: Pipeline;
  /** What `fanout generate` would write, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly report: Report;
}

/**
 * Plans the child pipeline of a repository as `fanout generate` does, and writes nothing: for
 * tests of a configuration and its generators. `options` are those of the command line
 * (`{ cwd, base, head, source, services, all, config, param }`), of which `param` is a list of
 * `"name=value"`; `env` stands in for the CI variables. Throws a UserError with all findings.
 */
export async function planPipeline(
  options: Partial<Options> = {},
  env: Io["env"] = nodeIo().env,
): Promise<PipelineOf> {
  const [{ plan }, { report }] = await Promise.all([
    import("./run.ts"),
    import("./report/index.ts"),
  ]);
  const world = nodeIo();
  const io: Io = {
    ...inDirectory(world, options.cwd),
    env,
    out: () => {},
    err: () => {},
  };
  const made = await plan({ ...defaultOptions, ...options }, io);
  return {
    pipeline: made.pipeline,
    files: new Map(made.emitted.files.map(({ path, text }) => [path, text])),
    report: report(made),
  };
}
