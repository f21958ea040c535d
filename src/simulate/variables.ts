import { type Hash, isHash } from "../model/index.ts";

/** A variable as GitLab keeps it. `raw`: `expand: false`, so a `$` in it is only a `$`. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly raw: boolean;
}

/** Values by name. A name may be `__proto__`, so these are own members only. */
export type Values = Readonly<Record<string, string>>;

/** An own member of a hash; `null` counts as absent. */
export const own = (hash: Hash, key: string): unknown =>
  Object.hasOwn(hash, key) ? (hash[key] ?? undefined) : undefined;

const text = (value: unknown): string =>
  value === undefined || value === null ? "" : String(value);

/** The variables of a `variables` hash (GitLab: entry/variable.rb): nothing is "". */
export function readVariables(value: unknown): readonly Variable[] {
  if (!isHash(value)) return [];
  return Object.entries(value).map(([name, written]) =>
    isHash(written)
      ? { name, value: text(own(written, "value")), raw: own(written, "expand") === false }
      : { name, value: text(written), raw: false },
  );
}

/** Given values as variables. */
export const asVariables = (values: Values): readonly Variable[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, raw: false }));

/**
 * `over` on top of `under`, each name once. GitLab puts the new ones first
 * (lib/gitlab/ci/variables/helpers.rb), which shows in the text on a circle.
 */
export function overlaid(
  under: readonly Variable[],
  over: readonly Variable[],
): readonly Variable[] {
  if (over.length === 0) return under;
  const names = new Set(over.map(({ name }) => name));
  return [...over, ...under.filter(({ name }) => !names.has(name))];
}

/** Values by name; of two variables of one name the later counts. */
export const valuesOf = (variables: readonly Variable[]): Values =>
  Object.fromEntries(variables.map(({ name, value }) => [name, value]));

/** What a job takes of the pipeline's own variables (GitLab: entry/inherit/variables.rb). */
export function inherited(all: readonly Variable[], chosen: unknown): readonly Variable[] {
  if (chosen === false) return [];
  return Array.isArray(chosen) ? all.filter(({ name }) => chosen.includes(name)) : all;
}
