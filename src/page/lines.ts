import { keyOf, type Model } from "./data.ts";
import { s } from "./dom.ts";
import { type Block, type Placed, pillHeight, type Sizes, type Spot } from "./geometry.ts";

/** With more than so many only those of one job are drawn. */
const most = 250;

/** A line from the needed job to the one that needs it. */
interface Line {
  readonly from: Spot;
  readonly to: Spot;
  readonly kind: "all" | "needs" | "needed";
}

/**
 * The lines of a pipeline: all of them where there are few, those of the jobs at hand, by key, in
 * any, and those that lead down to pipelines that its jobs start.
 */
export function drawLines(
  model: Model,
  placed: Placed,
  block: Block,
  sizes: Sizes,
  atHand: readonly string[],
): SVGElement[] {
  const own = atHand.flatMap((key) =>
    placed.spots.get(key)?.id.pipeline === block.pipeline ? linesAt(model, key, placed) : [],
  );
  const starts = placed.blocks.flatMap((each) =>
    each.from?.id.pipeline === block.pipeline ? [startOf(each, each.from)] : [],
  );
  const lines = [...linesOf(model, block, placed), ...own];
  return [...lines.map((line) => drawn(line, sizes)), ...starts];
}

function linesOf(model: Model, block: Block, placed: Placed): Line[] {
  const lines: Line[] = [];
  for (const { spots } of block.lanes) {
    for (const spot of spots) lines.push(...needsOf(model, spot, placed, "all"));
    if (lines.length > most) return [];
  }
  return lines;
}

function linesAt(model: Model, key: string, placed: Placed): Line[] {
  const spot = placed.spots.get(key);
  if (!spot) return [];
  const { pipeline, job } = spot.id;
  const needed = (model.neededBy[pipeline]?.[job] ?? []).flatMap((other): Line[] => {
    const to = placed.spots.get(keyOf({ pipeline, job: other }));
    return to ? [{ from: spot, to, kind: "needed" }] : [];
  });
  return [...needsOf(model, spot, placed, "needs"), ...needed.slice(0, most)];
}

function needsOf(model: Model, to: Spot, placed: Placed, kind: Line["kind"]): Line[] {
  const { pipeline, job } = to.id;
  const needs = model.view.pipelines[pipeline]?.jobs[job]?.needs ?? [];
  return needs.flatMap((need) => {
    const from =
      need.job === undefined ? undefined : placed.spots.get(keyOf({ pipeline, job: need.job }));
    return from ? [{ from, to, kind }] : [];
  });
}

function drawn({ from, to, kind }: Line, { pill, gap }: Sizes): SVGElement {
  const [y1, y2] = [from.top + pillHeight / 2, to.top + pillHeight / 2];
  if (from.left === to.left) {
    // Of one stage: around the left side.
    const x = from.left;
    const out = x - gap * 0.4;
    return s("path", { class: kind, d: `M${x} ${y1}C${out} ${y1} ${out} ${y2} ${x} ${y2}` });
  }
  const [x1, x2] = [from.left + pill, to.left];
  // The turn lies in the gap in front of the job, so that the rest runs level.
  const bend = Math.max(x2 - gap, x1);
  const middle = bend + (x2 - bend) / 2;
  const level = bend > x1 ? `H${bend}` : "";
  return s("path", {
    class: kind,
    d: `M${x1} ${y1}${level}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
  });
}

/** From a trigger job down to the pipeline that it starts. */
const startOf = (block: Block, { left, top }: Spot): SVGElement =>
  s("path", { class: "starts", d: `M${left + 20} ${top + pillHeight}V${block.top}` });
