import { literal } from "../pattern.ts";
import type { GradleBuild } from "./_gradle-builds.ts";

/** Names of scripts, as patterns. */
export const buildScripts = ["*.gradle", "*.gradle.kts"];

/** A pattern of a directory. */
export const patternIn = (directory: string, pattern: string): string =>
  directory === "." ? pattern : `${literal(directory)}/${pattern}`;

/** Files that every project of a build is built with, there or not. */
export function settingsOf(build: GradleBuild, path: string): string[] {
  const from = build.projects.get(path)!;
  const homes = [...build.projects].filter(([home]) => home !== path && isAround(home, path));
  const top = from === build.root ? [] : topFiles.map((name) => patternIn(build.root, name));
  const own = homes.flatMap(([, directory]) =>
    directory === from
      ? []
      : [...buildScripts, "gradle.properties"].map((name) => patternIn(directory, name)),
  );
  return [...new Set([...own, ...top])];
}

const isAround = (home: string, path: string): boolean =>
  home === ":" || path.startsWith(`${home}:`);

/** Files of the root of a build, beside its scripts. */
const topFiles = [
  "gradle/*.versions.toml",
  "gradle/gradle-daemon-jvm.properties",
  "gradle/verification-*",
  "gradle/wrapper/**",
  "buildSrc/**",
  "buildscript-gradle.lockfile",
  "settings-gradle.lockfile",
];
