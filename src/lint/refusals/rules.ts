import { group } from "./row.ts";

/** `rules`, `only` and `except`. */
export const rules = group({
  "rule-expression-syntax": {
    says: "jobs:…:rules:rule if invalid expression syntax",
    docs: "GitLab cannot read the condition: a value without quotes, `=` for `==`, `and` for `&&`, `${NAME}` for `$NAME`, a pattern of one character, or more than a hundred words and signs.",
    hint: 'Write it as `$NAME == "value"` or `$NAME =~ /pattern/`',
    page: "ci/jobs/job_rules/#cicd-variable-expressions",
  },
  "rules-form": {
    says: "jobs:… rules should be an array containing hashes and arrays of hashes",
    docs: "`rules` is a list, each entry with keywords of its own: `if`, `changes`, `exists`, `when`.",
    hint: "Write a list: `- if: $NAME`",
    page: "ci/yaml/#rules",
  },
  "rules-with-only": {
    says: "jobs:… config key may not be used with `rules`: …",
    docs: "`rules` take the place of `only` and `except`, and say `start_in` themselves. A job has one or the other.",
    hint: "Bring them into `rules`, or take them out",
    page: "ci/yaml/#rules",
  },
  "rule-paths-too-many": {
    says: "… config has too many entries (maximum 50)",
    docs: "One `changes` or `exists` takes 50 patterns.",
    hint: "Join patterns with braces (`{a,b}/**/*`), or name a directory further up",
    page: "ci/yaml/#ruleschanges",
  },
  "changes-form": {
    says: "…:rules:rule:changes should be an array or a hash",
    docs: "`changes` is a list of patterns, or a hash with `paths`. One text alone is neither.",
    hint: "Write a list: `[docs/**/*]`",
    page: "ci/yaml/#ruleschanges",
  },
  "exists-form": {
    says: "…:rules:rule:exists should be a string, an array of strings, or a hash",
    docs: "`exists` is a pattern, a list of patterns, or a hash with `paths`.",
    hint: "Write a list: `[Dockerfile]`",
    page: "ci/yaml/#rulesexists",
  },
  "only-form": {
    says: "jobs:…:only has to be either an array of conditions or a hash",
    docs: "`only` and `except` are a list of branches, tags and kinds of pipelines, or a hash. One text alone is neither.",
    hint: "Write a list: `[main]`",
    page: "ci/yaml/deprecated_keywords/#only--except",
  },
  "only-pattern": {
    says: "jobs:…:only config should be an array of strings or regular expressions using re2 syntax",
    docs: "Entries of `only` and `except` are names, or regular expressions between slashes. GitLab reads these with RE2, which knows no lookahead and no backreference.",
    hint: "Write names, or patterns as `/^v\\d+/`",
    page: "ci/yaml/deprecated_keywords/#only--except",
  },
});
