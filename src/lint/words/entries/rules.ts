import {
  isHash,
  isRegex,
  isSoundRegex,
  knownChoices,
  knownKeys,
  longest,
  member,
} from "../../../model/index.ts";
import { parseExpression } from "../../../rules/index.ts";
import { type Fault, fault, items, type Kind, nodes, oneOf, type Test } from "../entry.ts";
import { asList, setTo } from "../meant.ts";
import { isList, isString } from "../ruby.ts";
import * as t from "../validators.ts";
import { needs } from "./needs.ts";
import { duration, leaf } from "./simple.ts";
import { variables } from "./variables.ts";

/** Thousands of jobs have the same few conditions. */
const judged = new Map<string, boolean>();
const mostJudged = 1000;

function isExpression(value: unknown): boolean {
  if (!isString(value)) return false;
  const sound = judged.get(value) ?? parseExpression(value).ok;
  if (judged.size < mostJudged) judged.set(value, sound);
  return sound;
}

/** GitLab does not say where an expression goes wrong. */
function noExpression(value: unknown): Fault {
  const parsed = isString(value) ? parseExpression(value) : undefined;
  const hint = parsed?.ok === false && {
    hint: `Column ${parsed.column} of the expression: ${parsed.problem}`,
  };
  return fault("rule-expression-syntax", "invalid expression syntax", hint || {});
}

const expression: Test = (value) => (isExpression(value) ? undefined : noExpression(value));

const few = t.atMost(
  ({ limits }) => limits.rulePaths.value,
  "rule-paths-too-many",
  (count) => `has too many entries (maximum ${count})`,
);

/** entry/rules/rule/changes.rb */
const changes = oneOf(
  (location, value) =>
    fault("changes-form", `${location} should be an array or a hash`, setTo(asList(value))),
  [isList, leaf("simple changes", t.config(t.strings, few))],
  [
    isHash,
    leaf(
      "complex changes",
      t.config(t.allowed(knownKeys("job", "rules", "changes")), t.required("paths")),
      t.key("paths", t.strings, few),
      t.given("compare_to", t.text),
    ),
  ],
);

const hasRef = (config: unknown): boolean =>
  isHash(config) && (member(config, "ref") ?? undefined) !== undefined;

/** entry/rules/rule/exists.rb */
const exists = oneOf(
  (location) =>
    fault("exists-form", `${location} should be a string, an array of strings, or a hash`),
  [
    (value) => isString(value) || isList(value),
    leaf("simple exists", ...t.where(isList, t.config(t.strings, few))),
  ],
  [
    isHash,
    leaf(
      "complex exists",
      t.config(t.allowed(knownKeys("job", "rules", "exists")), t.required("paths")),
      ...t.where(hasRef, t.config(t.required("project"))),
      t.given("paths", t.strings, few),
      t.given("project", t.text),
      t.given("ref", t.text),
    ),
  ],
);

const oneOfThese = (choices: readonly string[]): Test =>
  t.choice(choices, `must be one of: ${choices.join(", ")}`);

/** entry/auto_cancel.rb */
export const autoCancel = leaf(
  "auto cancel",
  t.config(t.hash, t.allowed(knownKeys("workflow", "auto_cancel"))),
  ...knownKeys("workflow", "auto_cancel").map((key) =>
    t.given(key, t.text, oneOfThese(knownChoices("workflow", "auto_cancel", key))),
  ),
);

const isDelayed = (config: unknown): boolean =>
  isHash(config) && member(config, "when") === "delayed";

/** entry/rules/rule.rb; that it is a hash is checked twice. */
const rule = (of: "job" | "workflow"): Kind => ({
  name: "rule",
  checks: [
    t.config(t.hash, t.present, t.hash),
    ...t.where((config) => !isDelayed(config), t.config(t.disallowed(["start_in"]))),
    ...t.where(isDelayed, t.key("start_in", t.present, ...duration(longest.startIn))),
    t.given("if", expression),
    t.given("allow_failure", t.flag),
    t.given("interruptible", t.flag),
    t.given("when", t.knownValue(knownChoices(of, "rules", "when"))),
    t.config(t.allowed(knownKeys(of, "rules"))),
  ],
  below: nodes(
    ["changes", changes],
    ["exists", exists],
    ["variables", variables()],
    ["needs", needs("job")],
    ["auto_cancel", autoCancel],
  ),
});

const listOf = (each: Kind): Kind => ({
  name: "rules",
  checks: [t.config(t.present, t.list)],
  below: items("rule", each),
});

/** entry/rules.rb of a job. */
export const jobRules = listOf(rule("job"));

/** entry/include/rules.rb */
export const includeRules = listOf({
  name: "rule",
  checks: [
    t.config(t.hash, t.present, t.hash, t.allowed(["if", "exists", "when", "changes"])),
    t.given("if", expression),
    t.given("when", t.knownValue(["never", "always"])),
  ],
  below: nodes(["changes", changes], ["exists", exists]),
});

/** entry/workflow.rb; that it is a hash is checked twice. */
export const workflow: Kind = {
  name: "workflow",
  checks: [
    t.config(t.hash, t.hash, t.allowed(knownKeys("workflow"))),
    t.given("name", t.atMost(255, "text-too-long", t.tooLong)),
  ],
  below: nodes(["rules", listOf(rule("workflow"))], ["auto_cancel", autoCancel]),
};

const ref = (value: unknown): boolean =>
  isString(value) && (!isRegex(value) || isSoundRegex(value));

const refs: Test = (value) =>
  isList(value) && value.every(ref)
    ? undefined
    : fault(
        "only-pattern",
        "should be an array of strings or regular expressions using re2 syntax",
      );

const expressions: Test = (value) =>
  isList(value) ? value.filter((each) => !isExpression(each)).map(noExpression) : undefined;

/** entry/policy.rb */
export const policy = oneOf(
  (location, value) =>
    fault(
      "only-form",
      `${location} has to be either an array of conditions or a hash`,
      setTo(asList(value)),
    ),
  [isList, leaf("refs policy", t.config(refs))],
  [
    isHash,
    leaf(
      "complex policy",
      t.config(t.present, t.allowed(knownKeys("job", "only"))),
      t.key("variables", expressions),
      t.given("refs", refs),
      t.given("kubernetes", t.knownValue(["active"])),
      t.given("variables", t.strings),
      t.given("changes", t.strings),
    ),
  ],
);
