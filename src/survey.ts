import { basename } from "node:path";
import { cacheDirectory } from "./cache.ts";
import { type Config, type LoadedConfig, loadConfigBefore } from "./config/index.ts";
import type { Compared } from "./detect/index.ts";
import { type Diagnostic, found, sentence, UserError } from "./diagnostics/index.ts";
import { type ImportReach, importReach } from "./imports/index.ts";
import type { Io } from "./io.ts";
import { type LockChanges, lockChanges } from "./lockfiles/index.ts";
import type { Options } from "./options.ts";
import {
  askGraph,
  type Removed,
  readRemoved,
  readWorkspace,
  type Workspace,
} from "./workspace/index.ts";
import { yamlReader } from "./yaml/index.ts";

/** The services, and what is known of the changes beyond their paths. */
export interface Survey {
  readonly workspace: Workspace;
  readonly removed: Removed;
  readonly locks: LockChanges;
  readonly imports: ImportReach;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all that the verdicts rest on: manifests, lock files, imports, and the base's manifests. */
export async function survey(
  loaded: LoadedConfig,
  comparison: Compared,
  options: Options & { readonly ignore: readonly string[] },
  io: Io,
): Promise<Survey> {
  const { config, path } = loaded;
  const origin = basename(path);
  const precision = options.precision ?? config.precision;
  const { graph: asked } = config.services;
  const graph = asked && (await askGraph(asked, comparison.root, origin, io));
  const settings = {
    ...config.services,
    graph,
    config: origin,
    parseYaml,
    importsRead: precision !== "paths",
  };
  const { workspace, diagnostics } = await readWorkspace(comparison.tree, settings);
  const { before, noticed } = await configBefore(io, loaded, comparison);
  const [removed, locks, imports] = await Promise.all([
    readRemoved(
      workspace,
      comparison,
      { ...settings, ...before.services, graph },
      before !== config,
    ),
    lockChanges(workspace, comparison, { lockfiles: config.lockfiles, parseYaml }),
    importReach(
      workspace,
      comparison,
      {
        precision,
        cache: cacheDirectory(io, path),
        quiet: options.quiet,
        ignore: options.ignore,
      },
      io,
    ),
  ]);
  const elsewhere = graph && options.head !== undefined ? [found("GRAPH_OF_CHECKOUT", [], {})] : [];
  return {
    workspace,
    removed,
    locks,
    imports,
    diagnostics: [...diagnostics, ...noticed, ...elsewhere, ...imports.diagnostics],
  };
}

const parseYaml = async (text: string, path: string) => (await yamlReader()).parseYaml(text, path);

/** The configuration of the base. Where it had none, or none that loads, nothing is known to be gone. */
async function configBefore(
  io: Io,
  loaded: LoadedConfig,
  comparison: Compared,
): Promise<{ before: Config; noticed: readonly Diagnostic[] }> {
  const { config, path } = loaded;
  try {
    return { before: (await loadConfigBefore(io, loaded, comparison)) ?? config, noticed: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = sentence(error.diagnostics[0]!).split(". ")[0]!;
    return {
      before: config,
      noticed: [found("CONFIG_BEFORE_UNREADABLE", [basename(path)], { problem })],
    };
  }
}
