import { resolve } from "node:path";
import type { Begun } from "../begin.ts";
import { refNames } from "../detect/index.ts";
import type { ExitCode } from "../diagnostics/index.ts";
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
import type { Options } from "../options.ts";
import { version } from "../version.ts";
import { factsOf, mapOf, pathOf, settingsOf, topOf, worldOf } from "./_files.ts";

/** How often `--fix` mends what it mended: a few are enough but for files that are wrong everywhere. */
const rounds = 50;

/** `fanout lint [FILE...]`: what GitLab would say of configurations, and what it does not tell. */
export async function lint(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const { run, top } = await linter(options, io, begun);
  let linting = await run();
  // GitLab shows some faults only when others are gone.
  for (let round = 0; options.fix && round < rounds && (await mended(linting, top, io)); round++) {
    linting = await run();
  }
  io.out(printed(linting, options, io));
  const open = linting.outcome.findings.filter(({ silenced }) => silenced === undefined);
  const counts = options.strict ? ["error", "warning"] : ["error"];
  return open.some(({ severity }) => counts.includes(severity)) ? 1 : 0;
}

/** Lint of the files that the options name, in their repository. */
export async function linter(
  options: Options,
  io: Io,
  begun: Begun,
): Promise<{ readonly run: () => Promise<Linting>; readonly top: string }> {
  begun.settle("before");
  const [settings, repository] = await Promise.all([
    settingsOf(io, options),
    begun.comparing.catch(() => undefined),
  ]);
  const { version: given, limits, rules, includes } = settings;
  const top = repository?.root ?? topOf(io);
  const mapped = mapOf(options, includes, top, io);
  const paths = (options.names?.length ? options.names : [".gitlab-ci.yml"]).map((name) =>
    pathOf(name, top, io),
  );
  const world = worldOf(top, repository, mapped, io);
  const around = { world, limits, version: given };
  const facts = repository && factsOf(options, repository, begun, io);
  const setting = { top, options, all: options.all, io, begun, around };
  const run = () =>
    lintFiles(paths, {
      ...{ ...around, settings: rules, child: options.child },
      paths: repository?.tree.paths,
      // Outside of a repository nothing can be generated.
      ...(facts && {
        refs: () => refNames({ ...io, cwd: top }),
        made: async (linted) => {
          const { makeChildren } = await import("./_made.ts");
          return makeChildren(linted, { ...setting, facts });
        },
      }),
    });
  return { run, top };
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
