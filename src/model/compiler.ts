import { type Diagnostic, found } from "../diagnostics/index.ts";
import { type Hash, isHash, member } from "./copy.ts";
import { Reference } from "./reference.ts";
import { deepMerge, referenceResolver } from "./references.ts";

/** A hash of the configuration as it was written. */
export interface Written {
  readonly name: string;
  readonly origin: string;
  readonly config: unknown;
}

/** A job with `extends` merged and its references resolved; `default` is not yet in it. */
export interface Compiled {
  /** Not a hash when the job was written as something else. */
  readonly config: unknown;
  /** Part of it may live in an included file, so what is missing cannot be judged. */
  readonly open: boolean;
  readonly findings: readonly Diagnostic[];
}

export interface Compiler {
  compile(name: string): Compiled;
  /** A job or a top-level keyword with its references resolved, and no more. */
  resolve(name: string): Compiled;
  /** Whether a reference reads this keyword of this job, or of one that extends it. */
  isRead(name: string, key: string): boolean;
  /** Which job of the `extends` chain wrote the value at this path. */
  writer(name: string, path: readonly (string | number)[]): Written | undefined;
}

/** GitLab: lib/gitlab/ci/config/extendable/entry.rb, MAX_NESTING_LEVELS. */
const maxExtends = 10;
/** After this many suggestions the findings come without: looking for them is slow. */
const maxSuggestions = 20;

const referenceTag = "!reference ";

/** The names of an `extends`. A reference is not resolved there: its own text becomes a name. */
const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(
    (name) =>
      name instanceof Reference ? `${referenceTag}[${name.path.join(", ")}]` : String(name),
  );

const basesOf = (config: unknown): readonly string[] =>
  isHash(config) ? listOf(member(config, "extends")) : [];

interface Extended extends Compiled {
  /** How many hashes with `extends` stand on top of each other. */
  readonly height: number;
}

/**
 * Compiles jobs as GitLab does: first every `extends`, then references in what came of it
 * (lib/gitlab/ci/config.rb, `build_config`). Each job is compiled once.
 */
export function compiler(
  jobs: ReadonlyMap<string, Written>,
  top: Hash,
  origin: string,
  included: boolean,
): Compiler {
  const written = (name: string): Written | undefined => {
    const job = jobs.get(name);
    if (job) return job;
    const config = member(top, name) ?? legacy(top, name);
    return config === undefined ? undefined : { name, origin, config };
  };
  const read = new Set<string>();
  const markRead = (name: string, key: string): void => {
    const names = [name];
    for (let next = names.pop(); next !== undefined; next = names.pop()) {
      if (read.has(`${next}\0${key}`)) continue;
      read.add(`${next}\0${key}`);
      names.push(...basesOf(written(next)?.config));
    }
  };
  const resolve = referenceResolver((path) => {
    const [name = "", key = ""] = path;
    markRead(name, key);
    return extend(name);
  }, included);
  const resolved = new Map<string, Compiled>();
  const compiled = new Map<string, Compiled>();
  const extended = new Map<string, Extended>();
  const underWay: string[] = [];
  let suggested = 0;
  const suggestions = () => (++suggested > maxSuggestions ? [] : [...jobs.keys()]);

  /** Resolves the references of a config; each fault is told at the job that `blame` names. */
  const resolveIn = (
    from: Compiled,
    blame: (path: readonly (string | number)[]) => Written | undefined,
    name: string,
  ): Compiled => {
    const { value, open, bad } = resolve(from.config);
    const findings = bad.map(({ reference, problem, at }) => {
      const one = blame(at);
      const where = [one?.origin ?? origin, one?.name ?? name].filter((step) => step !== "");
      return found("REFERENCE_UNRESOLVED", where, { path: reference.path, problem });
    });
    return { config: value, open: from.open || open, findings: [...findings, ...from.findings] };
  };

  const resolveOne = (name: string): Compiled => {
    const known = resolved.get(name);
    if (known) return known;
    const one = written(name);
    const own = { config: one?.config, open: false, findings: [] };
    const result = resolveIn(own, () => one, name);
    resolved.set(name, result);
    return result;
  };

  const compile = (name: string): Compiled => {
    const known = compiled.get(name);
    if (known) return known;
    const result = resolveIn(extend(name), (path) => writer(name, path), name);
    compiled.set(name, result);
    return result;
  };

  const extend = (name: string): Extended => {
    const known = extended.get(name);
    if (known) return known;
    const config = written(name)?.config;
    const result =
      isHash(config) && Object.hasOwn(config, "extends")
        ? extendHash(name, config)
        : { config, open: false, findings: [], height: 0 };
    if (!underWay.includes(name)) extended.set(name, result);
    return result;
  };

  const extendHash = (name: string, config: Hash): Extended => {
    const where = [written(name)?.origin ?? origin, name, "extends"];
    const loop = underWay.indexOf(name);
    if (loop >= 0) {
      const members = [...underWay.slice(loop), name];
      const findings = [found("EXTENDS_LOOP", where, { members })];
      return { config, open: true, height: 0, findings };
    }
    if (underWay.length > maxExtends) {
      const [root = name] = underWay;
      const at = [written(root)?.origin ?? origin, root, "extends"];
      const findings = [found("EXTENDS_DEPTH", at, { limit: maxExtends })];
      return { config, open: true, height: 0, findings };
    }
    const findings: Diagnostic[] = [];
    let open = false;
    let height = 0;
    let merged: Hash | undefined;
    underWay.push(name);
    for (const base of listOf(config.extends)) {
      const under = written(base);
      if (!under) {
        if (!included || base.startsWith(referenceTag)) {
          findings.push(found("EXTENDS_UNKNOWN", where, { base, known: suggestions() }));
        }
        open = true;
        continue;
      }
      const below = extend(base);
      findings.push(...below.findings);
      open ||= below.open;
      height = Math.max(height, below.height);
      const brought = below.config;
      if (isHash(brought)) merged = merged ? deepMerge(merged, brought) : brought;
      else if (brought !== undefined) findings.push(found("EXTENDS_NO_HASH", where, { base }));
    }
    underWay.pop();
    height += 1;
    if (height === maxExtends + 2)
      findings.push(found("EXTENDS_DEPTH", where, { limit: maxExtends }));
    return { config: deepMerge(merged ?? {}, config), open, findings, height };
  };

  const writer = (name: string, path: readonly (string | number)[]): Written | undefined => {
    const seen = new Set<string>();
    const search = (at: string, steps: readonly (string | number)[]): Written | undefined => {
      const one = written(at);
      if (!one || seen.has(at)) return undefined;
      seen.add(at);
      if (holds(one.config, steps)) return one;
      for (const base of [...basesOf(one.config)].reverse()) {
        const under = search(base, steps);
        if (under) return under;
      }
      return undefined;
    };
    const exact = search(name, path);
    seen.clear();
    return exact ?? search(name, path.slice(0, 1)) ?? written(name);
  };

  const isRead = (name: string, key: string) =>
    read.has(`${name}\0${key}`) || read.has(`${name}\0`);
  return { compile, resolve: resolveOne, isRead, writer };
}

/** Globals that the model keeps in `default`, still reachable by their old names. */
const legacy = (top: Hash, name: string): unknown => {
  const defaults = member(top, "default");
  return isHash(defaults) ? member(defaults, name) : undefined;
};

function holds(value: unknown, path: readonly (string | number)[]): boolean {
  let at = value;
  for (const step of path) {
    if (typeof step === "number" ? !Array.isArray(at) || step >= at.length : !isHash(at))
      return false;
    at = typeof step === "number" ? (at as unknown[])[step] : member(at as Hash, step);
    if (at === undefined) return false;
  }
  return true;
}
