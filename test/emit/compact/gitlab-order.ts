import { type Hash, isHash, type Pipeline, Reference } from "../../../src/model/index.ts";

/** GitLab's deep merge; a reference is no hash. */
function merged(under: Hash, over: Hash): Hash {
  const result = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = result.get(key);
    result.set(key, isHash(below) && isHash(value) ? merged(below, value) : value);
  }
  return Object.fromEntries(result);
}

/**
 * The visible jobs of a pipeline by name, in GitLab's own order of steps (lib/gitlab/ci/config.rb,
 * `build_config`): all `extends` are merged, then references are resolved in what came of it.
 */
export function inGitLabsOrder({ jobs, warnings: _, ...top }: Pipeline): Map<string, unknown> {
  const written = new Map(jobs.map(({ name, config }) => [name, config as Hash]));
  const extended = (name: string): Hash => {
    const config = written.get(name) ?? {};
    if (!isHash(config) || !Object.hasOwn(config, "extends")) return config;
    const { extends: bases, ...own } = config;
    const below = [bases].flat().reduce<Hash>((sum, base) => merged(sum, extended(`${base}`)), {});
    return merged(below, own);
  };
  const whole = new Map<string, unknown>([
    ...Object.entries(top),
    ...jobs.map(({ name }) => [name, extended(name)] as const),
  ]);
  const resolved = (value: unknown): unknown => {
    if (value instanceof Reference) {
      const [name = "", ...keys] = value.path;
      return resolved(keys.reduce((at, key) => (at as Hash)[key], whole.get(name)));
    }
    if (Array.isArray(value)) return value.map(resolved);
    if (!isHash(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
  };
  const defaults = (top.default ?? {}) as Hash;
  return new Map(
    jobs
      .filter(({ kind }) => kind !== "hidden")
      .map(({ name, kind }) => {
        const config = resolved(whole.get(name)) as Hash;
        const { default: chosen } = (config.inherit ?? {}) as { default?: unknown };
        const given = Object.entries(defaults).filter(([key]) => {
          const isTaken = Array.isArray(chosen) ? chosen.includes(key) : (chosen ?? true);
          return (
            isTaken && (config[key] ?? null) === null && (kind === "job" || key === "interruptible")
          );
        });
        return [name, { ...config, ...Object.fromEntries(given) }];
      }),
  );
}
