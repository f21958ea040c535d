import { relative, resolve, sep } from "node:path";
import type { Affected } from "./affected/index.ts";
import type { Config, Params, ParamValue } from "./config/index.ts";
import { type Context, kindName } from "./context/index.ts";
import type { Comparison } from "./detect/index.ts";
import { fail } from "./diagnostics/index.ts";
import type { EmitOptions } from "./emit/index.ts";
import { shellQuote } from "./generate/index.ts";
import type { Io } from "./io.ts";
import type { Options } from "./options.ts";
import { version } from "./version.ts";
import type { Workspace } from "./workspace/index.ts";

/** What splitting looks at. */
interface Subject {
  readonly config: Config;
  readonly params: Params;
  /** The configuration's file name, for messages. */
  readonly origin: string;
  readonly context: Context;
  readonly comparison: Pick<Comparison, "base" | "changes"> & { readonly root: string };
  readonly workspace: Pick<Workspace, "services">;
  readonly affected: Affected;
  /** By service: what another project changed that concerns it. */
  readonly upstream: ReadonlyMap<string, unknown>;
}

/**
 * How the files of a run may be split, and what the jobs of the child call to make their share of
 * them. SHAPE_IMPOSSIBLE where services are to be apart and cannot be.
 */
export function splitting(
  subject: Subject,
  options: Options,
  io: Pick<Io, "cwd" | "env">,
  strategy: "mirror" | "depend",
): EmitOptions {
  const { config, comparison, workspace, origin } = subject;
  const { split } = config;
  const apart = workspace.services
    .map(({ name }) => name)
    .filter((name) => shapeOf(config, name) === "services");
  const artifact = relative(comparison.root, resolve(io.cwd, options.output)).replaceAll(sep, "/");
  const isOutside = artifact.startsWith("..");
  const problem = whyWhole(subject, isOutside);
  if (problem !== undefined && apart.length > 0)
    fail("SHAPE_IMPOSSIBLE", [origin, "shape"], { problem, services: apart });
  const command = replay(subject, options, io);
  return {
    compact: "auto",
    parts: isOutside ? "never" : split.parts,
    // GitLab looks for an artifact by the name that a parallel job has in the end.
    job: io.env.CI_JOB_NAME || "generate-config",
    artifact,
    apart: new Set(apart),
    changedPaths: comparison.changes.length,
    router: problem === undefined ? { command, job: split.job, strategy } : undefined,
    ...(problem !== undefined && { whole: problem }),
  };
}

const shapeOf = ({ shape, services: { define } }: Config, name: string) =>
  (Object.hasOwn(define, name) ? define[name]?.shape : undefined) ?? shape;

/** Why there can be no grandchildren that hold jobs of this pipeline. */
function whyWhole({ config, context }: Subject, isOutside: boolean): string | undefined {
  if (!config.split.shards) return "`split.shards` is false";
  if (isOutside) return "the output is outside the repository, where no artifact can come from";
  if (config.pipeline.include !== undefined) {
    return "`pipeline.include` may bring jobs, which each of the pipelines would run";
  }
  if (context.source === "parent_pipeline") {
    return "this is a child pipeline already, and GitLab starts no third level below its child";
  }
  return undefined;
}

/** The command line that comes to the same plan in a job of the child, but for its shard. */
function replay(
  { config, params, context, comparison, affected, upstream }: Subject,
  options: Options,
  io: Pick<Io, "cwd">,
): string {
  const { sha } = comparison.base;
  const directory = relative(comparison.root, io.cwd).replaceAll(sep, "/");
  const source = kindName(context);
  const all = options.all || (sha === null && options.services === undefined);
  // A job of the child is not told of the other project: it gets what came of it.
  const reached =
    all || upstream.size === 0
      ? undefined
      : affected.verdicts.filter((verdict) => verdict.affected).map(({ service }) => service);
  const services = options.services ?? reached;
  const words: readonly (readonly string[])[] = [
    ["generate"],
    directory === "" ? [] : ["--cwd", directory],
    options.config === undefined
      ? []
      : ["--config", relative(io.cwd, resolve(io.cwd, options.config))],
    options.output === "generated-config.yml" ? [] : ["--output", options.output],
    source === undefined ? [] : ["--source", source],
    all ? ["--all"] : [],
    all || sha === null ? [] : ["--base", sha],
    options.head === undefined ? [] : ["--head", options.head],
    services === undefined ? [] : ["--services", services.join(",")],
    options.precision === undefined ? [] : ["--precision", options.precision],
    ...Object.entries(params)
      .filter(([name, value]) => !isDefault(value, config.params[name]?.default))
      .map(([name, value]) => ["--param", `${name}=${written(value)}`]),
  ];
  const quoted = words.flatMap(([option = "", ...values]) => [option, ...values.map(shellQuote)]);
  const { command = `npx --yes gitlab-fanout@${version}` } = config.split;
  return [command, ...quoted.filter((word) => word !== "")].join(" ");
}

const isDefault = (value: ParamValue, preset: unknown) =>
  JSON.stringify(value) === JSON.stringify(preset);

/** As `--param` reads it. */
const written = (value: ParamValue): string =>
  Array.isArray(value) ? JSON.stringify(value) : String(value ?? "");
