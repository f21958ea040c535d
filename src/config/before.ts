import { dirname, join, relative, resolve } from "node:path";
import type { Compared } from "../detect/index.ts";
import type { Io } from "../io.ts";
import { isConfig } from "./find.ts";
import { type LoadedConfig, loadConfig } from "./load.ts";
import type { Config } from "./schema.ts";

/**
 * The configuration as the base had it: the same one where none of its files changed. What it
 * imports is read from the base as well. `undefined` where the base had none; whatever is wrong
 * with it is a UserError.
 */
export async function loadConfigBefore(
  io: Io,
  { config, path, files }: LoadedConfig,
  { root, changes, baseTree }: Pick<Compared, "root" | "changes" | "baseTree">,
): Promise<Config | undefined> {
  const changed = new Set(changes.map((change) => change.path));
  const inRepository = (file: string) => relative(root, resolve(io.cwd, file));
  if (!files.some((file) => changed.has(inRepository(file)))) return config;
  // It may have had another ending; a directory holds one configuration.
  const own = inRepository(path);
  const beside = [...changed].filter((file) => dirname(file) === dirname(own) && isConfig(file));
  const old = [own, ...beside].find((file) => baseTree.has(file));
  if (old === undefined) return undefined;
  const loadable = [...changed].filter((file) => /\.(?:m?[jt]s|json|ya?ml)$/.test(file));
  const texts = await baseTree.read(loadable);
  // The files of the base, as far as a configuration is made of them.
  const text = (file: string) =>
    changed.has(inRepository(file)) ? texts.get(inRepository(file)) : io.files.text(file);
  const exists = (file: string) =>
    changed.has(inRepository(file)) ? texts.has(inRepository(file)) : io.files.exists(file);
  const before = { ...io, files: { ...io.files, text, exists } };
  const loaded = await loadConfig(before, join(root, old));
  return loaded.config;
}
