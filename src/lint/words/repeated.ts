import type { Group } from "./groups.ts";
import type { Wanted } from "./wanted.ts";

/** The names that needs ask for more than once, each once. */
export function repeatedIn(needs: readonly Wanted[]): readonly string[] {
  if (needs.length === 1 && !needs[0]!.jobs.isTwice) return [];
  const isShared = sharedIn(needs);
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { jobs } of needs) {
    const { owners, isMissing, isTwice } = jobs;
    if (!isMissing && !isTwice && !owners.some(isShared)) continue;
    for (const name of jobs.names()) {
      if (seen.has(name)) twice.add(name);
      seen.add(name);
    }
  }
  return [...twice];
}

/** Names that are the same are of one group: without another need on its jobs there are none. */
function sharedIn(needs: readonly Wanted[]): (owner: Group) => boolean {
  const owners = new Set<Group>();
  const shared = new Set<Group>();
  for (const { jobs } of needs) {
    for (const owner of jobs.owners) {
      if (owners.has(owner)) shared.add(owner);
      owners.add(owner);
    }
  }
  return (owner) => shared.has(owner);
}
