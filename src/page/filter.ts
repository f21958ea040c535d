import type { Model } from "./data.ts";
import type { Filters } from "./state.ts";

/** Which jobs are shown. */
export interface Matches {
  /** By pipeline and job: 0 not shown, 1 a match, 2 on the way to a match in what it starts. */
  readonly shown: readonly Uint8Array[];
  /** By pipeline: matches in it, and in all that its jobs start. */
  readonly within: readonly number[];
  readonly count: number;
  /** Whether anything is filtered at all. */
  readonly filtered: boolean;
}

/** Names to compare with: a whole name when there is one of it, else all that contain it. */
function named(text: string, names: readonly string[]): ReadonlySet<number> | undefined {
  if (text === "") return undefined;
  const exact = names.flatMap((name, index) => (name === text ? [index] : []));
  if (exact.length > 0) return new Set(exact);
  const wanted = text.toLowerCase();
  return new Set(
    names.flatMap((name, index) => (name.toLowerCase().includes(wanted) ? [index] : [])),
  );
}

/** Words of the search, all of which have to be there. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");

export function matchesOf(model: Model, filters: Filters): Matches {
  const { view, texts, kinds, paths } = model;
  const words = wordsOf(filters.text);
  const services = named(
    filters.service,
    view.services.map(({ name }) => name),
  );
  const changes = named(
    filters.path,
    view.changes.map(({ path }) => path),
  );
  const of = (service: number | undefined): boolean => {
    if (services && (service === undefined || !services.has(service))) return false;
    if (filters.reason !== "" && !(service !== undefined && kinds[service]?.has(filters.reason)))
      return false;
    if (!changes) return true;
    if (service === undefined) return false;
    for (const change of paths[service] ?? []) if (changes.has(change)) return true;
    return false;
  };
  const fitting = view.services.map((_, index) => of(index));
  const withoutService = of(undefined);
  const shown = view.pipelines.map(({ jobs }, pipeline) =>
    Uint8Array.from(jobs, (job, index) => {
      const { service, stage, change } = job;
      if (service === undefined ? !withoutService : !fitting[service]) return 0;
      if (filters.stage !== "" && stage !== filters.stage) return 0;
      if (change && !changeFits(change.kind, filters.change)) return 0;
      const text = texts[pipeline]?.[index] ?? "";
      return words.every((word) => text.includes(word)) ? 1 : 0;
    }),
  );
  const own = shown.map((jobs) => jobs.reduce((sum, each) => sum + each, 0));
  return {
    shown,
    within: leadTo(model, shown, own),
    count: own.reduce((sum, each) => sum + each, 0),
    filtered: Object.values(filters).some((value) => value !== ""),
  };
}

const changeFits = (kind: string, wanted: string): boolean =>
  wanted === "" || (wanted === "different" ? kind !== "same" : kind === wanted);

/** A trigger job is shown when there is a match in what it starts, however deep; counts those. */
function leadTo({ view }: Model, shown: readonly Uint8Array[], own: readonly number[]): number[] {
  const within = [...own];
  // What is started stands behind its parent: from the last to the first, all is known in time.
  for (let pipeline = view.pipelines.length - 1; pipeline >= 0; pipeline--) {
    const started = new Set<number>();
    for (const [job, { opens }] of (view.pipelines[pipeline]?.jobs ?? []).entries()) {
      const inside = opens === undefined ? 0 : (within[opens] ?? 0);
      if (opens === undefined || inside === 0) continue;
      started.add(opens);
      const jobs = shown[pipeline];
      if (jobs?.[job] === 0) jobs[job] = 2;
    }
    for (const each of started) within[pipeline] = (within[pipeline] ?? 0) + (within[each] ?? 0);
  }
  return within;
}
