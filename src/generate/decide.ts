import { type Hash, isHash } from "../model/index.ts";

/**
 * What a job is made of, as far as it is known here: itself, then what it extends, the nearest
 * first. `whole`: nothing of it stands elsewhere, such as in an included file.
 */
export interface Layers {
  readonly own: Hash;
  readonly all: readonly Hash[];
  readonly whole: boolean;
}

/** GitLab follows `extends` no further (lib/gitlab/ci/config/extendable/entry.rb). */
const deepest = 11;

/** The layers of a job among jobs by name. */
export function layersOf(own: Hash, jobs: ReadonlyMap<string, unknown>, depth = 0): Layers {
  const bases = [own.extends ?? []].flat().reverse();
  const below = bases.map((name) => {
    const config = typeof name === "string" && depth < deepest ? jobs.get(name) : undefined;
    return isHash(config) ? layersOf(config, jobs, depth + 1) : undefined;
  });
  return {
    own,
    all: [own, ...below.flatMap((layers) => layers?.all ?? [])],
    whole: below.every((layers) => layers?.whole),
  };
}

const valuesOf = ({ all }: Layers, key: string): readonly unknown[] =>
  all.map((layer) => layer[key]).filter((value) => value !== undefined && value !== null);

/** Values at `key` and `inner` of the layers: `inherit`, `variables`. */
const inside = (layers: Layers, key: string, inner: string): readonly unknown[] =>
  valuesOf(layers, key)
    .filter(isHash)
    .map((value) => value[inner])
    .filter((value) => value !== undefined && value !== null);

/** What kind of pipeline a job starts; `undefined` for one that starts none. */
export function startedBy(layers: Layers): "child" | "project" | undefined {
  if (valuesOf(layers, "trigger").length === 0) return undefined;
  return inside(layers, "trigger", "include").length > 0 ? "child" : "project";
}

/**
 * A trigger job that says what the pipeline it starts is handed: unless it says so itself, the
 * job's own variables and nothing else. GitLab would hand over the top-level variables too, and
 * what it hands over beats the variables of that pipeline and of its project (docs: ci/yaml,
 * `trigger:forward` and `inherit:variables`). A hidden job with a `trigger` is treated alike, for
 * those that extend it; where what is extended stands elsewhere, GitLab's own rule holds.
 */
export function decided(layers: Layers, hidden: boolean): Hash {
  const { own, whole } = layers;
  if (startedBy(layers) === undefined || !whole) return own;
  const trigger = hidden || own.extends !== undefined ? own.trigger : asHash(own.trigger);
  return {
    ...own,
    ...inheriting(layers),
    ...(isHash(trigger) && { trigger: { ...trigger, ...forwarding(layers, hidden) } }),
  };
}

/** `trigger: group/app` says the same as `trigger: { project: group/app }`. */
const asHash = (trigger: unknown) => (typeof trigger === "string" ? { project: trigger } : trigger);

function inheriting(layers: Layers): Hash {
  const { inherit = {} } = layers.own;
  if (!isHash(inherit) || inside(layers, "inherit", "variables").length > 0) return {};
  return { inherit: { ...inherit, variables: false } };
}

function forwarding(layers: Layers, hidden: boolean): Hash {
  const said = inside(layers, "trigger", "forward");
  if (!said.every(isHash)) return {};
  const yaml = hidden || startedBy(layers) === "child" || hasVariables(layers);
  const defaults = { yaml_variables: yaml, pipeline_variables: false };
  const missing = Object.entries(defaults).filter(
    ([key]) => !said.some((forward) => (forward[key] ?? undefined) !== undefined),
  );
  const own = isHash(layers.own.trigger) ? layers.own.trigger.forward : undefined;
  if (missing.length === 0) return {};
  return { forward: { ...(isHash(own) ? own : {}), ...Object.fromEntries(missing) } };
}

/** Whether a job may have variables that GitLab would forward: its own, a rule's, a matrix's, inherited ones. */
function hasVariables(layers: Layers): boolean {
  const [inherited] = inside(layers, "inherit", "variables");
  const own = valuesOf(layers, "variables").some((value) => !isHash(value) || hasKeys(value));
  return (
    own ||
    inherited === true ||
    (Array.isArray(inherited) && inherited.length > 0) ||
    valuesOf(layers, "parallel").length > 0 ||
    JSON.stringify(valuesOf(layers, "rules")).includes('"variables"')
  );
}

const hasKeys = (value: Hash): boolean => Object.keys(value).length > 0;
