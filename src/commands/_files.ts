import { dirname, join, relative, resolve, sep } from "node:path";
import type { Begun } from "../begin.ts";
import { loadConfig } from "../config/index.ts";
import type { Compared } from "../detect/index.ts";
import { fail, UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import type { LoadWorld } from "../loading/index.ts";
import { limitsFor } from "../model/index.ts";
import type { Options } from "../options.ts";
import type { Facts } from "../simulate/index.ts";

/** What the configuration says of GitLab and of rules; files can be looked at without any. */
export async function settingsOf(io: Io, { config: named }: Options) {
  const { gitlab, rules } = await configured(io, named);
  const version = gitlab.version ?? io.env.CI_SERVER_VERSION;
  const limits = limitsFor({ version, plan: gitlab.plan, overrides: gitlab.limits });
  return { version, limits, rules, includes: gitlab.includes ?? {} };
}

async function configured(io: Io, named: string | undefined) {
  try {
    const { config } = await loadConfig(io, named);
    return { gitlab: config.gitlab, rules: config.lint.rules };
  } catch (error) {
    const missing = error instanceof UserError && error.diagnostics[0]?.code === "CONFIG_MISSING";
    if (missing) return { gitlab: {}, rules: {} };
    throw error;
  }
}

/** Where a repository without commits begins; the working directory outside of one. */
export function topOf({ cwd, files }: Io): string {
  for (let directory = cwd; ; directory = dirname(directory)) {
    if (files.exists(join(directory, ".git"))) return directory;
    if (directory === dirname(directory)) return cwd;
  }
}

/** A file as GitLab names it: from the top of the repository. */
export function pathOf(name: string, top: string, io: Io): string {
  const absolute = resolve(io.cwd, name);
  if (io.files.exists(`${absolute}/.`)) fail("LINT_DIRECTORY", [name], {});
  if (!io.files.exists(absolute)) fail("LINT_FILE_MISSING", [name], {});
  return relative(top, absolute).replaceAll(sep, "/");
}

/** What situations are made from: what git, the variables of CI and the options tell. */
export function factsOf(
  options: Options,
  repository: Compared | undefined,
  { context }: Begun,
  io: Io,
): Facts {
  const { defaultBranch = "main", ref } = context;
  return {
    ref: options.ref ?? repository?.branch ?? (ref === "HEAD" ? defaultBranch : ref),
    defaultBranch,
    changed: options.changed ?? repository?.changes.map(({ path }) => path),
    variables: variablesOf(options),
    files: repository?.tree.paths ?? [],
    ...(io.env.CI_PROJECT_PATH && { project: io.env.CI_PROJECT_PATH }),
  };
}

/** `K=V` of each `--var`. */
function variablesOf({ var: pairs = [] }: Options): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at <= 0) fail("VARIABLE_FORM", ["--var"], { pair });
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

export function worldOf(
  top: string,
  repository: Compared | undefined,
  mapped: ReadonlyMap<string, string | null>,
  io: Io,
): LoadWorld {
  const text = (path: string) => io.files.read(path)?.toString("utf8");
  return {
    read: async (path) => text(resolve(top, path)),
    paths: async () => repository?.tree.paths ?? [],
    mapped: async (key) => {
      const path = mapped.get(key);
      return path === undefined || path === null ? path : text(path);
    },
  };
}

/**
 * What stands in for includes from elsewhere, paths absolute and `null` for nothing: `gitlab.includes`
 * of the configuration, and `KEY=PATH` of each `--map` over it. Keys may hold `=`, as addresses do.
 */
export function mapOf(
  { map = [] }: Options,
  includes: Readonly<Record<string, string | false>>,
  top: string,
  io: Io,
): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  const add = (key: string, path: string, from: string, where: readonly string[]) => {
    const absolute = path === "" ? null : resolve(from, path);
    if (absolute !== null && !io.files.exists(absolute))
      fail("LINT_MAP_MISSING", where, { path, key });
    found.set(key, absolute);
  };
  const given = map.map((pair) => {
    const at = pair.lastIndexOf("=");
    if (at <= 0) fail("LINT_MAP_FORM", ["--map"], { pair });
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const overruled = new Set(given.map(([key]) => key));
  for (const [key, path] of Object.entries(includes)) {
    if (!overruled.has(key)) add(key, path || "", top, ["gitlab", "includes"]);
  }
  for (const [key, path] of given) add(key, path, io.cwd, ["--map"]);
  return found;
}
