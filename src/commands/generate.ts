import { relative, resolve } from "node:path";
import type { Begun } from "../begin.ts";
import { type ExitCode, fail } from "../diagnostics/index.ts";
import { type Emitted, writeFiles } from "../emit/index.ts";
import type { Io } from "../io.ts";
import { headline, tally } from "../notes.ts";
import type { Options } from "../options.ts";
import { printJson, report } from "../report/index.ts";
import { plan } from "../run.ts";
import { tell } from "./_tell.ts";

/** `fanout generate`: writes the child pipeline, and the report where one is asked for. */
export async function generate(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const made = await plan(options, io, begun);
  tell(made.diagnostics, options, io);
  const document = options.report || options.json ? printJson(report(made)) : "";
  const shard = shardOf(options, made.emitted);
  const own = made.emitted.files.filter((file) => file.shard === shard);
  const files = own.map(({ path, text }) => ({ path, text }));
  if (options.report) files.push({ path: options.report, text: document });
  writeFiles(io, files);
  if (options.json) io.out(document);
  else if (!options.quiet) {
    io.err(`${headline(made)}\n${tally(made)}\n`);
    for (const { path, bytes, jobs } of own) {
      const shown = relative(io.cwd, resolve(io.cwd, path));
      io.out(`${shown}: ${count(jobs, "job")}, ${count(bytes, "byte")}\n`);
    }
  }
  return 0;
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
