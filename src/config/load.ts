import { basename, extname } from "node:path";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { yamlReader } from "../yaml/index.ts";
import { findConfig } from "./find.ts";
import { type LoadedModule, loadModule } from "./module.ts";
import type { Config } from "./schema.ts";
import { validateConfig } from "./validate.ts";

/** A configuration and the file that it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path. */
  readonly path: string;
  /** It and all files that it imports (absolute paths): their change concerns every service. */
  readonly files: readonly string[];
}

/** Finds, loads and checks the configuration. Every fault is a UserError that names the file. */
export async function loadConfig(io: Io, named: string | undefined): Promise<LoadedConfig> {
  const path = findConfig(io, named);
  const name = basename(path);
  const { value, files } = await read(io, path, name);
  return { config: validateConfig(value, name), path, files };
}

async function read(io: Io, path: string, name: string): Promise<LoadedModule> {
  const text = () => io.files.text(path) ?? "";
  switch (extname(path)) {
    case ".json":
      return { value: parseJson(text(), name), files: [path] };
    case ".yml":
    case ".yaml":
      return { value: (await yamlReader()).parseYaml(text(), name) ?? {}, files: [path] };
    case ".ts":
    case ".mts":
    case ".js":
    case ".mjs": {
      const loaded = await loadModule(io, path);
      return loaded.value === undefined ? fail("CONFIG_NO_DEFAULT", [name], {}) : loaded;
    }
    default:
      return fail("CONFIG_KIND", [name], { ending: extname(path) });
  }
}

function parseJson(source: string, name: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ""));
  } catch (error) {
    return fail("JSON_SYNTAX", [name], { problem: (error as Error).message });
  }
}
