import { type Hash, isHash } from "../../model/index.ts";
import { bringsArtifacts, downloadNames, makesArtifacts } from "./artifacts.ts";
import { isGiven, type LinkMap, type Links, list, type Need } from "./links.ts";

/** A need on a job of another pipeline: what is left of it is order. */
export interface MovedNeed {
  /** As it was written. */
  readonly need: string;
  /** The group of the needed job; `undefined` where that stays in the child. */
  readonly group: string | undefined;
  /** Artifacts would have come with it, and do not come any more. */
  readonly artifacts: boolean;
}

/** Where the jobs go, and what their needs have to know about it. */
export interface Places {
  readonly links: LinkMap;
  /** The group of a job, by its place in the list; `undefined` where the job stays. */
  readonly groupOf: (job: string) => number | undefined;
  readonly groups: readonly { readonly name: string; readonly trigger: string }[];
  /** How many jobs of other pipelines one job may need. */
  readonly crossNeeds: number;
}

/** What becomes of a job's needs. */
export interface Rewritten {
  /** The keys that change, to be written over the job's own: `needs`, `dependencies`, `rules`. */
  readonly keys: Hash;
  readonly moved: readonly MovedNeed[];
  /** Jobs of other pipelines that its own one has to wait for. */
  readonly waits: readonly string[];
  /** Jobs of the child whose artifacts it downloads. */
  readonly downloads: readonly string[];
}

/** The variable that tells a grandchild which pipeline is the child. */
const childPipeline = "$FANOUT_CHILD_ID";

/** Takes out of a job its needs on jobs of other pipelines; `undefined` where it has none. */
export function rewriteNeeds(own: Links, places: Places): Rewritten | undefined {
  const place = places.groupOf(own.job.name);
  const isAway = (on: string | undefined): on is string =>
    on !== undefined && places.groupOf(on) !== place;
  if (!own.after.some(isAway)) return undefined;

  const moved = new Map<string, MovedNeed>();
  const downloads = new Set<string>();
  let cross = list(own.config.needs).filter(isCross).length;

  const note = (need: string, on: string, isLost: boolean): void => {
    const group = places.groups[places.groupOf(on) ?? -1]?.name;
    moved.set(need, { need, group, artifacts: isLost || moved.get(need)?.artifacts === true });
  };
  /** Entries that download what a need of a moving job on one that stays would have brought. */
  const download = (need: Need, on: string): readonly unknown[] => {
    if (place === undefined || places.groupOf(on) !== undefined) return [];
    const names = own.job.kind === "job" ? downloadNames(need, places.links.get(on)!) : [];
    if (names.length === 0 || cross + names.length > places.crossNeeds) return [];
    cross += names.length;
    downloads.add(on);
    return names.map((job) => ({ pipeline: childPipeline, job }));
  };
  /** `mayDownload`: the list may have needs on other pipelines, which that of a rule may not. */
  const rewritten = (needs: readonly Need[], mayDownload: boolean): readonly unknown[] => {
    const entries = needs.flatMap((need): readonly unknown[] => {
      const { on } = need;
      if (!isAway(on)) return [need.entry];
      const isWanted = bringsArtifacts(own, need, places.links.get(on)!);
      const instead = isWanted && mayDownload ? download(need, on) : [];
      note(need.name, on, isWanted && instead.length === 0);
      return place === undefined ? [places.groups[places.groupOf(on)!]!.trigger] : instead;
    });
    return [...new Set(entries)];
  };

  const keys: Record<string, unknown> = {};
  if (own.needs?.some(({ on }) => isAway(on))) keys.needs = rewritten(own.needs, true);
  if ([...own.ruleNeeds.values()].flat().some(({ on }) => isAway(on))) {
    keys.rules = list(own.config.rules).map((rule) => {
      const needs = own.ruleNeeds.get(rule);
      return needs ? { ...(rule as Hash), needs: rewritten(needs, false) } : rule;
    });
  }
  if (own.dependencies?.some(({ on }) => isAway(on))) {
    keys.dependencies = own.dependencies
      .filter(({ name, on }) => {
        if (!isAway(on)) return true;
        const isLost = own.needs === undefined && makesArtifacts(places.links.get(on)!, own);
        note(name, on, isLost);
        return false;
      })
      .map(({ name }) => name);
  }
  return {
    keys,
    moved: [...moved.values()],
    waits: own.after.filter(isAway),
    downloads: [...downloads],
  };
}

/** Whether a need is on another pipeline or project. */
const isCross = (need: unknown): boolean =>
  isHash(need) && (isGiven(need.pipeline) || isGiven(need.project));
