/** Directories are relative to the repository, `/` between names; `.` is the repository itself. */

/** The directory of a path. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

/** The last name of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** What every path inside the directory begins with. */
export const startOf = (directory: string): string => (directory === "." ? "" : `${directory}/`);

/** A file of a directory. */
export const inside = (directory: string, name: string): string => startOf(directory) + name;

/** `relative` as seen from `directory`; `undefined` when that leads out of the repository. */
export function resolveFrom(directory: string, relative: string): string | undefined {
  if (relative.startsWith("/")) return undefined;
  const names = directory === "." ? [] : directory.split("/");
  for (const name of relative.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join("/") || ".";
}

/** The directory itself, then those around it up to `.`. */
export function* outwards(directory: string): Generator<string> {
  let here = directory;
  while (here !== ".") {
    yield here;
    here = directoryOf(here);
  }
  yield ".";
}

/** Order by code unit: the same everywhere. For `sort`. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Whether a path holds bytes that are not UTF-8 (lone surrogates, as `Change` describes). */
export const notUtf8 = (path: string): boolean => /\p{Surrogate}/u.test(path);

/** Values by a key, both in the order in which they come (Node 20 has no Map.groupBy). */
export function groupBy<K, V>(values: Iterable<V>, keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
