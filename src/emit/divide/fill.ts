/** What a job, a service or a group adds to its pipeline. */
export interface Weight {
  readonly jobs: number;
  readonly deployments: number;
  readonly bytes: number;
}

/** A unit to be placed, in an order in which its needs come first. */
export interface Item {
  /** Its number; `needs` are such numbers. */
  readonly unit: number;
  readonly needs: readonly number[];
  readonly weight: Weight;
  /** Otherwise it stays in the child, and only tells what comes after what. */
  readonly moves: boolean;
  /** Neighbours of one cluster need each other. */
  readonly cluster: number;
}

export interface Bin {
  readonly members: readonly Item[];
}

/** Clusters side by side as they come, cut wherever a bin is full; or whole where they fit in one. */
type Way = "cut" | "whole";

/**
 * The items in as few bins as we can find, none over `capacity` but one that holds a single item.
 * No bin needs a later one. Clusters are kept whole where that takes no more bins.
 */
export function fewest(items: readonly Item[], capacity: Weight): readonly Bin[] {
  const runs = runsOf(items);
  const whole = fill(runs, capacity, 1, "whole");
  const cut = fill(runs, capacity, 1, "cut");
  return whole.length <= cut.length
    ? balanced(runs, capacity, whole, "whole")
    : balanced(runs, capacity, cut, "cut");
}

/** Halvings of the share of `capacity` that is used: 1/64 of it is near enough. */
const halvings = 6;

/** The same number of bins with the smallest share of `capacity` that still gives it. */
function balanced(
  runs: readonly Run[],
  capacity: Weight,
  bins: readonly Bin[],
  way: Way,
): readonly Bin[] {
  if (bins.length < 2) return bins;
  let best = bins;
  let low = 0;
  let high = 1;
  for (let step = 0; step < halvings; step++) {
    const share = (low + high) / 2;
    const tried = fill(runs, capacity, share, way);
    if (tried.length > bins.length) low = share;
    else {
      high = share;
      best = tried;
    }
  }
  return best;
}

interface OpenBin {
  readonly members: Item[];
  readonly load: Load;
}
type Load = { -readonly [K in keyof Weight]: number };

/**
 * Places each item in the first bin with room that is not before those that it needs, and after
 * the ones that it waits for by way of what stays. Bins take a `share` of `capacity`, and an empty
 * one takes anything.
 */
function fill(runs: readonly Run[], capacity: Weight, share: number, way: Way): readonly Bin[] {
  const bins: OpenBin[] = [];
  const firstWithRoom = firstWithRoomIn(bins, scaled(capacity, share), lightest(runs));
  /** The bin of a unit, or 1 less than the first that may come after it, where it stays. */
  const places = new Map<number, number>();
  const stays = new Set<number>();
  const earliest = ({ moves, needs }: Item): number => {
    let first = moves ? 0 : -1;
    for (const need of needs) {
      const after = moves && stays.has(need) ? 1 : 0;
      first = Math.max(first, (places.get(need) ?? -1) + after);
    }
    return first;
  };
  const put = (members: readonly Item[], weight: Weight, from: number): number => {
    const index = firstWithRoom(weight, from);
    bins[index] ??= { members: [], load: { ...noLoad } };
    const bin = bins[index];
    for (const item of members) {
      bin.members.push(item);
      places.set(item.unit, index);
    }
    add(bin.load, weight);
    return index;
  };

  let cursor = 0;
  for (const { members, weight, moves } of runs) {
    if (!moves) {
      for (const item of members) {
        stays.add(item.unit);
        places.set(item.unit, earliest(item));
      }
    } else if (way === "whole" && fits(weight, noLoad, capacity)) {
      put(
        members,
        weight,
        members.reduce((first, item) => Math.max(first, earliest(item)), 0),
      );
    } else {
      if (way === "whole") cursor = 0;
      for (const item of members)
        cursor = put([item], item.weight, Math.max(cursor, earliest(item)));
    }
  }
  return bins;
}

const noLoad: Weight = { jobs: 0, deployments: 0, bytes: 0 };

/** Adds a weight to a load, and gives the load back. */
function add(load: Load, weight: Weight): Load {
  load.jobs += weight.jobs;
  load.deployments += weight.deployments;
  load.bytes += weight.bytes;
  return load;
}

const scaled = ({ jobs, deployments, bytes }: Weight, share: number): Weight => ({
  jobs: jobs * share,
  deployments: deployments * share,
  bytes: bytes * share,
});

const fits = (weight: Weight, load: Weight, room: Weight): boolean =>
  load.jobs + weight.jobs <= room.jobs &&
  load.deployments + weight.deployments <= room.deployments &&
  load.bytes + weight.bytes <= room.bytes;

/** The least that any moving item weighs, each part for itself. */
function lightest(runs: readonly Run[]): Weight {
  const least = { jobs: Infinity, deployments: Infinity, bytes: Infinity };
  for (const { members, moves } of runs) {
    if (!moves) continue;
    for (const { weight } of members) {
      least.jobs = Math.min(least.jobs, weight.jobs);
      least.deployments = Math.min(least.deployments, weight.deployments);
      least.bytes = Math.min(least.bytes, weight.bytes);
    }
  }
  return least;
}

/** Finds bins; those at the front that have no room for even the lightest are not looked at again. */
function firstWithRoomIn(bins: readonly OpenBin[], room: Weight, least: Weight) {
  let full = 0;
  return (weight: Weight, from: number): number => {
    while (full < bins.length && !fits(least, bins[full]!.load, room)) full++;
    let index = Math.max(from, full);
    while (index < bins.length && !fits(weight, bins[index]!.load, room)) index++;
    return index;
  };
}

/** Neighbours of one cluster, or one item that stays. */
interface Run {
  readonly members: readonly Item[];
  readonly weight: Weight;
  readonly moves: boolean;
}

function runsOf(items: readonly Item[]): readonly Run[] {
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const before = last?.[0];
    if (before?.moves && item.moves && before.cluster === item.cluster) last!.push(item);
    else groups.push([item]);
  }
  return groups.map((members): Run => {
    const weight = members.reduce((load, item) => add(load, item.weight), { ...noLoad });
    return { members, weight, moves: members[0]!.moves };
  });
}
