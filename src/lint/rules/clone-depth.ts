import type { Hash } from "../../model/index.ts";
import type { Linted, Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { hashes, member, variableText } from "./facts/read.ts";
import { commandsOf, type Line, scriptLines } from "./facts/scripts.ts";

/** A comparison with a commit of the past: the words that name one are needed. */
const comparison =
  /\bgit\s+(?:merge-base\s|diff\s(?=.*(?:\.\.|origin\/|HEAD[~^]|\$\{?CI_(?:COMMIT_BEFORE|MERGE_REQUEST_DIFF_BASE|MERGE_REQUEST_TARGET_BRANCH)_SHA)))/;
const fanout = /(?:^|\s|\/)(?:gitlab-)?fanout\s+generate\b/;
/** A line without it has neither. */
const either = /git|fanout/;
/** What brings the commits that a shallow clone has not. */
const fetching = /\bgit\s+(?:fetch|pull|clone|remote)\b|\bgit\s+.*--(?:unshallow|deepen)/;

const rules: readonly Rule[] = [
  {
    code: "shallow-comparison",
    severity: "warning",
    docs: `A runner clones only the last 20 commits unless the project's settings or \`GIT_DEPTH\` say otherwise. A comparison
with an older commit (\`git diff origin/main...\`, \`git merge-base\`) then fails, or takes far too much for changed. Set
\`GIT_DEPTH: 0\` on the job, or fetch what is missing.`,
    check: (linted) =>
      shallow(linted, comparison, "compares with a commit that a shallow clone may not have"),
  },
  {
    code: "shallow-generator",
    severity: "info",
    docs: `\`fanout generate\` looks for the commit to compare with, and deepens a shallow clone step by step until it has it.
That is right but slow in a large repository. \`GIT_DEPTH: 0\` on the job gets everything at once.`,
    check: (linted) =>
      shallow(linted, fanout, "has a shallow clone, which fanout has to deepen step by step"),
  },
];

function shallow(linted: Linted, pattern: RegExp, message: string) {
  if (linted.open) return [];
  return [...linted.jobs].flatMap(([name, job]) => {
    const lines = scriptLines(job);
    const line = lines.find((each) => runs(each, pattern));
    if (!line || lines.some(({ text }) => fetching.test(text)) || isDeep(linted, job)) return [];
    const hint = "Add `GIT_DEPTH: 0` to the job's variables";
    return [{ path: placeOf(linted, name, line.path).path, message, hint }];
  });
}

const runs = (line: Line, pattern: RegExp): boolean =>
  either.test(line.text) &&
  commandsOf(line).some(
    (command) => !/^(?:echo|printf)\b/.test(command.text) && pattern.test(command.text),
  );

/** Whether anything may give the job more than the twenty commits of the default. */
function isDeep({ document }: Linted, job: Hash): boolean {
  const places = [
    job,
    document,
    ...[member(job, "rules"), member(member(document, "workflow"), "rules")].flatMap((rules) =>
      hashes(rules).map(({ value }) => value),
    ),
  ].map((hash) => member(hash, "variables"));
  const strategy = places.some((each) => ["none", "empty"].includes(text(each, "GIT_STRATEGY")));
  return strategy || places.some((each) => !/^(?:|[1-9]|1\d|20)$/.test(text(each, "GIT_DEPTH")));
}

const text = (variables: unknown, name: string): string =>
  variableText(member(variables, name)) ?? "";

export default rules;
