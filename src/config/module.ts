import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { packageRoot } from "../package.ts";
import { version } from "../version.ts";
import { type CompiledModule, compileModule } from "./compile.ts";

/**
 * Loads a TypeScript or JavaScript file of the user's and gives its default export.
 *
 * It is compiled once and kept under a name made from its content and that of all that it imports
 * by relative path, in the nearest `node_modules/.cache` or else in the user's cache directory:
 * the second time costs one read a file. Its import of `gitlab-fanout` is the running command, so
 * a repository needs no `node_modules` of its own.
 */
export async function loadModule(io: Io, path: string): Promise<unknown> {
  const kept = await keep(io, path, []);
  try {
    return ((await import(pathToFileURL(kept).href)) as { default?: unknown }).default;
  } catch (error) {
    const problem = error instanceof Error ? firstLines(error, kept) : String(error);
    return fail("MODULE_THROWS", [relative(io.cwd, path)], { problem }, { cause: error });
  }
}

/** The library that `gitlab-fanout` means inside a configuration: the one that is running. */
const library = pathToFileURL(join(packageRoot, "dist", "index.js")).href;

/** Puts the compiled form of a file into the cache, with all that it imports; gives its path. */
async function keep(io: Io, path: string, importers: readonly string[]): Promise<string> {
  const name = relative(io.cwd, path);
  if (importers.includes(path)) {
    return fail("MODULE_CYCLE", [name], {
      members: [...importers.slice(importers.indexOf(path)), path].map((at) => relative(io.cwd, at)),
    });
  }
  const source = io.files.read(path)?.toString("utf8") ?? fail("CONFIG_NOT_FOUND", [], { path: name });
  const directory = cacheDirectory(io, path);
  const record = join(directory, `${hash(version, path, source)}.json`);
  const known = io.files.read(record)?.toString("utf8");
  const parts = known ? (JSON.parse(known) as CompiledModule) : await compileModule(source, name);
  if (!known) io.files.write(record, JSON.stringify(parts));
  let code = "";
  for (const part of parts) {
    if (typeof part === "string") code += part;
    else if ("specifier" in part) {
      code += JSON.stringify(await target(io, part.specifier, path, [...importers, path]));
    } else code += JSON.stringify(part.meta === "url" ? pathToFileURL(path).href : part.meta === "dirname" ? dirname(path) : path);
  }
  const kept = join(directory, `${hash(code)}.mjs`);
  if (!io.files.exists(kept)) io.files.write(kept, code);
  return kept;
}

async function target(io: Io, specifier: string, from: string, importers: readonly string[]) {
  if (specifier === "gitlab-fanout") return library;
  if (!specifier.startsWith(".") && !specifier.startsWith("/")) return specifier;
  const path = resolve(dirname(from), specifier);
  const exact = [path, path.replace(/\.js$/, ".ts"), path.replace(/\.mjs$/, ".mts"), `${path}.ts`];
  const existing = exact.find((candidate) => io.files.exists(candidate));
  if (existing === undefined) {
    return fail("MODULE_MISSING", [relative(io.cwd, from)], { specifier });
  }
  if (!/\.m?[jt]s$/.test(existing)) return pathToFileURL(existing).href;
  return pathToFileURL(await keep(io, existing, importers)).href;
}

/** Beside the packages that the file may import, so that Node finds them from there. */
function cacheDirectory(io: Io, path: string): string {
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    if (io.files.exists(join(at, "node_modules"))) return join(at, "node_modules/.cache/gitlab-fanout");
    if (io.files.exists(join(at, ".git"))) break;
  }
  return join(io.env.XDG_CACHE_HOME || join(io.env.HOME || homedir(), ".cache"), "gitlab-fanout");
}

const hash = (...parts: string[]) =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);

/** The message and the first place in the file itself, without the cache's own path. */
function firstLines(error: Error, kept: string): string {
  const line = error.stack?.split("\n").find((row) => row.includes(kept));
  const place = line && /:(\d+):\d+\)?$/.exec(line);
  return place ? `${error.message} (about line ${place[1]})` : error.message;
}
