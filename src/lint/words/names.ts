import type { Group } from "./groups.ts";

/** The names of all jobs as they will run. Several jobs may have one name: the last one has it. */
export interface Names {
  /** The group of the job that has this name. */
  find(name: string): Group | undefined;
  /** The group that is written so. */
  written(name: string): Group | undefined;
  /** No job of another group has a name of one of its jobs. */
  isAlone(group: Group): boolean;
  /** In the order of the jobs; names that several have come more than once. */
  all(): Iterable<string>;
}

/** A group whose name begins another name, and what that has behind it. */
type Beginning = readonly [group: Group, rest: string];

/**
 * Tells names without writing all of them down, for 2,000 jobs may be 400,000. GitLab puts a space or
 * a colon behind a written name, so only there a name can be cut in two.
 */
export function namesOf(groups: readonly Group[]): Names {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const places = new Map(groups.map((group, place) => [group, place]));
  const longest = groups.reduce(
    (most, { name, isParallel }) => (isParallel ? Math.max(most, name.length) : most),
    0,
  );

  const beginnings = (name: string): readonly Beginning[] => {
    const found: Beginning[] = [];
    const last = Math.min(name.length - 1, longest);
    for (let at = 1; at <= last; at++) {
      if (name[at] !== " " && name[at] !== ":") continue;
      const group = byName.get(name.slice(0, at));
      if (group?.isParallel) found.push([group, name.slice(at)]);
    }
    return found;
  };

  const search = (name: string): Group | undefined => {
    const own = byName.get(name);
    const fitting = [...beginnings(name), ...(own ? [[own, ""] as const] : [])].filter(
      ([{ endings }, rest]) => endings.set().has(rest),
    );
    return fitting.reduce<Group | undefined>(
      (last, [group]) => (last && places.get(last)! > places.get(group)! ? last : group),
      undefined,
    );
  };
  const found = new Map<string, Group | undefined>();
  const find = (name: string): Group | undefined => {
    if (!found.has(name)) found.set(name, search(name));
    return found.get(name);
  };

  /** One of two names that are the same begins with the written name of the other one's job. */
  const touching = new Set(
    groups.flatMap((group) => {
      const before = beginnings(group.name).map(([other]) => other);
      return before.length > 0 ? [group, ...before] : [];
    }),
  );

  return {
    find,
    written: (name) => byName.get(name),
    isAlone: (group) => !touching.has(group),
    all: function* () {
      for (const { name, endings } of groups) {
        for (const ending of endings.list()) yield `${name}${ending}`;
      }
    },
  };
}
