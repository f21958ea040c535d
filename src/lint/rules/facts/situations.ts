/**
 * What is known of a variable: its text, that it is not set (`null`), or that it has some text that
 * is not blank and that the symbol stands for. What is not in the map is unknown.
 */
export type Known = { readonly text: string | null } | { readonly symbol: string };

/** A kind of pipeline, as far as GitLab itself decides what is in it. */
export interface Situation {
  /** For messages: `merge request pipelines`. */
  readonly name: string;
  readonly ref: "branch" | "tag" | "merge request";
  /** Whether it is a child pipeline: its source is its own, its ref is that of its parent. */
  readonly child: boolean;
  readonly variables: ReadonlyMap<string, Known>;
}

const text = (value: string): Known => ({ text: value });
const unset: Known = { text: null };
const symbol = (name: string): Known => ({ symbol: name });

/** GitLab docs: ci/variables/predefined_variables, of merge request pipelines; these always have one. */
const ofMergeRequests = [
  "CI_MERGE_REQUEST_ID",
  "CI_MERGE_REQUEST_IID",
  "CI_MERGE_REQUEST_PROJECT_ID",
  "CI_MERGE_REQUEST_PROJECT_PATH",
  "CI_MERGE_REQUEST_REF_PATH",
  "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
  "CI_MERGE_REQUEST_EVENT_TYPE",
] as const;

const mergeRequestVariables = (of: (name: string) => Known): readonly [string, Known][] =>
  ofMergeRequests.map((name) => [name, of(name)]);

const branch = (name: string, of: string, source: string, more: readonly [string, Known][] = []) =>
  situation(name, "branch", [
    ["CI_PIPELINE_SOURCE", text(source)],
    ["CI_COMMIT_BRANCH", symbol(of)],
    ["CI_COMMIT_REF_NAME", symbol(of)],
    ["CI_COMMIT_TAG", unset],
    ...mergeRequestVariables(() => unset),
    ...more,
  ]);

const situation = (
  name: string,
  ref: Situation["ref"],
  variables: readonly (readonly [string, Known])[],
): Situation => ({
  name,
  ref,
  child: false,
  variables: new Map([["CI_DEFAULT_BRANCH", symbol("default")], ...variables]),
});

/** A push to a branch that is not the default one and has an open merge request. */
export const branchPush = branch("branch pipelines", "feature", "push", [
  ["CI_OPEN_MERGE_REQUESTS", symbol("requests")],
]);

export const mergeRequest = situation("merge request pipelines", "merge request", [
  ["CI_PIPELINE_SOURCE", text("merge_request_event")],
  ["CI_COMMIT_BRANCH", unset],
  ["CI_COMMIT_REF_NAME", symbol("feature")],
  ["CI_COMMIT_TAG", unset],
  ["CI_OPEN_MERGE_REQUESTS", symbol("requests")],
  ...mergeRequestVariables((name) => symbol(name)),
]);

const tagPush = situation("tag pipelines", "tag", [
  ["CI_PIPELINE_SOURCE", text("push")],
  ["CI_COMMIT_BRANCH", unset],
  ["CI_COMMIT_REF_NAME", symbol("tag")],
  ["CI_COMMIT_TAG", symbol("tag")],
  ...mergeRequestVariables(() => unset),
]);

/** The common kinds of pipelines of a project. */
export const situations: readonly Situation[] = [
  mergeRequest,
  branchPush,
  branch("pipelines of the default branch", "default", "push"),
  tagPush,
  branch("scheduled pipelines", "default", "schedule"),
];

const children = new Map<Situation, Situation>();

/** The same in a child pipeline: it has its parent's ref, and a source of its own. */
export function inChild(parent: Situation): Situation {
  const known = children.get(parent);
  if (known) return known;
  const variables = new Map(parent.variables).set("CI_PIPELINE_SOURCE", text("parent_pipeline"));
  const made = { ...parent, child: true, variables };
  children.set(parent, made);
  return made;
}
