import { basename } from "node:path";
import { tagFor } from "../detect/index.ts";
import type { Io } from "../io.ts";
import { headline, tally } from "../notes.ts";
import { frameOf, limitsOf } from "../report/index.ts";
import type { Plan } from "../run.ts";
import { changesOf } from "./changes.ts";
import { pipelinesOf } from "./pipelines.ts";
import { servicesOf } from "./services.ts";
import { viewedSituations } from "./situations.ts";
import type { Detail, View } from "./types.ts";

export interface ViewOptions {
  readonly detail: Detail;
  /** In a list: the situation that is told beside the first. */
  readonly as?: string;
}

/** The view of what `generate` would write. Files that its trigger jobs start are read from the tree. */
export async function viewOf(
  plan: Plan,
  io: Pick<Io, "env">,
  { detail, as }: ViewOptions = { detail: "page" },
): Promise<View> {
  const isShown = (id: string) => detail === "page" || id === "now" || id === as;
  const { context, comparison } = plan;
  const tag = isShown("tag")
    ? await tagFor(context, { cwd: comparison.root, env: io.env })
    : undefined;
  const situations = viewedSituations(plan, io, tag).filter(({ id }) => isShown(id));
  const { base, head, diagnostics } = frameOf(plan);
  return {
    project: io.env.CI_PROJECT_PATH || basename(plan.comparison.root),
    headline: headline(plan),
    tally: tally(plan),
    base,
    head,
    changes: changesOf(plan),
    services: servicesOf(plan, detail),
    situations: situations.map(({ id, title }) => ({ id, title })),
    pipelines: await pipelinesOf(plan, situations, detail),
    limits: limitsOf(plan),
    diagnostics,
  };
}
