import { fail } from "../../diagnostics/index.ts";
import { isHash } from "../../model/index.ts";
import type { ResolvedDraft } from "../resolve.ts";

/** A job with a matrix, as another job names it. */
export interface Mention {
  readonly target: string;
  /**
   * `agreeing`: a symbolic need, each cell on the cells that agree with it. `all`: a need written
   * by hand, which is on all cells, as in GitLab. `one`: a key that takes a single job.
   */
  readonly how: "agreeing" | "all" | "one";
}

/** The name of the job that a need of the same pipeline is on. */
export function neededName(need: unknown): string | undefined {
  if (typeof need === "string") return need;
  if (!isHash(need) || "pipeline" in need || "project" in need) return undefined;
  return typeof need.job === "string" ? need.job : undefined;
}

export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/**
 * The jobs with a matrix that a draft names, by `isTarget`. MATRIX_NEED where a need names cells
 * itself, and MATRIX_EXTENDS where the draft extends such a job: neither can know its form.
 */
export function mentionsOf(
  { draft, bySymbol }: ResolvedDraft,
  isTarget: (name: string) => boolean,
): readonly Mention[] {
  const { config } = draft;
  if (!isHash(config)) return [];
  const mentions: Mention[] = [];
  for (const [index, need] of listOf(config.needs).entries()) {
    const target = neededName(need);
    if (target === undefined || !isTarget(target)) continue;
    if (isHash(need) && "parallel" in need) {
      fail("MATRIX_NEED", [draft.origin, draft.name, "needs", index], { need: target });
    }
    mentions.push({ target, how: bySymbol.has(target) ? "agreeing" : "all" });
  }
  for (const target of listOf(config.extends)) {
    if (typeof target !== "string" || !isTarget(target)) continue;
    fail("MATRIX_EXTENDS", [draft.origin, draft.name, "extends"], { job: target });
  }
  for (const target of [stopperOf(config), ...includedJobs(config)]) {
    if (target !== undefined && isTarget(target)) mentions.push({ target, how: "one" });
  }
  return mentions;
}

function stopperOf({ environment }: Readonly<Record<string, unknown>>): string | undefined {
  const name = isHash(environment) ? environment.on_stop : undefined;
  return typeof name === "string" ? name : undefined;
}

function includedJobs({ trigger }: Readonly<Record<string, unknown>>): string[] {
  const entries = isHash(trigger) ? listOf(trigger.include) : [];
  return entries.flatMap((entry) =>
    isHash(entry) && typeof entry.job === "string" ? [entry.job] : [],
  );
}
