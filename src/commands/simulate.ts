import type { Begun } from "../begin.ts";
import { tagFor } from "../detect/index.ts";
import { type ExitCode, fail } from "../diagnostics/index.ts";
import { errorsOf, type Forecast, forecast, isSound, printForecast } from "../forecast/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { printJson } from "../report/index.ts";
import { type Facts, type SituationName, situations } from "../simulate/index.ts";
import { showName, table } from "../terminal.ts";
import { factsOf, mapOf, pathOf, settingsOf, topOf, worldOf } from "./_files.ts";
import { generating } from "./_generated.ts";

/** `fanout simulate [FILE]`: which jobs GitLab would create in a situation, children included. */
export async function simulate(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const { run, factsFor } = await forecasts(options, io, begun);
  if (options.all) return printAll(await all(run), options, io);
  const name = situationOf(options.as ?? "push");
  const made = await run(name);
  if (options.json) io.out(printJson({ version: 1, as: name, ...shown(made) }));
  else {
    if (!options.quiet) io.err(`${subject(name, await factsFor(name))}\n`);
    io.out(printForecast(made, options.verbose));
  }
  return isSound(made) && made.simulated !== undefined ? 0 : 1;
}

/** What each situation would bring, as the options and the repository tell it. */
export async function forecasts(
  options: Options,
  io: Io,
  begun: Begun,
): Promise<{
  readonly run: (name: SituationName) => Promise<Forecast>;
  readonly factsFor: (name: SituationName) => Promise<Facts>;
}> {
  begun.settle("before");
  const [{ version, limits, includes }, repository] = await Promise.all([
    settingsOf(io, options),
    begun.comparing.catch(() => undefined),
  ]);
  const top = repository?.root ?? topOf(io);
  const file = pathOf(options.name ?? ".gitlab-ci.yml", top, io);
  const world = worldOf(top, repository, mapOf(options, includes, top, io), io);
  const known = factsOf(options, repository, begun, io);
  let tag: Promise<string> | undefined;
  // The ref that an option names is that of every situation.
  const factsFor = async (name: SituationName): Promise<Facts> => {
    if (name !== "tag" || options.ref !== undefined) return known;
    tag ??= tagFor(begun.context, io);
    return { ...known, tag: await tag };
  };
  const run = async (name: SituationName) => {
    const facts = await factsFor(name);
    const generated = generating({ name, facts, top, options, io, begun });
    const situation = situations().get(name)!(facts);
    return forecast(file, situation, { world, limits, version, generated });
  };
  return { run, factsFor };
}

const names = [...situations().keys()];

/** The situation of this name, or of this source of GitLab's; SITUATION_UNKNOWN where there is none. */
export function situationOf(given: string): SituationName {
  const name = given.replaceAll("_", "-");
  return (
    names.find((each) => each === name.replace(/-event$|-pipeline$/, "")) ??
    fail("SITUATION_UNKNOWN", ["--as"], { given, known: names })
  );
}

/** What was looked at, for people. */
function subject(name: SituationName, facts: Facts): string {
  const { changed: paths, mergeRequest, refType, ref } = situations().get(name)!(facts);
  const into = mergeRequest ? ` into ${showName(mergeRequest.targetBranch)}` : "";
  const [count, last] = [paths?.length, paths?.at(-1)];
  const compared =
    count === undefined
      ? "compared with nothing, so `changes` hold"
      : count === 1
        ? `with a change of ${showName(last ?? "")}`
        : `with ${count} changed paths`;
  return `${name}: ${refType} ${showName(ref)}${into}, ${compared}`;
}

async function all(run: (name: SituationName) => Promise<Forecast>) {
  const made: [SituationName, Forecast][] = [];
  for (const name of names) made.push([name, await run(name)]);
  return made;
}

/** Jobs by situation: `+` created, `m` by hand, `d` later, `.` not there, `!` no pipeline. */
function printAll(
  made: readonly (readonly [SituationName, Forecast])[],
  options: Options,
  io: Io,
): ExitCode {
  if (options.json) {
    const each = made.map(([as, one]) => ({ as, ...shown(one) }));
    io.out(printJson({ version: 1, situations: each }));
    return 0;
  }
  const rows = new Map<string, string[]>();
  const mark = (key: string, column: number, value: string) => {
    const row = rows.get(key) ?? made.map(() => ".");
    row[column] = value;
    rows.set(key, row);
  };
  const walk = (one: Forecast, column: number, prefix: string) => {
    const isThere = one.simulated?.created ?? false;
    mark(`${prefix}(pipeline)`, column, one.unknown !== undefined ? "?" : isThere ? "+" : "!");
    for (const job of one.simulated?.jobs ?? []) {
      mark(`${prefix}${job.name}`, column, isThere && job.created ? letter(job.when) : ".");
    }
    for (const child of one.children) walk(child, column, `${prefix}${child.startedBy} > `);
  };
  made.forEach(([, one], column) => void walk(one, column, ""));
  const body = [...rows].map(([key, row]) => [showName(key), ...row]);
  io.out(table([["", ...made.map((_, index) => columnOf(index))], ...body]));
  const legend = made.map(([name], index) => `${columnOf(index)} ${name}`);
  const width = io.terminal.columns ?? 100;
  io.out(`\n${wrapped(legend, width)}\n${wrapped(marks, width)}\n`);
  io.out(reasons(made));
  return 0;
}

const columnOf = (index: number): string => String.fromCharCode(65 + index);

const marks = [
  ...["+ created", "m by hand", "d delayed", "f on failure"],
  ...[". not there", "! no pipeline", "? not known here"],
];

/** Items with commas between, on as many lines as it takes. */
function wrapped(items: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length + 3 > width) lines.push(item);
    else lines[lines.length - 1] = `${last}, ${item}`;
  }
  return lines.join(",\n");
}

/** Why there is no pipeline, or none is known: a line each, with the columns that it is so in. */
function reasons(made: readonly (readonly [SituationName, Forecast])[]): string {
  const told = new Map<string, string>();
  const walk = (one: Forecast, column: string, prefix: string) => {
    const why = one.unknown === undefined ? errorsOf(one) : [`not known here: ${one.unknown}`];
    const unread = one.unknown === undefined ? one.missing : [];
    const all = [...why, ...unread.map((key) => `${key} is not read here, nor its jobs`)];
    for (const reason of all) {
      const line = `${showName(`${prefix}(pipeline)`)}: ${reason}`;
      told.set(line, `${told.get(line) ?? ""}${column}`);
    }
    for (const child of one.children) walk(child, column, `${prefix}${child.startedBy} > `);
  };
  made.forEach(([, one], index) => void walk(one, columnOf(index), ""));
  const lines = [...told].map(([line, columns]) => `${columns} ${line}\n`);
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}

const letters: Readonly<Record<string, string>> = { manual: "m", delayed: "d", on_failure: "f" };
const letter = (when: string): string => letters[when] ?? "+";

/** As data: pipelines within each other. */
const shown = (one: Forecast): object => {
  const { simulated, children, ...rest } = one;
  const { created = false, errors = [], jobs = [], workflow } = simulated ?? {};
  return {
    ...rest,
    created,
    errors,
    workflow: workflow ?? null,
    jobs,
    children: children.map(shown),
  };
};
