import type { Context } from "../context/index.ts";
import type { Io } from "../io.ts";
import type { Plan } from "../run.ts";
import {
  type Facts,
  inChild,
  type Situation,
  type SituationName,
  situations,
} from "../simulate/index.ts";
import type { ViewSituation } from "./types.ts";

/** A situation of the view, and what the child's rules see in it. */
export interface ViewedSituation extends ViewSituation {
  readonly situation: Situation;
}

/**
 * The situations of a view: first `now`, the one that the plan was made in, then all by name. In
 * each the child is that of a pipeline of this kind, which hands nothing of its own YAML down; that
 * of a tag is for `tag`, or for the ref of the plan. The jobs are always those of the plan.
 */
export function viewedSituations(
  plan: Plan,
  { env }: Pick<Io, "env">,
  tag?: string,
): readonly ViewedSituation[] {
  const { context } = plan;
  const facts = { ...factsOf(plan, env), ...(tag !== undefined && { tag }) };
  const kinds = [...situations()].map(([id, make]) => {
    const situation = below(make(facts));
    return { id, title: id === "tag" ? `tag ${situation.ref}` : titleOf(id), situation };
  });
  const kind = kindOf(context);
  const alike = situations().get(kind)!(facts);
  const predefined = { ...alike.predefined, ...setIn(env, alike.predefined) };
  const { source } = context.event === "local" ? alike : context;
  const now = below({
    ...alike,
    source,
    predefined: { ...predefined, CI_PIPELINE_SOURCE: source },
  });
  return [{ id: "now", title: `now: ${titleOf(kind)}`, situation: now }, ...kinds];
}

const titleOf = (id: string): string => id.replaceAll("-", " ");

const byEvent: Readonly<Record<Context["event"], SituationName>> = {
  push: "push",
  "first-push": "first-push",
  tag: "tag",
  detached: "merge-request",
  merged_result: "merged-result",
  merge_train: "merge-train",
  schedule: "schedule",
  web: "web",
  api: "api",
  trigger: "trigger",
  pipeline: "pipeline",
  parent_pipeline: "parent",
  // What is looked at before it is pushed.
  local: "push",
  other: "api",
};

const kindOf = ({ event, mergeRequest }: Context): SituationName =>
  event === "parent_pipeline" && mergeRequest ? "parent-merge-request" : byEvent[event];

function factsOf({ context, comparison }: Plan, env: Io["env"]): Facts {
  const { ref, defaultBranch = "main", mergeRequest } = context;
  const { base, changes, tree } = comparison;
  return {
    ref: ref === "HEAD" ? defaultBranch : ref,
    defaultBranch,
    // Without a base nobody knows what changed, and all counts.
    changed: base.sha === null ? undefined : changes.map(({ path }) => path),
    files: tree.paths,
    ...(env.CI_PROJECT_PATH && { project: env.CI_PROJECT_PATH }),
    ...(mergeRequest?.targetBranch && { targetBranch: mergeRequest.targetBranch }),
  };
}

/** What GitLab has set of these variables in the job that this is. */
const setIn = (env: Io["env"], names: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.keys(names).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );

/** The child of a pipeline whose trigger job forwards nothing. */
const below = (parent: Situation): Situation => inChild(parent, { variables: {} }, {});
