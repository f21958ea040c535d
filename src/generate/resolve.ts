import { isConditional } from "../model/index.ts";
import { groupBy, type Workspace } from "../workspace/index.ts";
import type { MatrixDraft } from "./matrix/axes.ts";
import { isSymbolicNeed, type SymbolicNeed } from "./need.ts";
import type { DroppedNeed } from "./types.ts";

/** A draft whose symbolic needs became real ones, and those that were left out. */
export interface ResolvedDraft {
  readonly draft: MatrixDraft;
  readonly dropped: readonly DroppedNeed[];
  /** Names of the jobs that its symbolic needs are on: of a matrix, the cells that agree. */
  readonly bySymbol: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** Names of the services that each service depends on directly, sorted. */
export function dependenciesOf({ edges }: Workspace): ReadonlyMap<string, readonly string[]> {
  const byService = groupBy(edges, (edge) => edge.from);
  return new Map([...byService].map(([name, own]) => [name, own.map((edge) => edge.to)]));
}

type JobConfig = Record<string, unknown> & { needs?: unknown };

/**
 * Turns symbolic needs into GitLab's, now that all jobs are known. A need on a job that is not in
 * this pipeline is dropped with its reason; one on a job whose rules may leave it out becomes
 * `optional`; services that depend on each other in a circle do not wait for each other.
 */
export function resolveNeeds(
  drafts: readonly MatrixDraft[],
  workspace: Workspace,
  dependencies: ReadonlyMap<string, readonly string[]>,
  affected: ReadonlySet<string>,
): readonly ResolvedDraft[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const circle = new Map<string, readonly string[]>();
  for (const members of workspace.cycles) for (const name of members) circle.set(name, members);

  const why = (service: string): DroppedNeed["why"] =>
    affected.has(service) ? "no-such-job" : "not-affected";

  /** The nearest jobs of this key below a service: through dependencies that have none. */
  const below = (service: string, key: string): { names: string[]; dropped: DroppedNeed[] } => {
    const names = new Set<string>();
    const dropped: DroppedNeed[] = [];
    const seen = new Set([service]);
    const own = circle.get(service);
    const queue = [...(dependencies.get(service) ?? [])];
    for (let dependency = queue.shift(); dependency !== undefined; dependency = queue.shift()) {
      if (seen.has(dependency)) continue;
      seen.add(dependency);
      const name = `${dependency}:${key}`;
      if (own?.includes(dependency)) dropped.push({ need: name, why: "cycle" });
      else if (byName.has(name)) names.add(name);
      else {
        dropped.push({ need: name, why: why(dependency) });
        queue.push(...(dependencies.get(dependency) ?? []));
      }
    }
    return { names: [...names].sort(), dropped };
  };

  const direct = (draft: MatrixDraft, need: SymbolicNeed) => {
    const own = `${draft.service}:${need.job}`;
    const name = draft.service !== undefined && byName.has(own) ? own : need.job;
    if (byName.has(name)) return { names: [name], dropped: [] };
    const owner = name.includes(":")
      ? workspace.services.find((service) => name.startsWith(`${service.name}:`))
      : undefined;
    return owner
      ? { names: [], dropped: [{ need: name, why: why(owner.name) }] }
      : { names: [], dropped: [{ need: own, why: "no-such-job" as const }] };
  };

  return drafts.map((draft) => {
    const config = draft.config as JobConfig | null;
    if (!Array.isArray(config?.needs) || !config.needs.some(isSymbolicNeed)) {
      return { draft, dropped: [], bySymbol: none };
    }
    const dropped: DroppedNeed[] = [];
    const needs = new Map<string, unknown>();
    const bySymbol = new Set<string>();
    for (const need of config.needs) {
      if (!isSymbolicNeed(need)) {
        needs.set(`${needs.size} given`, need);
        continue;
      }
      const met =
        need.kind === "dependencies" ? below(draft.service ?? "", need.job) : direct(draft, need);
      dropped.push(...met.dropped);
      for (const name of met.names) {
        bySymbol.add(name);
        if (!needs.has(name)) needs.set(name, real(name, need, byName.get(name)?.config));
      }
    }
    const written = { ...draft, config: { ...config, needs: [...needs.values()] } };
    return { draft: written, dropped, bySymbol };
  });
}

/** GitLab's spelling of a need: just the name where that says it all. */
function real(job: string, need: SymbolicNeed, config: unknown): unknown {
  const optional = isConditional(config);
  if (!optional && need.artifacts === undefined) return job;
  return {
    job,
    ...(need.artifacts === undefined ? {} : { artifacts: need.artifacts }),
    ...(optional ? { optional } : {}),
  };
}
