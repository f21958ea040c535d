import { joinPath } from "../paths.ts";
import { type Ground, splitBare, unique } from "./bare.ts";
import { mappedStarts } from "./mapped.ts";
import type { Resolved, Target } from "./types.ts";

/** Of a computed import: the directories that what is known of its path leads to. */
export function computed(directory: string, start: string, ground: Ground): Resolved {
  const star = start.indexOf("*");
  const why =
    star >= 0 && star < start.length - 1 ? "the import is a pattern" : "the import is computed";
  const unknown = { why };
  const fixed = star < 0 ? start : start.slice(0, star);
  const to = (path: string | undefined): Target[] =>
    path !== undefined && ground.probe.hasDirectory(path) ? [{ to: path, whole: why }] : [];
  if (fixed === "" || fixed.startsWith("/")) return { targets: [], unknown };
  if (fixed.startsWith(".")) {
    const up = fixed.slice(0, fixed.lastIndexOf("/") + 1) || fixed;
    return { targets: to(joinPath(directory, up)), unknown };
  }
  const { name, rest } = splitBare(fixed);
  const packages = rest === "" ? ground.packages.beginning(fixed) : ground.packages.named(name);
  const targets = [
    ...mappedStarts(directory, fixed, ground).flatMap(to),
    ...packages.map((own) => ({ to: own.directory, whole: why })),
  ];
  return { targets: unique(targets), unknown };
}
