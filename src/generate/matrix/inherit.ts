import { fail } from "../../diagnostics/index.ts";
import { isHash, type JobDraft } from "../../model/index.ts";
import { hasAxes, type MatrixDraft, noAxes } from "./axes.ts";
import { listOf } from "./mentions.ts";

type Drafts = ReadonlyMap<string, JobDraft>;

/**
 * Gives a job its axes. What its hidden jobs hand down is looked at as well: `parallel` cannot
 * stand beside a matrix (MATRIX_PARALLEL), and `needs` become its own, for each cell has others.
 */
export function asMatrixJob(draft: MatrixDraft, drafts: Drafts): MatrixDraft {
  const { axes = noAxes, config, name, origin } = draft;
  if (!hasAxes(draft) || !isHash(config)) return draft;
  if (handedDown(config, "parallel", drafts) !== undefined) {
    fail("MATRIX_PARALLEL", [origin, name, "parallel"], { axes: [...axes.keys()] });
  }
  const needs = handedDown(config, "needs", drafts);
  return needs === undefined || "needs" in config
    ? draft
    : { ...draft, config: { ...config, needs } };
}

/** A key of a job, or of the nearest that it extends; of several the last one counts. */
function handedDown(
  config: unknown,
  key: string,
  drafts: Drafts,
  seen: ReadonlySet<string> = new Set(),
): unknown {
  if (!isHash(config)) return undefined;
  if (config[key] !== undefined) return config[key];
  for (const base of [...listOf(config.extends)].reverse()) {
    if (typeof base !== "string" || seen.has(base)) continue;
    const value = handedDown(drafts.get(base)?.config, key, drafts, new Set([...seen, base]));
    if (value !== undefined) return value;
  }
  return undefined;
}
