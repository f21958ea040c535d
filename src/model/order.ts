import { type Hash, isHash, put } from "./copy.ts";

/** Keywords of a job in the order in which people write them. */
const jobOrder = [
  ..."extends stage image services tags identity inherit variables id_tokens secrets inputs".split(
    " ",
  ),
  ..."rules only except needs dependencies trigger parallel resource_group environment when".split(
    " ",
  ),
  ..."start_in manual_confirmation allow_failure interruptible timeout retry cache hooks".split(
    " ",
  ),
  ..."before_script script run after_script coverage artifacts release publish pages".split(" "),
  "dast_configuration",
] as const;

/** Keywords of the top level in the order in which people write them. */
const topOrder = ["workflow", "stages", "include", "variables", "default"] as const;

const rank = new Map<string, number>(jobOrder.map((key, index) => [key, index]));

/** Compares by code unit, so that the order is the same everywhere. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `variables` mean the same in any order: sorted by name. */
function sorted(hash: unknown): unknown {
  if (!isHash(hash)) return hash;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(hash).sort(byCodeUnit)) put(copy, key, hash[key]);
  return copy;
}

/**
 * A job (or `default`) with its keywords in canonical order and its variables by name. Lists and
 * all other hashes keep the order they have; unknown keys come last, by name.
 */
export function ordered<T extends object>(job: T): T {
  const hash = job as Hash;
  const keys = Object.keys(hash).sort(
    (a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size) || byCodeUnit(a, b),
  );
  const copy: Record<string, unknown> = {};
  for (const key of keys) put(copy, key, key === "variables" ? sorted(hash[key]) : hash[key]);
  return copy as T;
}

/** The top level of a configuration: GitLab's keywords in order, then the rest as it came. */
export function orderedTop<T extends object>(document: T): T {
  const hash = document as Hash;
  const copy: Record<string, unknown> = {};
  for (const key of topOrder) {
    if (!Object.hasOwn(hash, key)) continue;
    const value = hash[key];
    if (key === "default" && isHash(value)) copy[key] = ordered(value);
    else copy[key] = key === "variables" ? sorted(value) : value;
  }
  for (const key of Object.keys(hash)) if (!Object.hasOwn(copy, key)) put(copy, key, hash[key]);
  return copy as T;
}
