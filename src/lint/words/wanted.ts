import { nameEndings } from "../../model/index.ts";
import type { Group } from "./groups.ts";
import { kept } from "./kept.ts";
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
  /** Needs of a rule, which GitLab takes word by word. */
  exactly(needs: readonly Need[]): readonly Wanted[];
}

export function askedOf(names: Names): Asked {
  const listed = (list: readonly string[]): Named => {
    const owners = list.map((name) => names.find(name));
    const own = new Set(owners);
    const isMissing = own.delete(undefined);
    return {
      count: list.length,
      names: () => list,
      owners: [...own] as Group[],
      isMissing,
      isTwice: list.length > 1 && new Set(list).size < list.length,
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
    if (!group?.isParallel) return listed([name]);
    if (parallel === undefined) return wholes(group);
    return listed(nameEndings(parallel).map((ending) => `${name}${ending}`));
  };
  const one = kept(
    ({ name, parallel, optional }: Need): Wanted => ({ optional, jobs: named(name, parallel) }),
  );
  const exact = kept(({ name, optional }: Need): Wanted => ({ optional, jobs: listed([name]) }));
  return {
    named,
    wanted: kept((needs: readonly Need[]) => needs.map(one)),
    exactly: kept((needs: readonly Need[]) => needs.map(exact)),
  };
}
