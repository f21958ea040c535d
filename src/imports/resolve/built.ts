import { startOf } from "../paths.ts";
import type { Package } from "./packages.ts";
import type { Probe } from "./probe.ts";
import type { TsConfig } from "./tsconfigs.ts";

/** Names of directories that builds write into, or that tell apart what they write. */
const output =
  /^(?:_?(?:dist|build|lib|out|output|es|esm|cjs|mjs|umd|types?|typings|dts|declarations?|modules?|commonjs|bundles?|node|browser|src|source))(?:[-_.]?\w+)*$/;

const written = /(?:\.d\.[cm]?ts|\.[cm]?jsx?)$/;
const sourceDirectories = ["src/", "source/", ""];

/**
 * The sources of a file that a build writes and the repository does not hold: `dist/x.js` stands
 * for `src/x.ts`, or for `x.ts`. Empty where that is not certain.
 */
export function sourcesOf(
  path: string,
  { directory }: Package,
  configs: readonly TsConfig[],
  probe: Probe,
): readonly string[] {
  const end = written.exec(path);
  if (!end || !path.startsWith(startOf(directory))) return [];
  const stem = path.slice(0, end.index);
  const at = (candidate: string) => probe.files(candidate).filter((each) => probe.has(each));
  for (const { outDirs, rootDir } of configs) {
    for (const outDir of outDirs) {
      if (!stem.startsWith(startOf(outDir))) continue;
      const rest = stem.slice(startOf(outDir).length);
      const found = rootDir === undefined ? [] : at(startOf(rootDir) + rest);
      if (found.length > 0) return found;
    }
  }
  const names = stem.slice(startOf(directory).length).split("/");
  while (names.length > 1 && output.test(names[0]!)) {
    names.shift();
    for (const each of sourceDirectories) {
      const found = at(startOf(directory) + each + names.join("/"));
      if (found.length > 0) return found;
    }
  }
  return [];
}
