import { type Hash, isHash, type PipelineDraft } from "../model/index.ts";

/** What becomes of a value; `undefined` takes it out. */
type Change = (value: unknown) => unknown;

/** A hash with some of its keys changed. */
function changed(value: unknown, changes: Readonly<Record<string, Change>>): unknown {
  if (!isHash(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, Object.hasOwn(changes, key) ? changes[key]!(item) : item] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const isBlank = (value: unknown): boolean =>
  typeof value === "string"
    ? value.trim() === ""
    : value === false || (typeof value === "object" && Object.keys(value ?? {}).length === 0);

const filled: Change = (value) => (isBlank(value) ? undefined : value);
const withoutNothing: Change = (value) =>
  Array.isArray(value) ? value.filter((item) => item !== null) : (value ?? []);

/** A rule whose keys have no value holds always, and says nothing (entry/rules/rule.rb, `value`). */
function rule(value: unknown): unknown {
  const values = isHash(value) ? Object.values(value) : [];
  const isOpen = values.length > 0 && values.every((item) => item === null);
  return isOpen ? { variables: {} } : value;
}

/** Lists in `rules` are made flat; where nothing is left, no rule can hold (build/rules.rb). */
function rules(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const flat: readonly unknown[] = value.flat(Number.POSITIVE_INFINITY);
  return flat.length === 0 ? [{ when: "never" }] : flat.map(rule);
}

/** A part of `only` without a value is an empty list (build/policy/refs.rb). */
const orEmpty: Change = (value) => value ?? [];
const policy: Change = (value) =>
  changed(value, { refs: orEmpty, variables: orEmpty, changes: orEmpty });

/** Files of a key that are none count as a key, of which nothing is left. */
function cacheKey(value: unknown): unknown {
  const files = isHash(value) ? ["files", "files_commits"].filter((key) => key in value) : [];
  return files.some((key) => (value as Hash)[key] === null) ? undefined : value;
}

const cache: Change = (value) =>
  Array.isArray(value) ? value.map(cache) : changed(value, { policy: filled, key: cacheKey });

function job(name: string, config: unknown): unknown {
  const isDelayed = isHash(config) && config.when === "delayed";
  return changed(config, {
    rules,
    only: policy,
    except: policy,
    cache,
    trigger: (value) => changed(value, { include: withoutNothing }),
    ...(!isDelayed && { start_in: filled }),
    ...(name.startsWith(".") && { extends: (value) => filled(value) ?? [] }),
  });
}

/**
 * A draft in a form that the model takes, where GitLab passes over what means nothing: a list in
 * `rules` without rules, a condition without a value, a blank `start_in`. It means the same.
 */
export function lenient(draft: PipelineDraft): PipelineDraft {
  const { workflow, default: defaults, jobs } = draft;
  return {
    ...draft,
    ...(workflow !== undefined && { workflow: changed(workflow, { rules }) }),
    ...(defaults !== undefined && { default: changed(defaults, { cache }) }),
    jobs: jobs.map((each) => ({ ...each, config: job(each.name, each.config) })),
  } as PipelineDraft;
}
