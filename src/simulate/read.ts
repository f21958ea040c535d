import {
  compileJob,
  expandedNames,
  type Hash,
  isHash,
  type Pipeline,
  type PlannedJob,
} from "../model/index.ts";
import { readRules } from "./judge.ts";
import { type Need, readNeeds } from "./needs.ts";
import { type Policies, readPolicies } from "./policy.ts";
import type { When } from "./types.ts";
import { overlaid, own, readVariables, type Variable, valuesOf } from "./variables.ts";

/** A job before anything is decided: compiled, and expanded by `parallel`. */
export interface Seed {
  readonly name: string;
  /** The name that it is written under. */
  readonly written: string;
  readonly stage: string;
  readonly rules: readonly Hash[] | undefined;
  readonly policies: Policies;
  readonly when: When;
  readonly allowFailure: boolean;
  readonly needs: readonly Need[];
  readonly variables: readonly Variable[];
  /** `inherit:variables`. */
  readonly inherit: unknown;
  readonly environment: Hash | undefined;
  /** From 1, and of how many; undefined without `parallel`. */
  readonly node: { readonly index: number; readonly total: number } | undefined;
}

/** A pipeline as simulating reads it. */
export interface Prepared {
  readonly rules: readonly Hash[] | undefined;
  readonly name: string | undefined;
  readonly variables: readonly Variable[];
  /** In the order of the pipeline: by stage. */
  readonly seeds: readonly Seed[];
}

const known = new WeakMap<Pipeline, Prepared>();

/** Reads a pipeline, once for all situations. */
export function prepare(pipeline: Pipeline): Prepared {
  const made = known.get(pipeline) ?? read(pipeline);
  known.set(pipeline, made);
  return made;
}

/** A hidden job that no other is called like: it resolves the references of the top level. */
function topName(pipeline: Pipeline): string {
  const names = new Set(pipeline.jobs.map(({ name }) => name));
  let name = ".top";
  while (names.has(name)) name += "_";
  return name;
}

function read(pipeline: Pipeline): Prepared {
  const name = topName(pipeline);
  const { workflow, variables } = pipeline;
  const config = { workflow: workflow ?? {}, variables: variables ?? {} } as PlannedJob["config"];
  const hidden: PlannedJob = {
    name,
    kind: "hidden",
    service: undefined,
    origin: "",
    stage: undefined,
    config,
  };
  const whole: Pipeline = { ...pipeline, jobs: [...pipeline.jobs, hidden] };
  const top = compileJob(whole, name) ?? {};
  const flow = own(top, "workflow");
  const ruled = isHash(flow) && Object.hasOwn(flow, "rules");
  const named = isHash(flow) ? own(flow, "name") : undefined;
  return {
    rules: isHash(flow) ? readRules(own(flow, "rules")) : undefined,
    name: named === undefined ? undefined : String(named),
    variables: readVariables(own(top, "variables")),
    seeds: readSeeds(pipeline, ruled),
  };
}

function readSeeds(pipeline: Pipeline, ruled: boolean): readonly Seed[] {
  const visible = pipeline.jobs
    .filter(({ kind }) => kind !== "hidden")
    .map((job) => ({ job, config: compileJob(pipeline, job.name) ?? {} }));
  const parallel = new Map(
    visible.flatMap(({ job, config }): [string, unknown][] => {
      const value = own(config, "parallel");
      return value === undefined ? [] : [[job.name, value]];
    }),
  );
  return visible.flatMap(({ job, config }) => seedsOf(job, config, ruled, parallel));
}

/** The jobs that one becomes, each with the variables of its cell. */
function seedsOf(
  job: PlannedJob,
  config: Hash,
  ruled: boolean,
  parallel: ReadonlyMap<string, unknown>,
): readonly Seed[] {
  const names = expandedNames(job.name, own(config, "parallel"));
  const cells = cellsOf(own(config, "parallel"));
  const variables = readVariables(own(config, "variables"));
  const shared = {
    written: job.name,
    stage: job.stage ?? "test",
    rules: readRules(own(config, "rules")),
    policies: readPolicies(config, ruled || Object.hasOwn(config, "rules")),
    when: (own(config, "when") ?? "on_success") as When,
    allowFailure: allowsFailure(config),
    inherit: inheritedVariables(config),
    environment: environmentOf(own(config, "environment")),
  };
  return names.map((name, index): Seed => {
    const withCell = overlaid(variables, cells[index] ?? []);
    return {
      ...shared,
      name,
      needs: readNeeds(own(config, "needs"), parallel, valuesOf(withCell)),
      variables: withCell,
      node: parallel.has(job.name) ? { index: index + 1, total: names.length } : undefined,
    };
  });
}

/** The variables of each cell of a matrix, in the order of the names that it expands to. */
function cellsOf(parallel: unknown): readonly (readonly Variable[])[] {
  const matrix = isHash(parallel) ? own(parallel, "matrix") : undefined;
  if (!Array.isArray(matrix)) return [];
  return matrix.filter(isHash).flatMap((row) => {
    let cells: readonly (readonly Variable[])[] = [[]];
    for (const [name, values] of Object.entries(row)) {
      cells = cells.flatMap((cell) =>
        [values].flat().map((value) => [...cell, { name, value: String(value), raw: false }]),
      );
    }
    return cells;
  });
}

/** A manual job may fail unless it says otherwise (GitLab: entry/job.rb and bridge.rb, `ignored?`). */
function allowsFailure(config: Hash): boolean {
  const written = own(config, "allow_failure");
  return written === undefined ? own(config, "when") === "manual" : written === true;
}

function inheritedVariables(config: Hash): unknown {
  const inherit = own(config, "inherit");
  return isHash(inherit) ? own(inherit, "variables") : undefined;
}

const environmentOf = (value: unknown): Hash | undefined =>
  typeof value === "string" ? { name: value } : isHash(value) ? value : undefined;
