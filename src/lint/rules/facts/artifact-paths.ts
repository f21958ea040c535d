import { globMatcher } from "../../../rules/index.ts";

/** A pattern of `artifacts:paths` from the project's directory, without what says nothing. */
export const fromProject = (pattern: string): string =>
  pattern
    .replace(/^(?:\$CI_PROJECT_DIR|\$\{CI_PROJECT_DIR\})(?:\/|$)/, "")
    .replace(/^(?:\.\/+)+/, "")
    .replace(/\/+$/, "");

/**
 * Whether a runner may take a file for a pattern of `artifacts:paths`: one that fits the file, or a
 * directory above it (docs: ci/yaml, artifacts:paths, which are globs of doublestar). `true` also
 * where that cannot be told: variables, brackets, braces.
 */
export function mayTake(pattern: string, file: string): boolean {
  const plain = fromProject(pattern);
  if (plain === "" || plain === ".") return true;
  if (/[$%{[\\]|^\/|\/\/|(?:^|\/)\.\.?(?:\/|$)/.test(plain)) return true;
  const fits = globMatcher(plain);
  const steps = file.split("/");
  return steps.some((_, index) => fits(steps.slice(0, index + 1).join("/")));
}
