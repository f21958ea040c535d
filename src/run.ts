import { basename, relative, resolve } from "node:path";
import { affected } from "./affected/index.ts";
import { type Begun, begin } from "./begin.ts";
import { loadConfig } from "./config/index.ts";
import { requireBase } from "./detect/index.ts";
import { type Diagnostic, found } from "./diagnostics/index.ts";
import { emit } from "./emit/index.ts";
import { generate, loadGenerators, withLines } from "./generate/index.ts";
import type { Io } from "./io.ts";
import { definePipeline, limitsFor } from "./model/index.ts";
import { notes } from "./notes.ts";
import type { Options } from "./options.ts";
import { literal, readWorkspace } from "./workspace/index.ts";
import { yamlReader } from "./yaml/index.ts";

export type Detected = Awaited<ReturnType<typeof detect>>;
export type Plan = Awaited<ReturnType<typeof plan>>;

/** From the repository to what is affected: context, changes, workspace, verdicts. */
export async function detect(options: Options, io: Io, begun: Begun = begin(options, io)) {
  const loaded = await loadConfig(io, options.config);
  const generators = await loadGenerators(io, loaded);
  const { config, files } = loaded;
  const comparison = await begun.comparing;
  if (config.base.unknown === "fail") requireBase(comparison);
  // On a developer's machine it is git that knows the branch.
  const { branch } = comparison;
  const local = begun.context.event === "local" && branch;
  const context = local ? { ...begun.context, ref: branch } : begun.context;
  const { workspace, diagnostics } = await readWorkspace(comparison.tree, {
    ...config.services,
    config: basename(loaded.path),
    parseYaml: async (text, path) => (await yamlReader()).parseYaml(text, path),
  });
  const own = [...files, ...[...generators.values()].flatMap((each) => each.files)];
  const written = [options.output, options.report ?? options.output];
  const literally = (paths: readonly string[]) =>
    paths
      .map((path) => relative(comparison.root, resolve(io.cwd, path)))
      .filter((path) => !path.startsWith(".."))
      .map(literal);
  const verdicts = affected(workspace, comparison, {
    everything: [...config.everything, ...literally(own)],
    ignore: [...config.ignore, ...literally(written)],
    all: options.all,
    services: options.services,
  });
  return {
    config,
    origin: basename(loaded.path),
    generators,
    context,
    comparison,
    workspace,
    affected: verdicts,
    diagnostics: [...diagnostics, ...unowned(verdicts.unowned)] as readonly Diagnostic[],
  };
}

/** The whole line: from the repository to the files that `generate` writes. */
export async function plan(options: Options, io: Io, begun: Begun = begin(options, io)) {
  const detected = await detect(options, io, begun);
  const { config, comparison } = detected;
  const version = config.gitlab.version ?? io.env.CI_SERVER_VERSION;
  const generated = await generate({ ...detected, version, tree: comparison.tree });
  const limits = limitsFor({ version, plan: config.gitlab.plan, overrides: config.gitlab.limits });
  const pipeline = withLines(generated.lines, () => definePipeline(generated.draft, limits));
  const emitted = emit(pipeline, notes(detected, options.output), limits);
  const diagnostics: readonly Diagnostic[] = [
    ...detected.diagnostics,
    ...generated.diagnostics,
    ...pipeline.warnings,
    ...emitted.diagnostics,
  ];
  return { ...detected, generated, pipeline, emitted, diagnostics };
}

const unowned = (paths: readonly string[]): Diagnostic[] =>
  paths.length === 0 ? [] : [found("PATHS_UNOWNED", [], { paths })];
