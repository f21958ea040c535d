import type { Found, Linted, Rule } from "../types.ts";
import { hasNoRules, situationsOf, workflowRules } from "./facts/presence.ts";
import { named } from "./facts/read.ts";

const rules: readonly Rule[] = [
  {
    code: "child-without-workflow",
    severity: "error",
    docs: `Jobs without \`rules\` run in pipelines of branches and tags only. A child of a merge request pipeline is neither, so
GitLab drops them all there and refuses the empty child. \`workflow: {rules: [{when: always}]}\` in the child keeps them.`,
    check: (linted) => {
      const { without, all } = dropped(linted);
      if (without.length === 0 || without.length < all) return [];
      return [
        tell(
          linted,
          [],
          "no job of this child is in merge request pipelines, as none has `rules`; GitLab refuses it",
        ),
      ];
    },
  },
  {
    code: "child-jobs-dropped",
    severity: "warning",
    docs: `Jobs without \`rules\` run in pipelines of branches and tags only. In a child of a merge request pipeline they are
missing without a word, while those with \`rules\` run. \`workflow: {rules: [{when: always}]}\` in the child keeps them.`,
    check: (linted) => {
      const { without, all } = dropped(linted);
      const [first] = without;
      if (first === undefined || without.length === all) return [];
      const are = without.length === 1 ? "is" : "are";
      const message = `${named(without)} ${are} not in merge request pipelines, without \`rules\` here and in \`workflow\``;
      return [tell(linted, [first], message)];
    },
  },
];

/** The jobs that children of merge request pipelines leave out for want of rules. */
function dropped(linted: Linted): { readonly without: readonly string[]; readonly all: number } {
  const { role, open, jobs } = linted;
  if (role !== "child" || open || workflowRules(linted) !== undefined)
    return { without: [], all: 0 };
  if (!situationsOf(linted).some(({ ref }) => ref === "merge request"))
    return { without: [], all: 0 };
  const without = [...jobs].filter(([, job]) => hasNoRules(job)).map(([name]) => name);
  return { without, all: jobs.size };
}

function tell({ document }: Linted, path: readonly string[], message: string): Found {
  const fix = { path: ["workflow"], set: { rules: [{ when: "always" }] } };
  return {
    path,
    message,
    hint: "Add `workflow: {rules: [{when: always}]}`",
    fixes: Object.hasOwn(document, "workflow") ? [] : [fix],
  };
}

export default rules;
