import { begin, inDirectory } from "./begin.ts";
import type { Forecast } from "./forecast/index.ts";
import { type Io, nodeIo } from "./io.ts";
import type { LintOutcome } from "./lint/index.ts";
import { defaultOptions, type Options } from "./options.ts";
import type { SituationName } from "./simulate/index.ts";

/** Where configurations are looked at. */
export interface Where {
  /** The directory to work in; the process's own when left out. */
  readonly cwd?: string;
  /** Stands in for the CI variables; the process's own when left out. */
  readonly env?: Io["env"];
  /**
   * Files by what includes name, such as `group/ci@main:b.yml`; `false` as if nothing included it.
   * Before those of `gitlab.includes` in the configuration.
   */
  readonly map?: Readonly<Record<string, string | false>>;
}

/**
 * What `fanout lint` finds in configurations (paths from the working directory; `.gitlab-ci.yml`
 * when left out): GitLab's own refusals, and what it does not tell. Throws a UserError where there
 * is no such file.
 */
export async function lint(
  files: readonly string[] = [],
  { child = false, ...where }: Where & { readonly child?: boolean } = {},
): Promise<LintOutcome> {
  const { linter } = await import("./commands/lint.ts");
  const { options, io } = world(where, { names: files, child });
  const { run } = await linter(options, io, begin(options, io));
  return (await run()).outcome;
}

/** A situation to look at. */
export interface SimulateOptions extends Where {
  /** The configuration; `.gitlab-ci.yml` when left out. */
  readonly file?: string;
  /** `push` when left out. */
  readonly as?: SituationName;
  readonly ref?: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Instead of the paths that git tells. */
  readonly changed?: readonly string[];
}

/**
 * Which jobs GitLab would create, down to the grandchildren, as `fanout simulate` tells it. Throws a
 * UserError where there is no such file.
 */
export async function simulate(given: SimulateOptions = {}): Promise<Forecast> {
  const { forecasts, situationOf } = await import("./commands/simulate.ts");
  const { file, as = "push", ref, variables, changed, ...where } = given;
  const pairs = variables && Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const { options, io } = world(where, {
    ...(file !== undefined && { name: file }),
    ...{ ref, changed, var: pairs },
  });
  const { run } = await forecasts(options, io, begin(options, io));
  return run(situationOf(as));
}

function world({ cwd, env, map = {} }: Where, more: Partial<Options>) {
  const process = nodeIo();
  const pairs = Object.entries(map).map(([key, path]) => `${key}=${path || ""}`);
  const options: Options = { ...defaultOptions, ...more, map: pairs };
  const io: Io = {
    ...inDirectory(process, cwd),
    env: env ?? process.env,
    out: () => {},
    err: () => {},
  };
  return { options, io };
}

/**
 * Throws an Error unless just these jobs are created; those of children stand behind the trigger
 * jobs that start them: `child-pipeline > api:build`. The message tells each that is missing or
 * not expected, and GitLab's words where a pipeline is not created.
 */
export function expectJobs(forecast: Forecast, expected: readonly string[]): void {
  const problems: string[] = [];
  const made = new Set(createdJobs(forecast, "", problems));
  const wanted = new Set(expected);
  for (const name of wanted) if (!made.has(name)) problems.push(`missing: ${name}`);
  for (const name of made) if (!wanted.has(name)) problems.push(`not expected: ${name}`);
  if (problems.some((each) => /^(missing|not expected): /.test(each))) {
    throw new Error(`other jobs than expected\n  ${problems.join("\n  ")}`);
  }
}

function createdJobs(
  { simulated, refused, unknown, missing, children, startedBy }: Forecast,
  prefix: string,
  problems: string[],
): readonly string[] {
  const name = startedBy === "" ? "the pipeline" : `${prefix}the pipeline of ${startedBy}`;
  const errors = [...refused, ...(simulated?.errors ?? [])];
  problems.push(...errors.map((error) => `${name} is not created: ${error}`));
  if (unknown !== undefined) problems.push(`${name} is not known here: ${unknown}`);
  else problems.push(...missing.map((key) => `${name} includes ${key}, which is not read here`));
  const jobs = simulated?.created ? simulated.jobs.filter(({ created }) => created) : [];
  return [
    ...jobs.map((job) => `${prefix}${job.name}`),
    ...children.flatMap((child) => createdJobs(child, `${prefix}${child.startedBy} > `, problems)),
  ];
}
