import { type Hash, isHash, knownKeys, member } from "../../model/index.ts";
import { inherits } from "./entries/inherit.ts";
import { bridge, inheritable, inherited, job, slotsOf } from "./entries/job.ts";
import { workflow } from "./entries/rules.ts";
import { stages } from "./entries/simple.ts";
import { variables } from "./entries/variables.ts";
import {
  type Entry,
  entryAt,
  errorsOf,
  type Fault,
  fault,
  type GitlabError,
  type Kind,
  members,
  nodes,
  type Scope,
  visit,
} from "./entry.ts";
import { nearestKey } from "./meant.ts";
import { keysOf } from "./ruby.ts";
import * as t from "./validators.ts";

/** entry/hidden.rb */
const hidden: Kind = { name: "hidden", checks: [t.config(t.present)] };

/** What a key of the top is, when it is a job at all (entry/jobs.rb, `find_type`). */
function jobKind(name: string, config: unknown): Kind | undefined {
  if (name.startsWith(".")) return hidden;
  const has = (key: string) => isHash(config) && Object.hasOwn(config, key);
  if (has("script") || has("run")) return job;
  return has("trigger") || has("needs") ? bridge : undefined;
}

const unmatched = (config: unknown): readonly Fault[] =>
  Object.entries(config as Hash)
    .filter(([name, value]) => jobKind(name, value) === undefined)
    .map(([name, value]) => ({
      ...fault(
        "job-without-work",
        `${name} config should implement the script:, run:, or trigger: keyword`,
      ),
      ...workOf(name, value),
      key: name,
    }));

/** What makes a key of the top a job. */
const works = ["script", "run", "trigger"];

/** The keyword of a job that was meant to be one of these. */
function workOf(name: string, config: unknown): Pick<Fault, "hint" | "fixes"> {
  const known = new Set(knownKeys("job"));
  const meant = keysOf(config).flatMap((key) => {
    const rename = nearestKey(key, known);
    return rename !== undefined && works.includes(rename) ? [{ path: [name, key], rename }] : [];
  });
  const [only] = meant;
  if (only === undefined || meant.length > 1) return {};
  return { hint: `Did you mean "${only.rename}"?`, fixes: [only] };
}

const noneVisible = (config: unknown): Fault | undefined =>
  Object.entries(config as Hash).some(([name, value]) =>
    [job, bridge].includes(jobKind(name, value) as Kind),
  )
    ? undefined
    : fault("no-visible-job", "should contain at least one visible job");

/** entry/jobs.rb */
const jobs: Kind = {
  name: "jobs",
  checks: [{ attribute: "base", tests: [unmatched] }, t.config(noneVisible)],
  below: members((name, config) => jobKind(name, config) ?? hidden),
};

/** entry/default.rb */
const defaults: Kind = {
  name: "default",
  checks: [t.config(t.hash, t.allowed(inherited.map(([key]) => key)))],
  below: nodes(...inherited),
};

const kindAt = (key: string) => inherited.find(([name]) => name === key)![1];

/** Keywords of the top that no job can be called by, in GitLab's order (entry/root.rb). */
const reserved = [
  ...(["before_script", "image", "services", "after_script"] as const).map(
    (key) => [key, kindAt(key)] as const,
  ),
  ["variables", variables("value", "description", "expand", "options")],
  ["stages", stages],
  ["cache", kindAt("cache")],
] as const;

/** Keywords of the top that stand for the same one in `default`, in the order of that. */
const olds = ["before_script", "after_script", "cache", "image", "services"];

/** A job's name and kind, and its configuration. */
export interface FoundJob {
  readonly name: string;
  readonly kind: "job" | "bridge";
  readonly entry: Entry;
}

export interface Root {
  readonly errors: readonly GitlabError[];
  /** The visible jobs in their order; all that there is only when there are no errors. */
  readonly jobs: readonly FoundJob[];
}

/** Keywords of entries, and where each stands among them. */
type Ranks = ReadonlyMap<string, number>;

const ranked = (keys: readonly string[]): Ranks => new Map(keys.map((key, rank) => [key, rank]));
const inheritedRanks = ranked(inherited.map(([key]) => key));
const ranksOf = new Map([job, bridge].map((kind) => [kind, ranked(slotsOf(kind))]));
const noRanks = ranked([]);

/** Puts the entries of `from` where `entry` has none, at the place of their keyword. */
function inheriting(
  entry: Entry,
  from: Entry,
  ranks: Ranks,
  takes: (key: string) => boolean,
): Entry {
  const more = from.below.filter(
    ({ key = "" }) => ranks.has(key) && takes(key) && !entryAt(entry, key),
  );
  if (more.length === 0) return entry;
  const rank = ({ key = "" }: Entry): number => ranks.get(key) ?? 0;
  const below = [...entry.below, ...more].sort((a, b) => rank(a) - rank(b));
  return { ...entry, below, sound: entry.sound && more.every((each) => each.sound) };
}

/** Checks all entries (entry/root.rb). `default` and what it stands for come before the jobs. */
export function checkRoot(document: Hash, scope: Scope): Root {
  const top = (
    key: string,
    kind: Kind["below"] | Kind | ((value: unknown) => Kind),
    value: unknown,
  ) => visit(kind as Kind, value, { key, at: [key] }, scope);
  const known = new Set<string>(["include", ...reserved.map(([key]) => key)]);
  const isJob = (name: string) =>
    !known.has(name) &&
    (jobKind(name, document[name]) !== undefined || !["default", "workflow"].includes(name));
  const given = (key: string) => {
    const value = isJob(key) ? undefined : member(document, key);
    return value === undefined || value === null ? undefined : value;
  };
  const tops = [...reserved, ["workflow", workflow] as const].flatMap(([key, kind]) => {
    const value = given(key);
    return value === undefined ? [] : [top(key, kind, value)];
  });
  const written = top("default", defaults, given("default") ?? {});
  const around: Entry = { ...written, below: tops };
  const twice = olds.find((key) => entryAt(written, key) && entryAt(around, key));
  if (twice) {
    const message = `${twice} is defined in top-level and \`default:\` entry`;
    return { errors: [{ code: "keyword-twice", message, path: [twice] }], jobs: [] };
  }
  const filled = inheriting(written, around, inheritedRanks, (key) => olds.includes(key));
  const named = Object.fromEntries(Object.entries(document).filter(([name]) => isJob(name)));
  const all = visit(jobs, named, { key: "jobs", at: [] }, scope);
  const below = all.below.map((entry) =>
    entry.kind === hidden
      ? entry
      : inheriting(
          entry,
          filled,
          ranksOf.get(entry.kind) ?? noRanks,
          (key) => inheritable.has(key) && inherits(entry, key),
        ),
  );
  const errors = [filled, ...tops, { ...all, below, sound: false }].flatMap(errorsOf);
  const found = below.flatMap((entry): FoundJob[] => {
    if (entry.kind === hidden) return [];
    const kind = entry.kind === job ? "job" : "bridge";
    return [{ name: entry.key ?? "", kind, entry }];
  });
  return { errors, jobs: found };
}
