import { basename } from "node:path";
import type { Begun } from "../begin.ts";
import { type LoadedConfig, loadConfig } from "../config/index.ts";
import type { ExitCode } from "../diagnostics/index.ts";
import {
  type Aim,
  doctorReport,
  examine,
  hereOf,
  mend,
  printDoctor,
  printMended,
  problemsOf,
  type Wiring,
} from "../downstream/doctor/index.ts";
import { guarded } from "../gitlab/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { showName } from "../terminal.ts";
import { confirmed } from "./_confirm.ts";
import { linter } from "./lint.ts";

/** Milliseconds: whoever asks what is wrong does not want to wait for long. */
const patience = { total: 20_000, each: 10_000 };

/**
 * `fanout doctor`: what keeps pipelines here and in other projects from being started, in the order
 * in which to mend it. Exit code 1 where a problem is left.
 */
export async function doctor(options: Options, unguarded: Io, begun: Begun): Promise<ExitCode> {
  const io = guarded(unguarded);
  const loading = loadConfig(io, options.config);
  const loaded = await loading.catch(() => undefined);
  begun.settle(loaded?.config.base.branch ?? "before");
  const configured = loading.then(({ path }) => basename(path));
  // The check awaits it later; until then it is nobody's unhandled rejection.
  configured.catch(() => {});
  const here = await hereOf(io, {
    comparing: begun.comparing,
    configured,
    lint: () => wiring(options, io, begun),
  });
  const settings = {
    patience,
    ...(options.quiet && { tell: () => {} }),
    ...(options.verbose && { verbose: io.err }),
  };
  const patient = { here, aims: aimsOf(options, loaded), url: options.url, settings };
  const before = await examine(patient, io);
  const fixes = options.fix
    ? await mend(before, (text) => confirmed(showName(text), options, io))
    : [];
  const done = fixes.some(({ outcome }) => outcome === "done");
  // What was mended is looked at again: GitLab's word counts, not ours.
  const all = done ? await examine(patient, io) : before;
  if (options.json) io.out(printJson(doctorReport(all, fixes)));
  else io.out(`${printDoctor(all, io.terminal.color, options.quiet)}${printMended(fixes)}`);
  return problemsOf(all).length > 0 ? 1 : 0;
}

/** The projects that are named, else those of `downstream` in the configuration. */
function aimsOf({ project, ref }: Options, loaded: LoadedConfig | undefined): Aim[] {
  if (project) return project.map((path) => ({ project: path, ref }));
  return Object.values(loaded?.config.downstream ?? {}).map((entry) => ({
    project: entry.project,
    // The branch called like this pipeline's may be missing there: then it is the default one.
    ref: ref ?? named(entry.ref),
    url: entry.url,
    variables: Object.keys(entry.variables ?? {}).length > 0,
  }));
}

const named = (ref: unknown): string | undefined =>
  typeof ref === "string" && ref !== "same-or-default" ? ref : undefined;

/** What lint says of the parent and of the children that it would make. */
async function wiring(options: Options, io: Io, begun: Begun): Promise<Wiring> {
  const { run } = await linter(options, io, begun);
  const { findings } = (await run()).outcome;
  const told = (severity: string) =>
    findings
      .filter((each) => each.severity === severity && each.silenced === undefined)
      .map(({ message, line, file }) => `${file}${line ? `:${line}` : ""}: ${message}`);
  return { file: ".gitlab-ci.yml", errors: told("error"), warnings: told("warning") };
}
