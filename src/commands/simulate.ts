import { relative, resolve } from "node:path";
import { type Begun, begin } from "../begin.ts";
import { kinds, readContext } from "../context/index.ts";
import { type ExitCode, fail } from "../diagnostics/index.ts";
import { type Forecast, forecast, type Generated, printForecast } from "../forecast/index.ts";
import type { Io } from "../io.ts";
import type { Options } from "../options.ts";
import { showName, table } from "../terminal.ts";
import { printJson } from "../report/index.ts";
import { plan } from "../run.ts";
import { type Facts, type SituationName, situations } from "../simulate/index.ts";
import { mapOf, pathOf, settingsOf, topOf, worldOf } from "./_files.ts";

/** `fanout simulate [FILE]`: which jobs GitLab would create in a situation, children included. */
export async function simulate(options: Options, io: Io, begun: Begun): Promise<ExitCode> {
  const run = await forecasts(options, io, begun);
  if (options.all) return printAll(await all(run), options, io);
  const name = situationOf(options.as ?? "push");
  const made = await run(name);
  if (options.json) io.out(printJson({ version: 1, as: name, ...shown(made) }));
  else io.out(printForecast(made, options.verbose));
  return made.simulated?.created ? 0 : 1;
}

/** What each situation would bring, as the options and the repository tell it. */
export async function forecasts(
  options: Options,
  io: Io,
  begun: Begun,
): Promise<(name: SituationName) => Promise<Forecast>> {
  begun.settle("before");
  const [{ version, limits }, repository] = await Promise.all([
    settingsOf(io, options),
    begun.comparing.catch(() => undefined),
  ]);
  const top = repository?.root ?? topOf(io);
  const file = pathOf(options.name ?? ".gitlab-ci.yml", top, io);
  const world = worldOf(top, repository, mapOf(options, io), io);
  const { defaultBranch = "main", ref } = begun.context;
  const facts: Facts = {
    ref: options.ref ?? repository?.branch ?? (ref === "HEAD" ? defaultBranch : ref),
    defaultBranch,
    changed: options.changed ?? repository?.changes.map(({ path }) => path),
    variables: variablesOf(options),
    files: repository?.tree.paths ?? [],
    ...(io.env.CI_PROJECT_PATH && { project: io.env.CI_PROJECT_PATH }),
  };
  return (name) => {
    const generated = () => generate(name, facts, options, io, begun);
    const situation = situations().get(name)!(facts);
    return forecast(file, situation, { world, limits, version, generated });
  };
}

const names = [...situations().keys()];

/** The situation of this name; SITUATION_UNKNOWN where there is none. */
export function situationOf(given: string): SituationName {
  const name = given.replaceAll("_", "-");
  return (
    names.find((each) => each === name) ??
    fail("SITUATION_UNKNOWN", ["--as"], { given, known: names })
  );
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

/** Kinds that are compared with what git tells here; the others find their own base. */
const compared = /^(push|first-push|merge|parent)/;

/** What `generate` would write in this kind of pipeline, uncommitted changes included. */
async function generate(
  name: SituationName,
  facts: Facts,
  options: Options,
  io: Io,
  begun: Begun,
): Promise<Generated> {
  const source = name.startsWith("parent") ? "parent" : sourceOf(name);
  const same: Options = { ...options, all: false, source };
  const { ref, defaultBranch } = facts;
  const context = { ...readContext(io.env, { source }), ref, defaultBranch };
  const local = { ...begun, context };
  const { emitted, comparison } = await plan(
    same,
    io,
    compared.test(name) ? local : begin(same, io),
  );
  const file = relative(comparison.root, resolve(io.cwd, options.output)) || options.output;
  return { file, pipelines: emitted.pipelines };
}

/** As `--source` spells it. */
const sourceOf = (name: string): string =>
  kinds.includes(name) ? name : name.replaceAll("-", "_");

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
  io.out(table([["", ...made.map((_, index) => String.fromCharCode(65 + index))], ...body]));
  const legend = made.map(([name], index) => `${String.fromCharCode(65 + index)} ${name}`);
  io.out(
    `\n${legend.join(", ")}\n+ created, m by hand, d delayed, f on failure; . not there; ! no pipeline; ? not known here\n`,
  );
  return 0;
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
