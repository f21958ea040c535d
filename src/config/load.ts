import { extname } from "node:path";
import { fail } from "../diagnostics/index.ts";
import { parseYaml } from "../emit/index.ts";
import type { Io } from "../io.ts";
import { findConfig } from "./find.ts";
import { loadModule } from "./module.ts";
import type { Config } from "./schema.ts";
import { validateConfig } from "./validate.ts";

/** A configuration and the file that it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path. */
  readonly path: string;
}

/** Finds, loads and checks the configuration. Every fault is a UserError that names the file. */
export async function loadConfig(io: Io, named: string | undefined): Promise<LoadedConfig> {
  const path = findConfig(io, named);
  return { config: validateConfig(await read(io, path), path.slice(path.lastIndexOf("/") + 1)), path };
}

async function read(io: Io, path: string): Promise<unknown> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  switch (extname(path)) {
    case ".json":
      return parseJson(text(io, path), name);
    case ".yml":
    case ".yaml":
      return parseYaml(text(io, path), name) ?? {};
    case ".ts":
    case ".mts":
    case ".js":
    case ".mjs":
      return (await loadModule(io, path)) ?? fail("CONFIG_NO_DEFAULT", [name], {});
    default:
      return fail("CONFIG_KIND", [name], { ending: extname(path) });
  }
}

const text = (io: Io, path: string) => io.files.read(path)?.toString("utf8") ?? "";

function parseJson(source: string, name: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ""));
  } catch (error) {
    return fail("JSON_SYNTAX", [name], { problem: (error as Error).message });
  }
}
