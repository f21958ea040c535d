import { type Hash, isHash, member, nameEndings, parallelCount } from "../../model/index.ts";
import type { FoundJob } from "./root.ts";
import { isString } from "./ruby.ts";

/**
 * A job as it is written, with all that `parallel` makes of it. They share whatever is checked but
 * their names, and their needs where those ask for the matrix.
 */
export interface Group {
  /** As it is written. */
  readonly name: string;
  readonly config: Hash;
  readonly stage: string;
  readonly isParallel: boolean;
  readonly endings: Endings;
}

/** What stands behind the name in each job of a group, in their order; made when asked for. */
export interface Endings {
  readonly count: number;
  list(): readonly string[];
  set(): ReadonlySet<string>;
}

/** The groups in the order of the jobs. Those of one `parallel` share their endings. */
export function groupsOf(jobs: readonly FoundJob[]): readonly Group[] {
  const known = new Map<unknown, Endings>();
  return jobs.map(({ name, entry }): Group => {
    const config = entry.config as Hash;
    const stage = member(config, "stage");
    const parallel = isHash(config) ? (member(config, "parallel") ?? undefined) : undefined;
    const endings = known.get(parallel) ?? endingsOf(parallel);
    known.set(parallel, endings);
    return {
      name,
      config,
      stage: isString(stage) ? stage : "test",
      isParallel: parallel !== undefined,
      endings,
    };
  });
}

function endingsOf(parallel: unknown): Endings {
  let made: readonly string[] | undefined;
  let held: ReadonlySet<string> | undefined;
  const list = () => {
    made ??= nameEndings(parallel);
    return made;
  };
  const set = () => {
    held ??= new Set(list());
    return held;
  };
  return { count: parallelCount(parallel), list, set };
}
