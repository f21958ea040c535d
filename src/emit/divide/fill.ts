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
  const whole = fill(items, capacity, 1, "whole");
  const cut = fill(items, capacity, 1, "cut");
  return whole.length <= cut.length
    ? balanced(items, capacity, whole, "whole")
    : balanced(items, capacity, cut, "cut");
}

/** Halvings of the share of `capacity` that is used: 1/64 of it is near enough. */
const halvings = 6;

/** The same number of bins with the smallest share of `capacity` that still gives it. */
function balanced(
  items: readonly Item[],
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
    const tried = fill(items, capacity, share, way);
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
function fill(items: readonly Item[], capacity: Weight, share: number, way: Way): readonly Bin[] {
  const room = scaled(capacity, share);
  const bins: OpenBin[] = [];
  /** Where a unit is; for one that stays, the last bin that it waits for. */
  const placeOf = new Map<number, number>();
  const stays = new Set<number>();
  const earliest = (item: Item): number => {
    let first = item.moves ? 0 : -1;
    for (const need of item.needs) {
      const after = item.moves && stays.has(need) ? 1 : 0;
      first = Math.max(first, (placeOf.get(need) ?? -1) + after);
    }
    return first;
  };
  const firstWithRoom = firstWithRoomIn(bins, room, lightest(items));
  const put = (members: readonly Item[], weight: Weight, from: number): number => {
    const index = firstWithRoom(weight, from);
    bins[index] ??= { members: [], load: { jobs: 0, deployments: 0, bytes: 0 } };
    const bin = bins[index];
    bin.members.push(...members);
    add(bin.load, weight);
    for (const { unit } of members) placeOf.set(unit, index);
    return index;
  };

  let cursor = 0;
  for (const members of runs(items)) {
    const [first] = members;
    if (!first!.moves) {
      stays.add(first!.unit);
      placeOf.set(first!.unit, earliest(first!));
      continue;
    }
    const weight = members.reduce((load, item) => add(load, item.weight), { ...noLoad });
    if (way === "whole" && fits(weight, noLoad, capacity)) {
      put(members, weight, Math.max(...members.map(earliest)));
      continue;
    }
    if (way === "whole") cursor = 0;
    for (const item of members) cursor = put([item], item.weight, Math.max(cursor, earliest(item)));
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
const lightest = (items: readonly Item[]): Weight =>
  items.reduce(
    (least, { weight, moves }) =>
      moves
        ? {
            jobs: Math.min(least.jobs, weight.jobs),
            deployments: Math.min(least.deployments, weight.deployments),
            bytes: Math.min(least.bytes, weight.bytes),
          }
        : least,
    { jobs: Infinity, deployments: Infinity, bytes: Infinity },
  );

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

/** Neighbours of one cluster together; what stays alone. */
function runs(items: readonly Item[]): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    const before = last?.[0];
    if (before?.moves && item.moves && before.cluster === item.cluster) last!.push(item);
    else groups.push([item]);
  }
  return groups;
}
