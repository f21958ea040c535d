import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheDirectory } from "../cache.ts";
import { fail } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import { packageRoot } from "../package.ts";
import { version } from "../version.ts";
import { type CompiledModule, compileModule } from "./compile.ts";

/** The default export, and the files that it was made from (absolute paths). */
export interface LoadedModule {
  readonly value: unknown;
  readonly files: readonly string[];
}

/**
 * Loads a TypeScript or JavaScript file of the user's and gives its default export.
 *
 * It is compiled once and kept, named by its content and that of all that it imports by relative
 * path, in the nearest `node_modules/.cache` or else in the user's cache directory:
 * the second time costs one read a file. Its import of `gitlab-fanout` is the running command, so
 * a repository needs no `node_modules` of its own.
 */
export async function loadModule(io: Io, path: string): Promise<LoadedModule> {
  const files = new Set<string>();
  const kept = await keep(io, path, [], files);
  try {
    const { default: value } = (await import(pathToFileURL(kept).href)) as { default?: unknown };
    return { value, files: [...files] };
  } catch (error) {
    const problem = error instanceof Error ? firstLines(error, kept) : String(error);
    return fail("MODULE_THROWS", [relative(io.cwd, path)], { problem }, { cause: error });
  }
}

/** The library that `gitlab-fanout` means inside a configuration: the one that is running. */
const library = pathToFileURL(join(packageRoot, "dist", "index.js")).href;

/** Puts the compiled form of a file into the cache, with all that it imports; gives its path. */
async function keep(
  io: Io,
  path: string,
  importers: readonly string[],
  files: Set<string>,
): Promise<string> {
  const name = relative(io.cwd, path);
  if (importers.includes(path)) {
    const circle = [...importers.slice(importers.indexOf(path)), path];
    return fail("MODULE_CYCLE", [name], { members: circle.map((at) => relative(io.cwd, at)) });
  }
  files.add(path);
  const source = io.files.text(path) ?? fail("CONFIG_NOT_FOUND", [], { path: name });
  const directory = cacheDirectory(io, path);
  const record = join(directory, `${nameOf(`${version} ${source}`)}.json`);
  let parts = readRecord(io, record, source);
  if (!parts) {
    parts = await compileModule(source, name);
    store(io, record, JSON.stringify({ version, source, parts } satisfies Compiled));
  }
  let code = "";
  for (const part of parts) {
    if (typeof part === "string") code += part;
    else if ("meta" in part) code += JSON.stringify(metaOf(path)[part.meta]);
    else
      code += JSON.stringify(await target(io, part.specifier, path, [...importers, path], files));
  }
  return store(io, join(directory, `${nameOf(code)}.mjs`), code);
}

/** A file as it was compiled: from this very source, by this version of fanout. */
interface Compiled {
  readonly version: string;
  readonly source: string;
  readonly parts: CompiledModule;
}

/** What was compiled before; `undefined` where it was not, or where the file is garbage. */
function readRecord(io: Io, path: string, source: string): CompiledModule | undefined {
  try {
    const record = JSON.parse(io.files.text(path) ?? "null") as Compiled | null;
    return record?.version === version && record.source === source ? record.parts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sees that a cached file holds this text, and gives its path: another one, in a directory of this
 * run alone, where the cache cannot be written (a read-only home, as some runners have).
 */
function store(io: Io, path: string, text: string): string {
  try {
    if (io.files.text(path) !== text) io.files.write(path, text);
    return path;
  } catch {
    scratch ??= io.files.temporary();
    const instead = join(scratch, basename(path));
    io.files.write(instead, text);
    return instead;
  }
}

let scratch: string | undefined;

const metaOf = (path: string) => ({
  url: pathToFileURL(path).href,
  dirname: dirname(path),
  filename: path,
});

async function target(
  io: Io,
  specifier: string,
  from: string,
  importers: readonly string[],
  files: Set<string>,
): Promise<string> {
  if (specifier === "gitlab-fanout") return library;
  if (!specifier.startsWith(".") && !specifier.startsWith("/")) return specifier;
  const path = resolve(dirname(from), specifier);
  const spellings = [path, path.replace(/\.(m?)js$/, ".$1ts"), `${path}.ts`];
  const existing = spellings.find((candidate) => io.files.exists(candidate));
  if (existing === undefined) {
    return fail("MODULE_MISSING", [relative(io.cwd, from)], { specifier });
  }
  if (/\.m?[jt]s$/.test(existing))
    return pathToFileURL(await keep(io, existing, importers, files)).href;
  files.add(existing);
  return pathToFileURL(existing).href;
}

/**
 * A name for a cached file (FNV-1a over two offsets). It need not be unique: what a file holds is
 * always compared in full. Loading node:crypto for it would cost every start some milliseconds.
 */
function nameOf(text: string): string {
  let [one, two] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    two = Math.imul(two ^ text.charCodeAt(at), 0x85ebca6b);
  }
  return [one, two].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

/** The message and the first place in the file itself, without the cache's own path. */
function firstLines(error: Error, kept: string): string {
  const line = error.stack?.split("\n").find((row) => row.includes(kept));
  const place = line && /:(\d+):\d+\)?$/.exec(line);
  return place ? `${error.message} (about line ${place[1]})` : error.message;
}
