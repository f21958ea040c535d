import { literal } from "../../pattern.ts";
import type { GradleBuild } from "./builds.ts";

/** Names of scripts, as patterns. */
export const buildScripts = ["*.gradle", "*.gradle.kts"];

/** A pattern of a directory. */
export const patternIn = (directory: string, pattern: string): string =>
  directory === "." ? pattern : `${literal(directory)}/${pattern}`;

/** Files that every project of a build is built with, there or not. */
export function settingsOf(build: GradleBuild, path: string): string[] {
  const from = build.projects.get(path)!;
  const top = from === build.root ? [] : topFiles.map((name) => patternIn(build.root, name));
  const own = pathsAround(path)
    .map((home) => build.projects.get(home))
    .filter((directory) => directory !== undefined && directory !== from)
    .flatMap((directory) => homeFiles.map((name) => patternIn(directory!, name)));
  return [...new Set([...own, ...top])];
}

/** Paths of the projects around one, from the inside out. */
export function pathsAround(path: string): string[] {
  const paths: string[] = [];
  for (let end = path.lastIndexOf(":"); end > 0; end = path.lastIndexOf(":", end - 1)) {
    paths.push(path.slice(0, end));
  }
  return path === ":" ? paths : [...paths, ":"];
}

/** Files of a project that count for those below it. */
const homeFiles = [...buildScripts, "gradle.properties"];

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
