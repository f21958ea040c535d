import type { BasePlan, Candidate, Context, Event, Policy } from "./types.ts";

/** How people call each event: the first words of every reason. */
const titles: Readonly<Record<Event, string>> = {
  push: "push",
  "first-push": "first push",
  tag: "tag",
  detached: "merge request",
  merged_result: "merge request (merged result)",
  merge_train: "merge request (merge train)",
  schedule: "scheduled pipeline",
  web: "pipeline started by hand",
  api: "pipeline started by the API",
  trigger: "pipeline started by a trigger token",
  pipeline: "pipeline started by another project",
  parent_pipeline: "child pipeline",
  local: "local",
  other: "pipeline",
};

type Row = (context: Context, title: string) => BasePlan;

export interface PlanOptions extends Partial<Policy> {
  /** `--base`: then the only candidate. */
  readonly base?: string | undefined;
}

/**
 * Which commits to try as the base, in order (GITLAB.md section 4). What the user named with
 * `--base` is never replaced by something else.
 */
export function basePlan(context: Context, options: PlanOptions = {}): BasePlan {
  const { base, branch, schedule, mapped } = options;
  if (base !== undefined) {
    const why = `--base: compared with ${base}`;
    return {
      candidates: [{ how: "option", revision: base, why }],
      otherwise: everything("--base"),
    };
  }
  const title = titles[context.event];
  if (mapped && context.upstream) return upstream(context.upstream.what);
  if (schedule && context.event === "schedule") return schedules[schedule](context, title);
  const last = branch === "last-success" && ofBranch(context);
  return last ? lastSuccess(context, title) : rows[context.event](context, title);
}

/** Events of branches; some happen to tags too, and a child is shown its parent's merge request. */
const branchEvents: ReadonlySet<Event> = new Set([
  "push",
  "first-push",
  "schedule",
  "web",
  "api",
  "trigger",
  "pipeline",
  "parent_pipeline",
]);

const ofBranch = ({ event, refType, mergeRequest }: Context) =>
  branchEvents.has(event) && refType === "branch" && !mergeRequest;

/**
 * Where the last success cannot be had, the tip before the push is no way out: a service that
 * failed before it would drop out. All that the branch did counts, or on the default branch all.
 */
const lastSuccess: Row = (context, title) => {
  const { ref, defaultBranch } = context;
  const why = `${title}: compared with the newest commit of ${ref} whose pipeline succeeded`;
  const candidates: Candidate[] = [{ how: "last-success", ref, why }];
  if (defaultBranch !== undefined && ref !== defaultBranch) {
    candidates.push(mergeBase(title, defaultBranch));
  }
  return { candidates, otherwise: everything(title) };
};

/** It is the other project that changed, and only what it concerns here counts. */
const upstream = (what: string): BasePlan => {
  const why = `${what}: what \`upstream\` maps to it counts, and nothing else`;
  return { candidates: [{ how: "upstream", why }], otherwise: everything(what) };
};

const schedules = {
  all: (_, title) => ({ candidates: [], otherwise: `${everything(title)} (base.schedule)` }),
  /** The first one of a branch looks at all: it has nothing to go on from. */
  "last-success": (context, title) => {
    const { ref, refType } = context;
    if (refType !== "branch") return unnamed(context, title);
    const why = `${title}: compared with the newest commit of ${ref} whose scheduled pipeline succeeded`;
    const candidate: Candidate = { how: "last-success", ref, source: "schedule", why };
    return { candidates: [candidate], otherwise: everything(title) };
  },
} as const satisfies Record<string, Row>;

const push: Row = (context, title) => {
  if (!context.before) return rows["first-push"](context, title);
  const candidates: Candidate[] = [
    {
      how: "before-sha",
      sha: context.before,
      why: `${title}: compared with the tip before it, ${short(context.before)}`,
    },
  ];
  // On the default branch the merge base is the head itself: nothing would ever differ.
  const { defaultBranch } = context;
  const elsewhere = defaultBranch !== undefined && context.ref !== defaultBranch;
  if (elsewhere) candidates.push(mergeBase(title, defaultBranch));
  return { candidates, otherwise: everything(title) };
};

const firstPush: Row = (context, title) => {
  const { defaultBranch, ref } = context;
  if (defaultBranch === undefined) {
    return none(title, "CI_DEFAULT_BRANCH is not set, so that there is no branch to compare with");
  }
  if (ref === defaultBranch)
    return none(title, `${ref} is the default branch and has no tip before`);
  return { candidates: [mergeBase(title, defaultBranch)], otherwise: everything(title) };
};

const tag: Row = (_, title) => ({
  candidates: [{ how: "previous-tag", why: `${title}: compared with the tag before it` }],
  otherwise: everything(title),
});

const detached: Row = (context, title) => {
  const { diffBase, targetBranch = context.defaultBranch } = context.mergeRequest ?? {};
  const candidates: Candidate[] = [];
  if (diffBase) {
    const why = `${title}: compared with where it left the target branch${named(targetBranch)}, ${short(diffBase)}`;
    candidates.push({ how: "diff-base", sha: diffBase, why });
  }
  candidates.push(mergeBase(title, targetBranch));
  return { candidates, otherwise: everything(title) };
};

const merged: Row = (context, title) => {
  const { targetSha, targetBranch = context.defaultBranch } = context.mergeRequest ?? {};
  const candidates: Candidate[] = [];
  if (targetSha) {
    const why = `${title}: compared with the target branch's tip${named(targetBranch)} at ${short(targetSha)}`;
    candidates.push({ how: "target-sha", sha: targetSha, why });
  }
  candidates.push(mergeBase(title, targetBranch));
  return { candidates, otherwise: everything(title) };
};

/** GitLab names no commit before: the base is a matter for the last success, or for the user. */
const unnamed: Row = (_, title) => none(title, "GitLab names no commit to compare with");

/** A child is shown its parent's variables, not its kind: it is read off them, most telling first. */
const child: Row = (context) => {
  const { mergeRequest, refType, before } = context;
  const title = (parent: Event) => `child pipeline of a ${titles[parent]}`;
  if (mergeRequest) return rows[mergeRequest.event](context, title(mergeRequest.event));
  if (refType === "tag") return tag(context, title("tag"));
  if (before) return push(context, title("push"));
  return {
    candidates: [],
    otherwise:
      "child pipeline: everything counts as changed, since the variables do not show what kind its parent is (pass --source KIND or --base REF)",
  };
};

const rows: Readonly<Record<Event, Row>> = {
  push,
  "first-push": firstPush,
  tag,
  detached,
  merged_result: merged,
  merge_train: merged,
  schedule: unnamed,
  web: unnamed,
  api: unnamed,
  trigger: unnamed,
  pipeline: unnamed,
  parent_pipeline: child,
  local: (context, title) => ({
    candidates: [mergeBase(title, context.defaultBranch)],
    otherwise: everything(title),
  }),
  other: ({ source }, title) =>
    none(`${title} (${source})`, "fanout knows no base for this source"),
};

const mergeBase = (title: string, branch: string | undefined): Candidate => ({
  how: "merge-base",
  branch,
  why: `${title}: compared with the merge base with ${branch ?? "the default branch"}`,
});

const everything = (title: string) => `${title}: everything counts as changed`;

const none = (title: string, reason: string): BasePlan => ({
  candidates: [],
  otherwise: `${everything(title)}, since ${reason} (pass --base REF)`,
});

const named = (branch: string | undefined) => (branch === undefined ? "" : ` ${branch}`);
const short = (sha: string) => sha.slice(0, 8);
