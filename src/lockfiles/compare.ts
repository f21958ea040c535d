import { byCodeUnit } from "../workspace/index.ts";
import { type LockGraph, shown } from "./graph.ts";
import { indexed, type Numbers } from "./indexed.ts";
import { packageWriter } from "./packages.ts";
import { twins } from "./twins.ts";

/** What a change of a lock file is to one member. */
export type Difference =
  | { readonly packages: readonly string[]; readonly more?: number }
  | { readonly why: string };

/** As many packages are named; of the others there is the number. */
const named = 3;

/**
 * What differs for each of these directories, as the lock file names them; a directory that is not
 * in the result is built as before. Throws NotUnderstood for a graph that lacks a dependency.
 */
export function differences(
  base: LockGraph,
  head: LockGraph,
  directories: Iterable<string>,
): Map<string, Difference> {
  const found = new Map<string, Difference>();
  const settings = differentKeys(base.settings, head.settings);
  const numbers: Numbers = new Map();
  const before = indexed(base, numbers);
  const after = indexed(head, numbers);
  const both: [directory: string, base: number, head: number][] = [];
  for (const directory of directories) {
    const [from, to] = [before.members.get(directory), after.members.get(directory)];
    const name = directory === "." ? "its own directory" : shown(directory);
    if (settings.length > 0) {
      found.set(directory, { why: `its settings differ: ${settings.map(shown).join(", ")}` });
    } else if (to === undefined) {
      found.set(directory, { why: `${name} is not in it` });
    } else if (from === undefined) {
      found.set(directory, { why: `${name} was not in it` });
    } else both.push([directory, from, to]);
  }

  const { differ, rewired } = twins(
    before,
    after,
    both.map(([, from, to]) => [from, to]),
  );
  const write = packageWriter(before, after, numbers.size);
  for (const [directory, from, to] of both) {
    if (!differ(from, to)) continue;
    const packages = write(from, to);
    found.set(directory, shortened(packages.length > 0 ? packages : other(rewired(from, to))));
  }
  return found;
}

/** The same packages as before, wired otherwise. */
const other = (names: readonly string[]): string[] =>
  [...names].sort(byCodeUnit).map((name) => `${shown(name)} (other dependencies)`);

function shortened(packages: readonly string[]): Difference {
  const more = packages.length - named;
  return more > 0 ? { packages: packages.slice(0, named), more } : { packages };
}

function differentKeys(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => a.get(key) !== b.get(key)).sort(byCodeUnit);
}
