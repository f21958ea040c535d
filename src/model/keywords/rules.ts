import * as z from "zod/mini";
import { startIn } from "./durations.ts";
import { ruleNeeds } from "./needs.ts";
import {
  flag,
  integers,
  isRegex,
  isSoundRegex,
  keywords,
  stringOrStrings,
  strings,
  text,
} from "./shared.ts";
import { plainVariables } from "./variables.ts";

/** GitLab: entry/rules/rule/changes.rb and exists.rb. */
const paths = strings.check(z.maxLength(50, "has more than 50 entries"));

const changes = z.union([paths, keywords({ compare_to: text }, { paths })]);

const exists = z.union([
  paths,
  text,
  keywords({ project: text, ref: text }, { paths }).check(
    z.refine(
      (value) => value.ref === undefined || value.project !== undefined,
      "`ref` needs `project` beside it",
    ),
  ),
]);

const autoCancel = keywords({
  on_new_commit: z.enum(["conservative", "interruptible", "none"]),
  on_job_failure: z.enum(["none", "all"]),
});

const condition = { if: text, changes, exists };
const common = {
  ...condition,
  start_in: startIn,
  allow_failure: flag,
  variables: plainVariables,
  needs: ruleNeeds,
};

const delayed = (rule: { when?: string | undefined; start_in?: string | undefined }): boolean =>
  (rule.when === "delayed") === (rule.start_in !== undefined);
const delayedText = "`when: delayed` and `start_in` go together";
const notBlank = (rule: object): boolean => Object.keys(rule).length > 0;

/** GitLab's `when` of a job's rule (entry/processable.rb). */
const ruleWhen = z.enum(["on_success", "on_failure", "always", "never", "manual", "delayed"]);

const jobRule = keywords({ ...common, when: ruleWhen, interruptible: flag })
  .check(z.refine(notBlank, "must not be empty"))
  .check(z.refine(delayed, delayedText));

const workflowRule = keywords({
  ...common,
  when: z.enum(["always", "never"]),
  auto_cancel: autoCancel,
})
  .check(z.refine(notBlank, "must not be empty"))
  .check(z.refine(delayed, delayedText));

const list = <T extends z.ZodMiniType>(rule: T) =>
  z.array(rule).check(z.minLength(1, "must not be empty"));

/** `rules` of a job (GitLab: entry/processable.rb, entry/rules/rule.rb). */
export const jobRules = list(jobRule);

/** `rules` of an include: whether the file is read (GitLab: entry/include/rules/rule.rb). */
export const includeRules = z.array(
  keywords({ ...condition, when: z.enum(["always", "never"]) }).check(
    z.refine(notBlank, "must not be empty"),
  ),
);

/** `workflow` (GitLab: entry/workflow.rb). */
export const workflow = keywords({
  name: text.check(z.maxLength(255, "is longer than 255 characters")),
  rules: list(workflowRule),
  auto_cancel: autoCancel,
});

const refs = z.array(
  text.check(
    z.refine((ref) => !isRegex(ref) || isSoundRegex(ref), "is not a regular expression for RE2"),
  ),
);

/** `only` and `except` (GitLab: entry/policy.rb). */
export const policy = z.union([
  refs,
  keywords({ refs, kubernetes: z.literal("active"), variables: strings, changes: strings }).check(
    z.refine(notBlank, "must not be empty"),
  ),
]);

/** `allow_failure` of a job that is not a trigger (GitLab: entry/allow_failure.rb). */
export const allowFailure = z.union([flag, keywords({ exit_codes: integers })]);

/** `coverage`: `/.../` (GitLab: entry/coverage.rb). */
export const coverage = text.check(
  z.refine(
    (value) => isRegex(value) && isSoundRegex(value),
    "should be a regular expression between slashes, such as `/\\d+%/`, in RE2 syntax",
  ),
);

/** `extends` and `dependencies` are names. */
export const names = stringOrStrings;
