import type { Change } from "../detect/index.ts";
import type { ImportReach } from "../imports/index.ts";
import type { LockChanges } from "../lockfiles/index.ts";
import {
  byCodeUnit,
  directoryOf,
  type Edge,
  groupBy,
  type PatternList,
  patternReader,
  type Removed,
  type Service,
  type Workspace,
} from "../workspace/index.ts";
import { ownership } from "./owners.ts";
import { type Hit, PatternIndex } from "./pattern-index.ts";
import type { Reason, Step } from "./types.ts";

/** Which services the changed paths concern themselves, and which paths concern none. */
export interface Direct {
  /** By service; a service that is not there is not directly affected. */
  readonly reasons: ReadonlyMap<string, readonly Reason[]>;
  /**
   * Of these, services of which all may differ, with the first reason for it. The others are
   * affected only through files whose importers are known.
   */
  readonly whole: ReadonlyMap<string, Reason>;
  readonly unowned: readonly string[];
}

/** What other stages have read of the changes. What is left out is told by paths and edges alone. */
export interface Evidence {
  readonly locks?: LockChanges;
  readonly imports?: ImportReach;
  readonly removed?: Removed;
  /** By service: what another project changed that concerns it. */
  readonly upstream?: ReadonlyMap<string, readonly Step[]>;
}

/** The lists of the configuration that this stage reads. */
export interface PathRules {
  readonly everything: readonly string[];
  readonly ignore: readonly string[];
}

/**
 * Looks at every changed path once: ignored paths first, then its owner, inputs and `everything`.
 * A service has one reason for each changed path of its own. For inputs and `everything` it has
 * one for each pattern, with the first path and how many more there are: those may well be
 * thousands of paths times thousands of services. What the evidence tells comes behind.
 */
export function directlyAffected(
  { services }: Workspace,
  changes: readonly Change[],
  rules: PathRules,
  { locks, imports, removed, upstream }: Evidence = {},
): Direct {
  const read = patternReader();
  const ignore = indexOf("ignore", read(rules.ignore, ["ignore"]));
  const everything = indexOf("everything", read(rules.everything, ["everything"]));
  const inputs = new PatternIndex(
    services.map(({ name, inputs }) => ({ key: name, list: read(inputs, [name, "inputs"]) })),
  );
  const owner = ownership(services);
  const formerOwner = removed?.services.length ? ownership(removed.services) : undefined;

  const steps = new Map<string, Step>();
  const whole = new Map<string, Reason>();
  const own = new Map<string, Reason[]>();
  const byInput = new Map<string, Counted>();
  const byEverything = new Counted();
  const unowned = new Set<string>();
  let directory = ".";
  for (const change of sorted(changes)) {
    const { path } = change;
    // Neighbours share the very string, so that its hash is made once.
    if (directoryOf(path) !== directory) directory = directoryOf(path);
    if (ignore.match(path, directory).length > 0) continue;
    steps.set(path, fileStep(change));
    const service = owner(path, directory);
    const pinned = locks?.told.get(path);
    // What a lock file is to its own service, the comparison of it tells.
    const holds = service !== undefined && !pinned?.has(service);
    if (holds) {
      const reason = [fileStep(change)];
      add(own, service, reason);
      if (!imports?.told.has(path) && !whole.has(service)) whole.set(service, reason);
    }
    const wanted = inputs.match(path, directory).filter(({ key }) => !holds || key !== service);
    for (const hit of wanted) counted(byInput, hit.key).count(hit, path);
    const global = everything.match(path, directory);
    for (const hit of global) byEverything.count(hit, path);
    const told =
      pinned !== undefined || imports?.told.has(path) || formerOwner?.(path) !== undefined;
    if (service === undefined && wanted.length + global.length === 0 && !told) unowned.add(path);
  }

  const gone = groupBy(removed?.edges ?? [], ({ from }) => from);
  const common = byEverything.reasons("everything");
  const reasons = new Map<string, readonly Reason[]>();
  for (const { name } of services) {
    const around: Reason[] = [
      ...(upstream?.get(name) ?? []).map((step) => [step]),
      ...(byInput.get(name)?.reasons("input") ?? []),
      ...(locks?.steps.get(name) ?? []).filter(({ path }) => steps.has(path)).map((step) => [step]),
      ...(gone.get(name) ?? []).map((edge) => [removedStep(edge)]),
      ...common,
    ];
    const imported = (imports?.chains.get(name) ?? []).flatMap((chain) => {
      const last = steps.get(chain.at(-1)?.to ?? "");
      return last ? [[...chain, last]] : [];
    });
    const all = [...(own.get(name) ?? []), ...imported, ...around];
    if (all.length === 0) continue;
    reasons.set(name, all);
    const first = (imports?.whole.has(name) ? imported[0] : undefined) ?? around[0];
    if (first && !whole.has(name)) whole.set(name, first);
  }
  return { reasons, whole, unowned: [...unowned] };
}

function removedStep({ to, manifest, line }: Edge): Step {
  const step = { by: "removed", on: to, manifest } as const;
  return line === undefined ? step : { ...step, line };
}

export const indexOf = (key: string, list: PatternList) => new PatternIndex([{ key, list }]);

/** By path, then status; the same change given twice counts once. */
function sorted(changes: readonly Change[]): Change[] {
  const order = [...changes].sort(
    (a, b) =>
      byCodeUnit(a.path, b.path) ||
      byCodeUnit(a.status, b.status) ||
      byCodeUnit(a.from ?? "", b.from ?? ""),
  );
  return order.filter(
    ({ path, status }, index) =>
      order[index - 1]?.path !== path || order[index - 1]?.status !== status,
  );
}

const fileStep = ({ path, status, from }: Change): Step =>
  from === undefined ? { by: "file", path, status } : { by: "file", path, status, from };

/** Patterns with the first path that each matched, and how many more there were. */
class Counted {
  readonly #patterns = new Map<string, { readonly path: string; more: number }>();

  count({ pattern }: Hit<string>, path: string): void {
    const known = this.#patterns.get(pattern);
    if (known) known.more++;
    else this.#patterns.set(pattern, { path, more: 0 });
  }

  reasons(by: "input" | "everything"): Reason[] {
    return [...this.#patterns]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([pattern, { path, more }]) => [
        more === 0 ? { by, pattern, path } : { by, pattern, path, more },
      ]);
  }
}

function counted(map: Map<string, Counted>, key: string): Counted {
  const known = map.get(key) ?? new Counted();
  map.set(key, known);
  return known;
}

function add(map: Map<string, Reason[]>, key: Service["name"], reason: Reason): void {
  const known = map.get(key);
  if (known) known.push(reason);
  else map.set(key, [reason]);
}
