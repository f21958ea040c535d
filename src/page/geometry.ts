import { type JobId, keyOf, type Model } from "./data.ts";
import type { Matches } from "./filter.ts";

/** Lengths are CSS pixels, counted from the left top of the canvas. */
export interface Spot {
  readonly id: JobId;
  readonly left: number;
  readonly top: number;
}

export interface PlacedLane {
  readonly key: string;
  readonly service?: number;
  readonly top: number;
  readonly height: number;
  readonly spots: readonly Spot[];
}

/** A pipeline: its frame, its stages and its lanes. */
export interface Block {
  readonly pipeline: number;
  /** 0 is the child pipeline. */
  readonly depth: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly stages: readonly { readonly name: string; readonly left: number }[];
  readonly lanes: readonly PlacedLane[];
  readonly grouped: boolean;
  /** Where the trigger job stands that starts it. */
  readonly from?: Spot;
}

export interface Placed {
  /** Each behind what starts it. */
  readonly blocks: readonly Block[];
  readonly spots: ReadonlyMap<string, Spot>;
  readonly width: number;
  readonly height: number;
}

export interface Sizes {
  readonly pill: number;
  readonly gap: number;
  /** The column of services at the left; 0 puts their names above their rows. */
  readonly label: number;
}

export const pillHeight = 32;
export const stageHeight = 40;
export const titleHeight = 36;
const pitch = 42;
const edge = 16;
const labelAbove = 30;
const message = 60;
/** Where there is only something to read. */
const readable = 420;

/** Puts every shown job of the open pipelines in its place. Lanes without one take no room. */
export function place(
  model: Model,
  matches: Matches,
  isOpen: (pipeline: number) => boolean,
  sizes: Sizes,
): Placed {
  const blocks: Block[] = [];
  const spots = new Map<string, Spot>();
  const done = new Set<number>();
  const size = placeBlock(0, 0, 0, 0);
  return { blocks, spots, width: size.right, height: size.bottom };

  function placeBlock(
    pipeline: number,
    depth: number,
    left: number,
    top: number,
    from?: Spot,
  ): { bottom: number; right: number } {
    const slot = blocks.length;
    blocks.push(undefined as never);
    done.add(pipeline);
    const view = model.view.pipelines[pipeline];
    const layout = model.layout[pipeline];
    const shown = matches.shown[pipeline];
    const grouped = layout?.grouped ?? false;
    const inner = left + edge + (grouped ? sizes.label : 0);
    const stages = stagesOf(pipeline).map((name, index) => ({
      name,
      left: inner + index * (sizes.pill + sizes.gap),
    }));
    const leftOf = new Map(stages.map((stage) => [stage.name, stage.left]));
    const heads = (depth > 0 ? titleHeight : 0) + (stages.length > 0 ? stageHeight : message);
    let y = top + heads;
    let right = left + widthOf(pipeline);
    const lanes: PlacedLane[] = [];
    for (const [index, lane] of (layout?.lanes ?? []).entries()) {
      const jobs: number[] = [];
      const rows: number[] = [];
      for (const [at, job] of lane.jobs.entries()) {
        if (!shown?.[job]) continue;
        jobs.push(job);
        rows.push(lane.rows[at] ?? 0);
      }
      if (jobs.length === 0) continue;
      const start = y;
      y += grouped && sizes.label === 0 ? labelAbove : 5;
      const placed: Spot[] = [];
      for (let at = 0; at < jobs.length; ) {
        const row = rows[at];
        const below: [number, Spot][] = [];
        for (; at < jobs.length && rows[at] === row; at++) {
          const job = jobs[at] ?? 0;
          const each = view?.jobs[job];
          const spot = {
            id: { pipeline, job },
            left: leftOf.get(each?.stage ?? "") ?? inner,
            top: y,
          };
          placed.push(spot);
          spots.set(keyOf(spot.id), spot);
          if (each?.opens !== undefined && isOpen(each.opens)) below.push([each.opens, spot]);
        }
        y += pitch;
        for (const [child, spot] of below) {
          // Where several jobs start one pipeline, it stands below the first.
          if (done.has(child)) continue;
          const beside = spot.left + sizes.pill - widthOf(child);
          const nested = placeBlock(child, depth + 1, Math.max(left + edge, beside), y + 2, spot);
          y = nested.bottom + 12;
          right = Math.max(right, nested.right + edge);
        }
      }
      y += grouped ? 3 : 10;
      const service = lane.service === undefined ? {} : { service: lane.service };
      lanes.push({
        key: `${pipeline}.${index}`,
        ...service,
        top: start,
        height: y - start,
        spots: placed,
      });
    }
    const bottom = y + (depth > 0 ? 4 : edge);
    blocks[slot] = {
      pipeline,
      depth,
      left,
      top,
      width: right - left,
      height: bottom - top,
      stages,
      lanes,
      grouped,
      ...(from ? { from } : {}),
    };
    return { bottom, right };
  }

  /** The stages that have a job to show. */
  function stagesOf(pipeline: number): string[] {
    const view = model.view.pipelines[pipeline];
    const used = new Set<string>();
    for (const [job, { stage }] of (view?.jobs ?? []).entries()) {
      if (matches.shown[pipeline]?.[job]) used.add(stage);
    }
    return (view?.stages ?? []).filter((stage) => used.has(stage));
  }

  /** Of its own columns. */
  function widthOf(pipeline: number): number {
    const columns = stagesOf(pipeline).length;
    if (columns === 0) return readable;
    const label = model.layout[pipeline]?.grouped ? sizes.label : 0;
    return 2 * edge + label + columns * (sizes.pill + sizes.gap) - sizes.gap;
  }
}
