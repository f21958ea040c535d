import type { Reading } from "./read.ts";

/** Lists that name packages which are imported anyway: to be named there changes nothing. */
const lists =
  /\b(?:transpilePackages|noExternal|externals?|include|exclude|dedupe|inline|transformIgnorePatterns|ignorePatterns|bundledDependencies|bundleDependencies|onlyBuiltDependencies|serverExternalPackages)["']?\s*[:=]\s*\[[^\]]{0,5000}\]/g;

const scopedName = /@[\w.~-]+\/[\w.~-]+/g;
const upwards = /(?:\.\.\/)+[\w.~@/-]*/g;

/** What a file of settings names without importing it: scoped packages and paths that lead upwards. */
export const mentions: Reading<readonly string[]> = {
  keyOf: () => "mentions",
  parse: async (files) => files.map(({ text }) => mentionsIn(text)),
  encode: (found) => found,
  decode: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined,
};

/** The same of one text. */
export function mentionsIn(text: string): readonly string[] {
  // Nobody writes settings of this size by hand.
  if (text.length > 500_000) return [];
  const names = text.replace(lists, "").match(scopedName) ?? [];
  return [...new Set([...names, ...(text.match(upwards) ?? [])])].sort();
}
