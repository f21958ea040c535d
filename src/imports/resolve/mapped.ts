import { directoryOf, outwards } from "../../workspace/index.ts";
import { inside, joinPath, startOf } from "../paths.ts";
import { type Ground, pathTargets } from "./bare.ts";
import type { TsConfig } from "./tsconfigs.ts";
import type { Target } from "./types.ts";

/** Where the compiler would look for a relative path, too, by `rootDirs`. */
export function rootDirPaths(directory: string, specifier: string, { configs }: Ground): string[] {
  const level = configs.levelOf(directory);
  if (level === undefined || !configs.at(level).some((each) => each.rootDirs.length > 0)) return [];
  return configs.at(level).flatMap(({ rootDirs }) =>
    rootDirs
      .filter((root) => directory === root || directory.startsWith(startOf(root)))
      .flatMap((root) => {
        const below = directory === root ? "" : directory.slice(startOf(root).length);
        return rootDirs
          .filter((other) => other !== root)
          .map((other) => joinPath(other, `${below}/${specifier}`))
          .filter((path) => path !== undefined);
      }),
  );
}

/**
 * By `paths` and `baseUrl` of the nearest configurations that know the specifier, from the
 * directory outwards; all configurations of one directory count.
 */
export function mappedTargets(
  directory: string,
  specifier: string,
  ground: Ground,
): readonly Target[] {
  const { configs, probe } = ground;
  const found: Target[] = [];
  for (const level of levelsAround(directory, ground)) {
    for (const config of configs.at(level)) {
      if (config.paths.length === 0 && config.baseUrl === undefined) continue;
      const targets = mappings(config, specifier).flatMap((path) => pathTargets(path, ground));
      found.push(...targets);
      if (targets.length === 0 || !ground.configsChanged) continue;
      if (level === configs.levelOf(directory)) continue;
      found.push({ to: config.path, whole: `its imports are resolved by ${config.path}` });
    }
    if (found.some(({ to, whole }) => whole === undefined && probe.has(to))) return found;
  }
  return found;
}

function* levelsAround(directory: string, { configs }: Ground): Generator<string> {
  for (const here of outwards(directory)) if (configs.levelOf(here) === here) yield here;
}

/** The paths that one configuration makes of a bare specifier. */
function mappings({ paths, baseUrl }: TsConfig, specifier: string): readonly string[] {
  const { exact, starred } = indexOf(paths);
  const found: string[] = [...(exact.get(specifier) ?? [])];
  for (const { start, end, targets } of starred) {
    if (specifier.length < start.length + end.length) continue;
    if (!specifier.startsWith(start) || !specifier.endsWith(end)) continue;
    const middle = specifier.slice(start.length, specifier.length - end.length);
    for (const target of targets) found.push(target.replace("*", () => middle));
  }
  if (baseUrl !== undefined) found.push(inside(baseUrl, specifier));
  return found;
}

interface PathIndex {
  readonly exact: ReadonlyMap<string, readonly string[]>;
  readonly starred: readonly {
    readonly start: string;
    readonly end: string;
    readonly targets: readonly string[];
  }[];
}

const indices = new WeakMap<TsConfig["paths"], PathIndex>();

/** Most configurations inherit one and the same list, which may name hundreds of packages. */
function indexOf(paths: TsConfig["paths"]): PathIndex {
  const known = indices.get(paths);
  if (known) return known;
  const exact = new Map<string, readonly string[]>();
  const starred: PathIndex["starred"][number][] = [];
  for (const { pattern, targets } of paths) {
    const star = pattern.indexOf("*");
    if (star < 0) exact.set(pattern, targets);
    else starred.push({ start: pattern.slice(0, star), end: pattern.slice(star + 1), targets });
  }
  const index = { exact, starred };
  indices.set(paths, index);
  return index;
}

/** Where the beginning of a computed specifier leads: directories. */
export function mappedStarts(directory: string, fixed: string, ground: Ground): readonly string[] {
  return [...levelsAround(directory, ground)].flatMap((level) =>
    ground.configs
      .at(level)
      .flatMap((config) => mappings(config, fixed))
      .map((path) => (ground.probe.hasDirectory(path) ? path : directoryOf(path))),
  );
}
