import type { Path } from "../types.ts";

/** Where an entry stands: its key, and the way to it from the entry around it. */
export interface Place {
  readonly key: string | undefined;
  readonly at: Path;
  readonly inside?: Place;
  /** Its key is no part of the places of what is below: it goes without, or has none. */
  readonly keyless?: boolean;
}

/** The way from the top; few entries have an error that asks for it. */
export const pathOf = ({ inside, at }: Place): Path => (inside ? [...pathOf(inside), ...at] : at);

/** Keys of the entries around it, from the outside in. */
export const around = ({ inside }: Place): readonly string[] =>
  inside ? [...around(inside), ...(inside.keyless ? [] : [inside.key ?? ""])] : [];
