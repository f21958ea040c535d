import { type Branch, baseName, directoryOf, type PatternList } from "../workspace/index.ts";

/** A list that wants a path, and which of its patterns did it. */
export interface Hit<K> {
  readonly key: K;
  /** As it was written. */
  readonly pattern: string;
}

interface Entry {
  readonly branch: Branch;
  /** Which lists hold it, and at which place. */
  readonly uses: { readonly list: number; readonly place: number }[];
}

/** All branches that begin at one directory. */
class Bucket {
  readonly tree: Entry[] = [];
  readonly any: Entry[] = [];
  readonly names = new Map<string, Entry[]>();
  readonly extensions = new Map<string, Entry[]>();

  /** What is filed under the base name or the extension of a path. */
  byName(path: string): readonly Entry[] {
    if (this.names.size === 0 && this.extensions.size === 0) return nothing;
    const base = baseName(path);
    const named = this.names.get(base) ?? nothing;
    const dot = base.lastIndexOf(".");
    const typed = dot < 0 ? undefined : this.extensions.get(base.slice(dot));
    return typed ? [...named, ...typed] : named;
  }
}

const nothing: readonly never[] = [];

/**
 * Many pattern lists, asked together. A path looks only at what is filed under its own
 * directories and there, where a branch has one, under its base name or extension; so the work
 * grows with the paths and with what they hit, not with the number of lists.
 */
export class PatternIndex<K> {
  readonly #lists: readonly { readonly key: K; readonly list: PatternList }[];
  readonly #exact = new Map<string, Entry[]>();
  readonly #buckets = new Map<string, Bucket>();
  readonly #around = new Map<string, readonly Bucket[]>();

  constructor(lists: readonly { readonly key: K; readonly list: PatternList }[]) {
    this.#lists = lists;
    const entries = new Map<string, Entry[]>();
    lists.forEach(({ list }, index) => {
      list.patterns.forEach((pattern, place) => {
        if (pattern.negated) return;
        let filed = entries.get(pattern.source);
        if (!filed) {
          filed = pattern.branches.map((branch) => ({ branch, uses: [] }));
          entries.set(pattern.source, filed);
          for (const entry of filed) this.#file(entry);
        }
        for (const { uses } of filed) uses.push({ list: index, place });
      });
    });
  }

  /**
   * The lists that want a path, in the order in which they were given. Whoever asks for many
   * paths of one directory hands it in.
   */
  match(path: string, directory: string = directoryOf(path)): readonly Hit<K>[] {
    const exact = this.#exact.get(path);
    const buckets = this.#bucketsOf(directory);
    if (!exact && buckets.length === 0) return nothing;
    // Place of the first pattern of each list that matches: what a reason will name.
    const first = new Map<number, number>();
    const take = ({ uses }: Entry) => {
      for (const { list, place } of uses) {
        const before = first.get(list);
        if (before === undefined || place < before) first.set(list, place);
      }
    };
    exact?.forEach(take);
    for (const bucket of buckets) {
      bucket.tree.forEach(take);
      for (const entry of bucket.any) if (entry.branch.test(path)) take(entry);
      for (const entry of bucket.byName(path)) if (entry.branch.test(path)) take(entry);
    }
    if (first.size === 0) return nothing;
    return [...first]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, place]) => {
        const { key, list } = this.#lists[index]!;
        return list.takesAway(path) ? [] : [{ key, pattern: list.patterns[place]!.source }];
      });
  }

  #file(entry: Entry): void {
    const { prefix, by, key } = entry.branch;
    const directory = prefix || ".";
    const bucket = this.#buckets.get(directory) ?? new Bucket();
    this.#buckets.set(directory, bucket);
    if (by === "exact") push(this.#exact, prefix, entry);
    else if (by === "name") push(bucket.names, key, entry);
    else if (by === "extension") push(bucket.extensions, key, entry);
    else bucket[by].push(entry);
  }

  /** The buckets of a directory and of those around it; remembered by directory. */
  #bucketsOf(directory: string): readonly Bucket[] {
    const known = this.#around.get(directory);
    if (known) return known;
    const own = this.#buckets.get(directory);
    const outer = directory === "." ? [] : this.#bucketsOf(directoryOf(directory));
    const buckets = own ? [own, ...outer] : outer;
    this.#around.set(directory, buckets);
    return buckets;
  }
}

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const filed = map.get(key);
  if (filed) filed.push(entry);
  else map.set(key, [entry]);
}
