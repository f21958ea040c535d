import { nameEndings } from "../../model/index.ts";
import type { Group } from "./groups.ts";
import { kept } from "./kept.ts";
import { asksMatrix, type Cell, filler } from "./matrix.ts";
import type { Names } from "./names.ts";
import type { Need } from "./needed.ts";

/** Jobs that one entry of a list names, after parallel expansion (config/normalizer.rb). */
export interface Named {
  readonly count: number;
  names(): readonly string[];
  /** Whose jobs they are, each group once, in the order of the names. */
  readonly owners: readonly Group[];
  /** For one of the names there is no job. */
  readonly isMissing: boolean;
  /** A name is there more than once. */
  readonly isTwice: boolean;
  /** No name has more characters. */
  readonly longest: number;
}

/** What one entry of `needs` asks for. */
export interface Wanted {
  readonly optional: boolean;
  readonly jobs: Named;
}

/** Finds the jobs that are asked for. Answers are kept, for lists and their entries are shared. */
export interface Asked {
  named(name: string): Named;
  /** Needs of a job. */
  wanted(needs: readonly Need[]): readonly Wanted[];
  /** Needs of a job with the variables of its own cell filled in. */
  filled(needs: readonly Need[]): (cell: Cell) => readonly Wanted[];
  /** Needs of a rule, which GitLab takes word by word. */
  exactly(needs: readonly Need[]): readonly Wanted[];
}

export function askedOf(names: Names): Asked {
  const single = kept((name: string): Named => {
    const owner = names.find(name);
    const list = [name];
    return {
      count: 1,
      names: () => list,
      owners: owner ? [owner] : [],
      isMissing: !owner,
      isTwice: false,
      longest: name.length,
    };
  });

  const listed = (list: readonly string[]): Named => {
    if (list.length === 1) return single(list[0]!);
    const all = list.map(single);
    return {
      count: list.length,
      names: () => list,
      owners: [...new Set(all.flatMap(({ owners }) => owners))],
      isMissing: all.some(({ isMissing }) => isMissing),
      isTwice: new Set(list).size < list.length,
      longest: list.reduce((most, name) => Math.max(most, name.length), 0),
    };
  };

  const wholes = kept((group: Group): Named => {
    const { count, list, set } = group.endings;
    let made: readonly string[] | undefined;
    const all = (): readonly string[] => {
      made ??= list().map((ending) => `${group.name}${ending}`);
      return made;
    };
    if (!names.isAlone(group)) return listed(all());
    const longest = list().reduce((most, ending) => Math.max(most, ending.length), 0);
    return {
      count,
      names: all,
      owners: count > 0 ? [group] : [],
      isMissing: false,
      isTwice: set().size < count,
      longest: group.name.length + longest,
    };
  });

  const named = (name: string, parallel?: unknown): Named => {
    const group = names.written(name);
    if (!group?.isParallel) return single(name);
    if (parallel === undefined) return wholes(group);
    return listed(nameEndings(parallel).map((ending) => `${name}${ending}`));
  };
  const one = kept(
    ({ name, parallel, optional }: Need): Wanted => ({ optional, jobs: named(name, parallel) }),
  );
  const exact = kept(({ name, optional }: Need): Wanted => ({ optional, jobs: single(name) }));

  const fill = (need: Need): ((cell: Cell) => Wanted) => {
    if (!asksMatrix(need)) return () => one(need);
    const { parallel, optional } = need;
    const nameIn = filler(need.name);
    if (parallel === undefined) return (cell) => ({ optional, jobs: named(nameIn(cell)) });
    // The bracket at the end is GitLab's: it closes no expression.
    const endings = nameEndings(parallel).map((ending) => {
      const [before, last] = [filler(ending.slice(0, -1)), ending.slice(-1)];
      return (cell: Cell) => `${before(cell)}${last}`;
    });
    return (cell) => {
      const name = nameIn(cell);
      const isParallel = names.written(name)?.isParallel;
      const jobs = isParallel
        ? listed(endings.map((ending) => `${name}${ending(cell)}`))
        : single(name);
      return { optional, jobs };
    };
  };
  return {
    named,
    wanted: kept((needs: readonly Need[]) => needs.map(one)),
    filled: (needs) => {
      const fills = needs.map(fill);
      return (cell) => fills.map((each) => each(cell));
    },
    exactly: kept((needs: readonly Need[]) => needs.map(exact)),
  };
}
