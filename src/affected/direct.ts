import type { Change } from "../detect/index.ts";
import {
  byCodeUnit,
  directoryOf,
  type PatternList,
  patternReader,
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
  readonly unowned: readonly string[];
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
 * thousands of paths times thousands of services.
 */
export function directlyAffected(
  { services }: Workspace,
  changes: readonly Change[],
  rules: PathRules,
): Direct {
  const read = patternReader();
  const ignore = indexOf("ignore", read(rules.ignore, ["ignore"]));
  const everything = indexOf("everything", read(rules.everything, ["everything"]));
  const inputs = new PatternIndex(
    services.map(({ name, inputs }) => ({ key: name, list: read(inputs, [name, "inputs"]) })),
  );
  const owner = ownership(services);

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
    const service = owner(path, directory);
    if (service !== undefined) add(own, service, [fileStep(change)]);
    const wanted = inputs.match(path, directory).filter(({ key }) => key !== service);
    for (const hit of wanted) counted(byInput, hit.key).count(hit, path);
    const global = everything.match(path, directory);
    for (const hit of global) byEverything.count(hit, path);
    if (service === undefined && wanted.length === 0 && global.length === 0) unowned.add(path);
  }

  const common = byEverything.reasons("everything");
  const reasons = new Map<string, readonly Reason[]>();
  for (const { name } of services) {
    const all = [
      ...(own.get(name) ?? []),
      ...(byInput.get(name)?.reasons("input") ?? []),
      ...common,
    ];
    if (all.length > 0) reasons.set(name, all);
  }
  return { reasons, unowned: [...unowned] };
}

const indexOf = (key: string, list: PatternList) => new PatternIndex([{ key, list }]);

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
