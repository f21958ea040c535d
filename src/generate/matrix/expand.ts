import { isHash, type JobDraft, type Limits } from "../../model/index.ts";
import type { ResolvedDraft } from "../resolve.ts";
import type { DroppedNeed } from "../types.ts";
import { type Axes, hasAxes, noAxes } from "./axes.ts";
import { chooseForms, type MatrixJob } from "./forms.ts";
import { listOf, mentionsOf, neededName } from "./mentions.ts";
import { namesBeside } from "./names.ts";
import { writePart } from "./write.ts";

export interface Expanded {
  readonly jobs: readonly {
    readonly draft: JobDraft;
    readonly dropped: readonly DroppedNeed[];
  }[];
  /** By the name of a job with a matrix: the jobs that stand for it, in order. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Writes out the matrices of jobs: as `parallel:matrix`, in several jobs where there are more
 * cells than GitLab takes in one, or as a job for each cell where a need cannot be said otherwise.
 * Each cell needs exactly the cells that agree with it.
 */
export function expandMatrix(
  drafts: readonly ResolvedDraft[],
  { limits, version }: { readonly limits: Limits; readonly version: string | undefined },
): Expanded {
  const all = new Map(drafts.map(({ draft }) => [draft.name, draft]));
  const axesByName = new Map<string, Axes>();
  for (const draft of all.values()) if (hasAxes(draft)) axesByName.set(draft.name, draft.axes!);
  // Of two jobs of one name the checks tell: they must still have it then.
  if (axesByName.size === 0 || all.size < drafts.length) return { jobs: drafts, parts: new Map() };
  const jobs = drafts.flatMap((each): MatrixJob[] => {
    const mentions = mentionsOf(each, (name) => axesByName.has(name));
    const { name, config } = each.draft;
    const axes = axesByName.get(name);
    if (!axes) return [];
    const needs = isHash(config) ? listOf(config.needs).map(neededName) : [];
    const hazardous = needs.some((need) => need?.includes("$[["));
    return [{ name, axes, mentions, hazardous }];
  });
  const names = namesBeside(all.keys(), limits.nameLength.value);
  const forms = chooseForms(jobs, names, { limits, expressions: since(version, 18, 8, false) });
  const writing = { forms, selections: since(version, 16, 3, true) };
  return {
    jobs: drafts.flatMap((each) => {
      const { name } = each.draft;
      const form = hasAxes(each.draft) ? forms.get(name) : undefined;
      const parts = form?.parts ?? [{ name, axes: noAxes }];
      return parts.map((part) => writePart(each, part, form?.parallel ?? false, writing));
    }),
    parts: new Map([...forms].map(([name, { parts }]) => [name, parts.map((part) => part.name)])),
  };
}

/** Whether GitLab is of this version or later; `unknown` where that is not known. */
function since(
  version: string | undefined,
  major: number,
  minor: number,
  unknown: boolean,
): boolean {
  const match = /^v?(\d+)\.(\d+)/.exec(version ?? "");
  if (!match) return unknown;
  const [, at = 0, below = 0] = match.map(Number);
  return at > major || (at === major && below >= minor);
}
