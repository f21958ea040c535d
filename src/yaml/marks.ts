/** Where the keys of a hash stand. Most hashes are small, and most are never asked. */
export interface KeyMarks {
  readonly keys: string[];
  readonly offsets: number[];
  /** Made for a hash of many keys when it is first asked. */
  index?: Map<string, number>;
}

/** Where the keys of a hash, or the items of a list, stand: offsets in the text. */
export type Marks = Readonly<KeyMarks> | readonly number[];

/** A hash of fewer keys is looked through. */
const many = 16;

export const keyMarks = (): KeyMarks => ({ keys: [], offsets: [] });

/** The offset of a key or an item; `undefined` where it is not written. */
export function markOf(marks: Marks, step: string | number): number | undefined {
  if (!("offsets" in marks)) return marks[Number(step)];
  const rank = rankOf(marks, String(step));
  return rank < 0 ? undefined : marks.offsets[rank];
}

/** Whether the key was marked before. */
export function markKey(marks: KeyMarks, key: string, offset: number): boolean {
  const rank = rankOf(marks, key);
  if (rank >= 0) marks.offsets[rank] = offset;
  else {
    marks.index?.set(key, marks.keys.length);
    marks.keys.push(key);
    marks.offsets.push(offset);
  }
  return rank >= 0;
}

function rankOf(marks: KeyMarks, key: string): number {
  const { keys } = marks;
  if (keys.length < many) return keys.indexOf(key);
  marks.index ??= new Map(keys.map((each, rank) => [each, rank]));
  return marks.index.get(key) ?? -1;
}
