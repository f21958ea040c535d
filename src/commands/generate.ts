import { relative, resolve } from "node:path";
import type { Begun } from "../begin.ts";
import { type Diagnostic, type ExitCode, fail, found } from "../diagnostics/index.ts";
import { archivedBytes, type Emitted, writeFiles } from "../emit/index.ts";
import type { Io } from "../io.ts";
import { headline, tally } from "../notes.ts";
import type { Options } from "../options.ts";
import { printJson, report } from "../report/index.ts";
import { type Plan, plan } from "../run.ts";
import { showName } from "../terminal.ts";
import { drawn, wantsDrawing } from "./_drawn.ts";
import { lintPlan } from "./_lint.ts";
import { tell } from "./_tell.ts";

/** `fanout generate`: writes the child pipeline, and the report where one is asked for. */
export async function generate(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const made = await plan(options, io, begun);
  tell([...made.diagnostics, ...(await lintPlan(made, io))], options, io);
  const document = options.report || options.json ? printJson(report(made)) : "";
  const shard = shardOf(options, made.emitted);
  const own = made.emitted.files.filter((file) => file.shard === shard);
  const files = own.map(({ path, text }) => ({ path, text }));
  if (options.report) {
    tell(tooLarge(options.report, [...files.map(({ text }) => text), document], made), options, io);
    files.push({ path: options.report, text: document });
  }
  const pictures = wantsDrawing(options) ? await drawn(made, files, options, io) : undefined;
  if (pictures) tell(pictures.diagnostics, options, io);
  writeFiles(io, [...files, ...(pictures?.files ?? [])]);
  if (options.json) io.out(document);
  else if (pictures?.markdown !== undefined) io.out(pictures.markdown);
  else if (!options.quiet) {
    io.err(`${headline(made)}\n${tally(made)}\n`);
    for (const { path, bytes, jobs } of own) {
      const shown = relative(io.cwd, resolve(io.cwd, path));
      io.out(`${shown}: ${count(jobs, "job")}, ${count(bytes, "byte")}\n`);
    }
    if (shard === undefined) io.out(later(made.emitted));
  }
  return 0;
}

/** GitLab reads the child from the archive in which the report travels as well. */
function tooLarge(path: string, texts: readonly string[], { limits }: Plan): readonly Diagnostic[] {
  const limit = limits.artifactArchiveBytes.value;
  const unpacked = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (unpacked <= limit) return [];
  const bytes = archivedBytes(texts);
  return bytes > limit ? [found("ARCHIVE_LARGE", [path], { bytes, limit })] : [];
}

const shownPipelines = 10;

/** What the jobs of the child will write and start, a line each. */
function later({ pipelines: [, ...started], files }: Emitted): string {
  const lines = started.slice(0, shownPipelines).map(({ name, files: paths }) => {
    const own = files.filter(({ path }) => paths.includes(path));
    const jobs = own.reduce((sum, file) => sum + file.jobs, 0);
    return `  ${showName(name)} will start ${count(jobs, "job")}, written by shard ${own[0]?.shard}\n`;
  });
  const more = started.length - lines.length;
  return lines.join("") + (more > 0 ? `  and ${more} more pipelines (fanout preview)\n` : "");
}

/**
 * The shard that `--shard` asks for, from 1; `undefined` without. What this run came to must be
 * what was planned.
 */
function shardOf({ shard, plan }: Options, emitted: Emitted): number | undefined {
  if (shard === undefined) return undefined;
  const [, number = "", of = ""] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(shard) ?? [];
  if (number === "" || Number(number) > Number(of))
    fail("SHARD_FORM", ["--shard"], { given: shard });
  if (plan !== undefined && plan !== emitted.plan && emitted.shards > 0) {
    fail("PLAN_DIFFERS", ["--plan"], { wanted: plan, plan: emitted.plan });
  }
  if (Number(of) !== emitted.shards) {
    fail("SHARD_COUNT", ["--shard"], { given: shard, count: emitted.shards });
  }
  return Number(number);
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
