import { type ExitCode, showText } from "../diagnostics/index.ts";
import type { PlannedReport, Target } from "../downstream/index.ts";
import { commandFor, type Planned, planned } from "../downstream/start/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";

/** `fanout trigger --dry-run`: what would be started, or the equal calls of curl; nothing is asked. */
export function dryRun(targets: readonly Target[], options: Options, io: Io): ExitCode {
  const plans = targets.map((target) => planned(target, io));
  const command = options.curl || options.crontab;
  const commands = command ? plans.map((plan) => commandFor(plan, io, options.crontab)) : [];
  if (options.json) {
    const all = plans.map((plan, at) => reported(plan, commands[at]));
    const report: PlannedReport = { version: 1, planned: all };
    io.out(printJson(report));
    return 0;
  }
  if (!command) io.out(plans.map((plan) => `${sentenceOf(plan)}\n`).join(""));
  else {
    const before = options.crontab ? "0 4 * * * " : "";
    io.out(commands.map((each) => `${before}${each}\n`).join(""));
    if (!options.quiet) io.err(notes(plans, options.crontab));
  }
  return 0;
}

/** `group/app on main: starts with $GITLAB_TOKEN; variables A, B`. */
function sentenceOf({ target, told }: Planned): string {
  const { project, ref, fallback, url, why } = target;
  const where = url === undefined ? "" : ` at ${url}`;
  const instead = fallback ? ", or its default branch where there is none" : "";
  const on = ref === undefined ? "its default branch" : `${ref}${instead}`;
  const variables = listed("variables", Object.keys(target.variables));
  const inputs = listed("inputs", Object.keys(target.inputs));
  const because = why === undefined ? "" : ` (${why})`;
  return showText(`${project}${where} on ${on}${because}: ${told}${variables}${inputs}`);
}

const listed = (what: string, names: readonly string[]) =>
  names.length === 0 ? "" : `; ${what} ${names.join(", ")}`;

const reported = ({ target, how, token }: Planned, command: string | undefined) => ({
  project: target.project,
  ref: target.ref ?? null,
  fallback: target.fallback,
  ...(target.url !== undefined && { url: target.url }),
  how,
  token,
  variables: Object.keys(target.variables),
  inputs: Object.keys(target.inputs),
  ...(target.why !== undefined && { why: target.why }),
  ...(command !== undefined && { command }),
});

/** What to know of a printed command. */
function notes(plans: readonly Planned[], crontab: boolean): string {
  const names = [...new Set(plans.map(({ token }) => `$${token}`))].join(" and ");
  const job = plans.some(({ how }) => how === "job token");
  const ends = job ? " A job token is good only while its job runs." : "";
  return crontab
    ? `Put ${names} into the environment of cron, in a file that only its user may read.${ends}\n`
    : `In a crontab percent signs mean something else: --crontab writes them so.${ends}\n`;
}
