import { directoryOf } from "../workspace/index.ts";

/** What every path inside a directory begins with. */
export const startOf = (directory: string): string => (directory === "." ? "" : `${directory}/`);

/** A file of a directory. */
export const inside = (directory: string, name: string): string => startOf(directory) + name;

/** `relative` as seen from `directory`; `undefined` where that leads out of the repository. */
export function joinPath(directory: string, relative: string): string | undefined {
  // Nearly all are plain: `./name`, or some `../` and names.
  let here = directory;
  let at = relative.startsWith("./") ? 2 : 0;
  while (relative.startsWith("../", at)) {
    if (here === ".") return undefined;
    here = directoryOf(here);
    at += 3;
  }
  const rest = relative.slice(at);
  if (rest !== "" && !odd.test(rest)) return inside(here, rest);

  const names = here === "." ? [] : here.split("/");
  for (const name of rest.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join("/") || ".";
}

/** Has names that are empty, `.` or `..`. */
const odd = /(?:^|\/)(?:\.{0,2})(?:\/|$)/;

/** All directories that hold a path, and `.`. */
export function directoriesOf(paths: Iterable<string>): Set<string> {
  const directories = new Set<string>(["."]);
  for (const path of paths) {
    for (let here = directoryOf(path); !directories.has(here); here = directoryOf(here)) {
      directories.add(here);
    }
  }
  return directories;
}
