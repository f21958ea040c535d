import type { Placed, Spot } from "./geometry.ts";

export type Direction = "up" | "down" | "left" | "right" | "first" | "last";

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "first",
  End: "last",
};

export const directionOf = (key: string): Direction | undefined => directions[key];

/** Half a pill: what is nearer sideways stands in the same column. */
const column = 90;

/** The key of the job that an arrow leads to from another; undefined at the edge. */
export function nextKey(placed: Placed, from: string, direction: Direction): string | undefined {
  const keys = [...placed.spots.keys()];
  if (direction === "first") return keys[0];
  if (direction === "last") return keys.at(-1);
  const start = placed.spots.get(from);
  if (!start) return keys[0];
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [key, spot] of placed.spots) {
    const far = distance(start, spot, direction);
    if (far < least) {
      least = far;
      best = key;
    }
  }
  return best;
}

/** How far it is, the straight way counting least; infinite where the arrow does not lead there. */
function distance(from: Spot, to: Spot, direction: Direction): number {
  const [across, down] = [to.left - from.left, to.top - from.top];
  if (direction === "up" || direction === "down") {
    const ahead = direction === "down" ? down : -down;
    if (ahead <= 0) return Number.POSITIVE_INFINITY;
    return Math.abs(across) < column ? ahead : ahead + 1e6 + Math.abs(across);
  }
  const ahead = direction === "right" ? across : -across;
  const strange = from.id.pipeline === to.id.pipeline ? 0 : 1e6;
  return ahead < column ? Number.POSITIVE_INFINITY : ahead + 3 * Math.abs(down) + strange;
}
