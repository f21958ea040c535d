import { basename, relative, resolve } from "node:path";
import { affected, idleDownstream, mappedProjects, upstreamReach } from "./affected/index.ts";
import { type Begun, begin } from "./begin.ts";
import { loadConfig } from "./config/index.ts";
import type { Context } from "./context/index.ts";
import { requireBase } from "./detect/index.ts";
import { type Diagnostic, found } from "./diagnostics/index.ts";
import { emit, refuseSecrets } from "./emit/index.ts";
import {
  branchesOf,
  checkDepth,
  generate,
  levelBelow,
  loadGenerators,
  strategyFor,
  withLines,
  withoutOwnProject,
} from "./generate/index.ts";
import type { Io } from "./io.ts";
import { definePipeline, limitsFor } from "./model/index.ts";
import { notes } from "./notes.ts";
import type { Options } from "./options.ts";
import { readParams } from "./params.ts";
import { splitting } from "./splitting.ts";
import { survey } from "./survey.ts";
import { literal } from "./workspace/index.ts";

export type Detected = Awaited<ReturnType<typeof detect>>;
export type Plan = Awaited<ReturnType<typeof complete>>;

/** From the repository to what is affected: context, changes, workspace, verdicts. */
export async function detect(options: Options, io: Io, begun: Begun = begin(options, io)) {
  const loaded = await loadConfig(io, options.config);
  const { config } = loaded;
  const params = readParams(config.params, options, io.env);
  const { upstream: started } = begun.context;
  // Of what cannot be read nobody knows whether it was another project: both count.
  const mapped =
    started?.problem === undefined && mappedProjects(started, config.upstream).length > 0;
  const maps = Object.keys(config.upstream).length > 0;
  begun.settle(config.base.branch, { schedule: config.base.schedule, mapped, maps });
  const origin = basename(loaded.path);
  const generators = await loadGenerators(io, loaded);
  const comparison = await begun.comparing;
  if (config.base.unknown === "fail") requireBase(comparison);
  const context = located(begun.context, comparison.branch);
  // What makes the jobs concerns every service; what an earlier run wrote concerns none.
  const makers = [...loaded.files, ...[...generators.values()].flatMap((each) => each.files)];
  const { output, report, html, markdown, annotations } = options;
  const written = [output, report, html, markdown, annotations].flatMap((path) => path || []);
  const rules = {
    everything: [...config.everything, ...patternsOf(makers, comparison.root, io)],
    ignore: [...config.ignore, ...patternsOf(written, comparison.root, io)],
    all: options.all,
    services: options.services,
    graph: config.services.graph !== undefined,
  };
  const { workspace, removed, locks, imports, diagnostics } = await survey(
    loaded,
    comparison,
    { ...options, ignore: rules.ignore },
    io,
  );
  const upstream = upstreamReach(started, config.upstream, workspace, origin);
  const evidence = { locks, imports, removed, upstream: upstream.steps };
  const verdicts = affected(workspace, comparison, rules, evidence);
  const known = {
    config,
    params,
    origin,
    generators,
    context,
    comparison,
    workspace,
    removed: removed.services,
    rules,
    affected: verdicts,
    upstream: upstream.steps,
  };
  const noticed: readonly Diagnostic[] = [
    ...diagnostics,
    ...unowned(verdicts.unowned),
    ...idleDownstream(known),
    ...upstream.diagnostics,
  ];
  return { ...known, diagnostics: noticed };
}

/** From what is affected to one checked pipeline: jobs, needs, keywords. */
export async function build(detected: Detected, io: Io) {
  const { config, context, comparison } = detected;
  const { version: given, plan, limits: overrides } = config.gitlab;
  const version = given ?? io.env.CI_SERVER_VERSION;
  const branches = branchesOf(io, context);
  const generated = await generate({ ...detected, version, branches });
  const limits = limitsFor({ version, plan, overrides });
  const pipeline = withLines(generated.lines, () =>
    withoutOwnProject(definePipeline(generated.draft, limits), io.env.CI_PROJECT_PATH),
  );
  const deep = await checkDepth(pipeline, levelBelow(context.source), limits, comparison.tree);
  const diagnostics: readonly Diagnostic[] = [
    ...generated.diagnostics,
    ...branches.diagnostics(),
    ...pipeline.warnings,
    ...deep,
  ];
  return { generated, limits, pipeline, strategy: strategyFor(version), diagnostics };
}

/** The whole line: from the repository to the files that `generate` writes. */
export async function plan(
  options: Options,
  io: Io,
  begun: Begun = begin(options, io),
): Promise<Plan> {
  return complete(await detect(options, io, begun), options, io);
}

/** The rest of the line, from what is affected on. */
export async function complete(detected: Detected, options: Options, io: Io) {
  return finish(detected, await build(detected, io), options, io);
}

/** The end of it: what was built as files within the limits. */
export function finish(
  detected: Detected,
  built: Awaited<ReturnType<typeof build>>,
  options: Options,
  io: Io,
) {
  const how = splitting(detected, options, io, built.strategy);
  const emitted = emit(built.pipeline, notes(detected, options.output), built.limits, how);
  refuseSecrets(emitted.files, io.env);
  const diagnostics: readonly Diagnostic[] = [
    ...detected.diagnostics,
    ...built.diagnostics,
    ...emitted.diagnostics,
  ];
  return { ...detected, ...built, emitted, diagnostics };
}

/** On a developer's machine it is git that knows the branch. */
const located = (context: Context, branch: string | undefined): Context =>
  context.event === "local" && branch !== undefined ? { ...context, ref: branch } : context;

/** Patterns that match just these files; those outside the repository cannot be among the changes. */
const patternsOf = (paths: readonly string[], root: string, io: Io): string[] =>
  paths
    .map((path) => relative(root, resolve(io.cwd, path)))
    .filter((path) => !path.startsWith(".."))
    .map(literal);

const unowned = (paths: readonly string[]): Diagnostic[] =>
  paths.length === 0 ? [] : [found("PATHS_UNOWNED", [], { paths })];
