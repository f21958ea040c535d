import { join, relative, resolve } from "node:path";
import type { LoadedConfig } from "../config/index.ts";
import { type Diagnostic, found } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";

/**
 * The options of a run as they are meant in another tree: `--config` names the same file there,
 * and one outside the repository stays what it is. Commits and services are settled otherwise.
 */
export function ownOptions(options: Options, root: string, here: Io, there: Io): Options {
  const { base: _, head: __, services: ___, ...rest } = options;
  const all = options.allServices;
  const own = { ...rest, base: undefined, head: undefined, services: undefined, all };
  if (options.config === undefined || here.cwd === there.cwd) return own;
  const path = relative(root, resolve(here.cwd, options.config));
  if (path.startsWith("..")) return { ...own, config: resolve(here.cwd, options.config) };
  return { ...own, config: join(there.cwd, relative(relative(root, here.cwd), path)) };
}

/** A `--param` that the configuration of one commit does not know. */
export interface WithoutParam {
  readonly commit: string;
  /** As it was written. */
  readonly pair: string;
  readonly finding: Diagnostic;
}

interface Configured {
  readonly commit: string;
  readonly options: Options;
  readonly config: LoadedConfig | undefined;
}

/**
 * Parameters that only the other side's configuration knows. One that neither knows is left in
 * place: whoever reads it complains.
 */
export function paramsOf(own: Configured, other: Configured): readonly WithoutParam[] {
  const { commit, config, options } = own;
  if (!config) return [];
  const has = (side: LoadedConfig | undefined, name: string) =>
    side !== undefined && Object.hasOwn(side.config.params, name);
  return (options.param ?? []).flatMap((pair) => {
    const name = pair.replace(/=.*$/s, "");
    if (has(config, name) || !has(other.config, name)) return [];
    return [{ commit, pair, finding: found("DIFF_PARAM", ["--param"], { name, commit }) }];
  });
}
