import type { Made } from "./types.ts";

/** What came of something that can be mended. */
export interface Mended {
  readonly what: string;
  readonly outcome: "done" | "would be done" | "declined" | "failed";
  readonly problem?: string;
}

/** Answers a question of yes or no; `undefined`: nobody is there to ask. */
export type Ask = (question: string) => Promise<boolean | undefined>;

/** Mends what can be mended by the API, after asking for each. */
export async function mend(all: readonly Made[], ask: Ask): Promise<Mended[]> {
  const mended: Mended[] = [];
  for (const { result } of all) {
    const fix = "fix" in result ? result.fix : undefined;
    // Two refs of one project want the same.
    if (!fix || mended.some(({ what }) => what === fix.told)) continue;
    const yes = await ask(`${fix.told}?`);
    if (yes) {
      const answer = await fix.make();
      const fault = "problem" in answer ? answer.problem : undefined;
      mended.push({
        what: fix.told,
        ...(fault === undefined ? { outcome: "done" } : { outcome: "failed", problem: fault }),
      });
    } else {
      mended.push({ what: fix.told, outcome: yes === undefined ? "would be done" : "declined" });
    }
  }
  return mended;
}
