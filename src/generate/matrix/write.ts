import { expandedNames, type Hash, isHash, type JobDraft } from "../../model/index.ts";
import type { ResolvedDraft } from "../resolve.ts";
import type { DroppedNeed } from "../types.ts";
import { type Axes, cellCount, cellsOf, parallelOf } from "./axes.ts";
import type { Form, Part } from "./forms.ts";
import { meet } from "./meet.ts";
import { listOf, type Mention, neededName } from "./mentions.ts";

/** A need on one job of the pipeline; without `cells` on all that it stands for. */
interface PartNeed {
  readonly job: string;
  readonly cells?: Readonly<Record<string, readonly string[]>>;
}

export interface Writing {
  readonly forms: ReadonlyMap<string, Form>;
  /** Whether GitLab knows `needs:parallel:matrix` (16.3); else expanded names say it. */
  readonly selections: boolean;
}

/**
 * Writes one part of a job: its cells, and in place of the jobs with a matrix that it names those
 * that stand for them. A symbolic need that no cell agrees with is left out and told.
 */
export function writePart(
  { draft, dropped, bySymbol }: ResolvedDraft,
  part: Part,
  parallel: boolean,
  writing: Writing,
): { readonly draft: JobDraft; readonly dropped: readonly DroppedNeed[] } {
  const { service, origin, config } = draft;
  const named = { name: part.name, ...(service !== undefined && { service }), origin };
  if (!isHash(config)) return { draft: { ...named, config }, dropped };
  const missing: DroppedNeed[] = [];
  const met = new Map<string, readonly PartNeed[]>();
  for (const need of listOf(config.needs)) {
    const target = neededName(need);
    const form = target === undefined ? undefined : writing.forms.get(target);
    if (target === undefined || !form) continue;
    const how = bySymbol.has(target) ? "agreeing" : "all";
    const needs = needsOn(form, how, part.axes, writing);
    if (needs.length === 0) missing.push({ need: target, why: "no-such-cell" });
    met.set(target, needs);
  }
  const written = withReferences(config, part.axes, met, writing.forms);
  return {
    draft: { ...named, config: withCells(written, part.axes, parallel) },
    dropped: [...dropped, ...missing],
  };
}

function withCells(config: Hash, axes: Axes, parallel: boolean): Hash {
  if (axes.size === 0) return config;
  if (parallel) return { ...config, parallel: parallelOf(axes) };
  const cell = Object.fromEntries([...axes].map(([axis, [value]]) => [axis, value]));
  const { needs, variables } = config;
  return {
    ...config,
    ...(Array.isArray(needs) && { needs: needs.map((need) => filled(need, axes)) }),
    variables: { ...(variables as object | undefined), ...cell },
  };
}

/** A need written by hand with `$[[ matrix.X ]]`, as it is for one cell. */
function filled(need: unknown, cell: Axes): unknown {
  if (!isHash(need) || !isHash(need.parallel)) return need;
  const parallel: unknown = JSON.parse(JSON.stringify(need.parallel), (_, value) =>
    typeof value !== "string"
      ? value
      : value.replace(
          /\$\[\[\s*matrix\.(\w+)\s*\]\]/g,
          (whole, axis) => cell.get(axis)?.[0] ?? whole,
        ),
  );
  return { ...need, parallel };
}

/** What a part with these own cells needs of a job with a matrix. */
function needsOn(
  { axes, parallel, parts, partOf }: Form,
  how: Mention["how"],
  own: Axes,
  { selections }: Writing,
): readonly PartNeed[] {
  if (how === "all") return parts.map(({ name }) => ({ job: name }));
  if (!parallel) {
    const met = meet(own, axes);
    return met.kind === "same" ? cellsOf(met.axes).map((cell) => ({ job: partOf(cell).name })) : [];
  }
  return parts.flatMap((part): PartNeed[] => {
    const met = meet(own, part.axes);
    if (met.kind === "none" || met.kind === "mixed") return [];
    if (met.kind === "own") return [{ job: part.name, cells: computed(met.axes, met.shared) }];
    if (cellCount(met.axes) === cellCount(part.axes)) return [{ job: part.name }];
    if (selections) return [{ job: part.name, cells: Object.fromEntries(met.axes) }];
    return expandedNames(part.name, parallelOf(met.axes)).map((job) => ({ job }));
  });
}

/** Cells that have the needing cell's own value on the shared axes (docs: ci/yaml/matrix_expressions). */
const computed = (axes: Axes, shared: ReadonlySet<string>) =>
  Object.fromEntries(
    [...axes].map(([axis, values]) => [
      axis,
      shared.has(axis) ? [`$[[ matrix.${axis} ]]`] : values,
    ]),
  );

type Forms = ReadonlyMap<string, Form>;

function withReferences(
  config: Hash,
  own: Axes,
  met: ReadonlyMap<string, readonly PartNeed[]>,
  forms: Forms,
): Hash {
  const { needs, dependencies, rules, environment, trigger } = config;
  const one = (name: unknown) => oneName(name, own, forms);
  return {
    ...config,
    ...(met.size > 0 && { needs: listOf(needs).flatMap((need) => needsFor(need, met)) }),
    ...(Array.isArray(dependencies) && {
      dependencies: dependencies.flatMap((name) => dependenciesFor(name, met, forms)),
    }),
    ...(Array.isArray(rules) && { rules: rules.map((rule) => ruleFor(rule, forms)) }),
    ...(isHash(environment) &&
      environment.on_stop !== undefined && {
        environment: { ...environment, on_stop: one(environment.on_stop) },
      }),
    ...(isHash(trigger) &&
      trigger.include !== undefined && {
        trigger: { ...trigger, include: includeFor(trigger.include, one) },
      }),
  };
}

function needsFor(need: unknown, met: ReadonlyMap<string, readonly PartNeed[]>): unknown[] {
  const parts = met.get(neededName(need) ?? "");
  if (!parts) return [need];
  return parts.map(({ job, cells }) => {
    if (!isHash(need) && !cells) return job;
    return { ...(isHash(need) && need), job, ...(cells && { parallel: { matrix: [cells] } }) };
  });
}

/** Of a job that is needed, what is needed: GitLab takes artifacts from needed cells only. */
function dependenciesFor(
  name: unknown,
  met: ReadonlyMap<string, readonly PartNeed[]>,
  forms: Forms,
): unknown[] {
  if (typeof name !== "string") return [name];
  const parts = met.get(name)?.map(({ job }) => job);
  return parts ?? forms.get(name)?.parts.map((part) => part.name) ?? [name];
}

/** Needs of a rule are written out: GitLab expands no name there (lib/gitlab/ci/config/normalizer.rb). */
function ruleFor(rule: unknown, forms: Forms): unknown {
  if (!isHash(rule) || rule.needs === undefined) return rule;
  const needs = listOf(rule.needs).flatMap((need) => {
    const form = forms.get(neededName(need) ?? "");
    if (!form) return [need];
    const jobs = form.parts.flatMap(({ name, axes }) => jobNames(name, axes, form));
    return jobs.map((job) => (isHash(need) ? { ...need, job } : job));
  });
  return { ...rule, needs };
}

const jobNames = (name: string, axes: Axes, { parallel }: Form) =>
  parallel ? expandedNames(name, parallelOf(axes)) : [name];

function includeFor(include: unknown, one: (name: unknown) => unknown): unknown {
  const entry = (each: unknown) =>
    isHash(each) && each.job !== undefined ? { ...each, job: one(each.job) } : each;
  return Array.isArray(include) ? include.map(entry) : entry(include);
}

/** The one cell that agrees, by its name; where there is none or several, the checks say so. */
function oneName(name: unknown, own: Axes, forms: Forms): unknown {
  const form = typeof name === "string" ? forms.get(name) : undefined;
  if (!form) return name;
  const met = meet(own, form.axes);
  if (met.kind !== "same" || cellCount(met.axes) !== 1) return name;
  return jobNames(form.partOf(met.axes).name, met.axes, form)[0];
}
