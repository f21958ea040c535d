import { dirname, join, relative, resolve, sep } from "node:path";
import type { Begun } from "../begin.ts";
import { loadConfig } from "../config/index.ts";
import type { Compared } from "../detect/index.ts";
import { type ExitCode, fail, UserError } from "../diagnostics/index.ts";
import type { Io } from "../io.ts";
import {
  applyFixes,
  codeQualityReport,
  jsonReport,
  junitReport,
  type Linting,
  lint as lintFiles,
  lintRules,
  sarifReport,
  tableReport,
} from "../lint/index.ts";
import type { LoadWorld } from "../loading/index.ts";
import { limitsFor } from "../model/index.ts";
import type { Options } from "../options.ts";
import { version } from "../version.ts";

/** `fanout lint [FILE...]`: what GitLab would say of configurations, and what it does not tell. */
export async function lint(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  begun.settle("before");
  const [settings, repository] = await Promise.all([
    settingsOf(io, options),
    begun.comparing.catch(() => undefined),
  ]);
  const { gitlab, rules } = settings;
  const given = gitlab.version ?? io.env.CI_SERVER_VERSION;
  const limits = limitsFor({ version: given, plan: gitlab.plan, overrides: gitlab.limits });
  const top = repository?.root ?? topOf(io);
  const mapped = mapOf(options, io);
  const paths = (options.names?.length ? options.names : [".gitlab-ci.yml"]).map((name) =>
    pathOf(name, top, io),
  );
  const world = worldOf(top, repository, mapped, io);
  const run = () =>
    lintFiles(paths, {
      ...{ world, limits, version: given, settings: rules, child: options.child },
      paths: repository?.tree.paths,
    });
  let linting = await run();
  if (options.fix && (await mended(linting, top, io))) linting = await run();
  io.out(printed(linting, options, io));
  const open = linting.outcome.findings.filter(({ silenced }) => silenced === undefined);
  const counts = options.strict ? ["error", "warning"] : ["error"];
  return open.some(({ severity }) => counts.includes(severity)) ? 1 : 0;
}

/** What the configuration says; lint needs none. */
async function settingsOf(io: Io, { config: named }: Options) {
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
function topOf({ cwd, files }: Io): string {
  for (let directory = cwd; ; directory = dirname(directory)) {
    if (files.exists(join(directory, ".git"))) return directory;
    if (directory === dirname(directory)) return cwd;
  }
}

/** A file as GitLab names it: from the top of the repository. */
function pathOf(name: string, top: string, io: Io): string {
  const absolute = resolve(io.cwd, name);
  if (io.files.exists(`${absolute}/.`)) fail("LINT_DIRECTORY", [name], {});
  if (!io.files.exists(absolute)) fail("LINT_FILE_MISSING", [name], {});
  return relative(top, absolute).replaceAll(sep, "/");
}

function worldOf(
  top: string,
  repository: Compared | undefined,
  mapped: ReadonlyMap<string, string>,
  io: Io,
): LoadWorld {
  const text = (path: string) => io.files.read(path)?.toString("utf8");
  return {
    read: async (path) => text(resolve(top, path)),
    paths: async () => repository?.tree.paths ?? [],
    mapped: async (key) => {
      const path = mapped.get(key);
      return path === undefined ? undefined : text(path);
    },
  };
}

/** `KEY=PATH` of each `--map`, paths absolute; keys may hold `=`, as addresses do. */
function mapOf({ map = [] }: Options, io: Io): ReadonlyMap<string, string> {
  return new Map(
    map.map((pair) => {
      const at = pair.lastIndexOf("=");
      const path = resolve(io.cwd, pair.slice(at + 1));
      if (at <= 0) fail("LINT_MAP_FORM", ["--map"], { pair });
      if (!io.files.exists(path)) fail("LINT_FILE_MISSING", ["--map", pair.slice(at + 1)], {});
      return [pair.slice(0, at), path] as const;
    }),
  );
}

/** Makes the fixes of files of the repository; whether there was anything to make. */
async function mended({ fixes, texts }: Linting, top: string, io: Io): Promise<boolean> {
  let count = 0;
  for (const [path, own] of fixes) {
    const before = texts.get(path);
    if (before === undefined || own.length === 0 || !io.files.exists(resolve(top, path))) continue;
    const { text, applied } = await applyFixes(before, own);
    if (applied.length === 0 || text === before) continue;
    io.files.write(resolve(top, path), text);
    io.err(`${path}: mended in ${applied.length} ${applied.length === 1 ? "place" : "places"}\n`);
    count += applied.length;
  }
  return count > 0;
}

function printed({ outcome, texts }: Linting, options: Options, io: Io): string {
  switch (options.json ? "json" : (options.format ?? "table")) {
    case "json":
      return jsonReport(outcome);
    case "sarif":
      return sarifReport(outcome, lintRules, version);
    case "junit":
      return junitReport(outcome);
    case "codequality":
      return codeQualityReport(outcome);
    default:
      return tableReport(outcome, texts, io.terminal);
  }
}
