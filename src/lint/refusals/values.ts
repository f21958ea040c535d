import { group } from "./row.ts";

/** Variables, caches, environments and copies of jobs. */
export const values = group({
  "variable-form": {
    says: "variable definition must be either a string or a hash",
    docs: "A variable is a text, a number or a boolean, or a hash with `value`. A list or nothing is neither.",
    hint: "Write a text",
    page: "ci/yaml/#variables",
  },
  "variable-value": {
    says: "variables:… config value must be a scalar",
    docs: "The `value` of a variable is a text, a number or a boolean.",
    hint: "Write a text",
    page: "ci/yaml/#variablesvalue",
  },
  "variable-description": {
    says: "variables:… config description must be an alphanumeric string",
    docs: "A description is a text.",
    hint: "Write a text",
    page: "ci/yaml/#variablesdescription",
  },
  "variable-keys": {
    says: "variables:… config uses invalid data keys: …",
    docs: "Only variables at the top are offered when somebody starts a pipeline, so only they take `description` and `options`. In a job a variable takes `value` and `expand`.",
    hint: "Move the variable to the top, or keep `value` and `expand`",
    page: "ci/yaml/#variables",
  },
  "variable-hash": {
    says: "variables:… config must be a string",
    docs: "Variables of a rule or a service are plain values. Here no variable can be a hash.",
    hint: "Write the value alone",
    page: "ci/yaml/#rulesvariables",
  },
  "variable-options": {
    says: "variables:… config value must be present in options",
    docs: "A variable with `options` can only be one of them, and that counts for its `value` too.",
    hint: "Add the value to `options`, or choose one of them",
    page: "ci/yaml/#variablesoptions",
  },
  "cache-key-form": {
    says: "jobs:…:cache:key should be a hash, a string or a symbol",
    docs: "`cache:key` is a text, or a hash with `files`. A number is neither.",
    hint: "Put it in quotes",
    page: "ci/yaml/#cachekey",
  },
  "cache-key-characters": {
    says: 'jobs:…:cache:key config cannot contain the "/" character',
    docs: "The key of a cache becomes part of a path, so it holds no slash and is neither `.` nor `..`.",
    hint: "Use a dash; `$CI_COMMIT_REF_SLUG` is a name of the branch without slashes",
    page: "ci/yaml/#cachekey",
  },
  "cache-key-files": {
    says: "jobs:…:cache:key config must use exactly one of these keys: files, files_commits",
    docs: "A key made of files says by which of their states: `files` by content, `files_commits` by their last commit.",
    hint: "Keep one of them",
    page: "ci/yaml/#cachekeyfiles",
  },
  "cache-key-files-count": {
    says: "jobs:…:cache:key:files config has too many items (maximum is 2)",
    docs: "A key is made of one or two files.",
    hint: "Name one file or two",
    page: "ci/yaml/#cachekeyfiles",
  },
  "cache-fallback-keys-too-many": {
    says: "jobs:…:cache fallback keys has to many entries (maximum 5)",
    docs: "GitLab tries five other keys at most.",
    hint: "Name fewer keys",
    page: "ci/yaml/#cachefallback_keys",
  },
  "cache-policy": {
    says: "jobs:…:cache policy should be a variable or one of: pull-push, push, pull",
    docs: "The policy says whether a job reads the cache, writes it or both. A variable may hold the word.",
    hint: "Write `pull`, `push`, `pull-push` or a variable",
    page: "ci/yaml/#cachepolicy",
  },
  "caches-too-many": {
    says: "jobs:…:caches config no more than 4 caches can be created",
    docs: "A job has four caches at most.",
    hint: "Bring caches with the same key together",
    page: "ci/yaml/#cache",
  },
  "environment-name": {
    says: "jobs:…:environment name can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'",
    docs: "The name of an environment becomes part of addresses.",
    hint: "Use `$CI_COMMIT_REF_SLUG` where a branch is part of the name",
    page: "ci/yaml/#environmentname",
  },
  "environment-action": {
    says: "jobs:…:environment action should be start, stop, prepare, verify, or access",
    docs: "The action says what a job does to its environment.",
    hint: "Write one of these words",
    page: "ci/yaml/#environmentaction",
  },
  "environment-stop-job": {
    says: "… job: on_stop job … is not defined",
    docs: "`environment:on_stop` names a job of the same pipeline that has the same environment with `action: stop`. GitLab also says what it has not.",
    hint: "Name a job with the same environment and `action: stop`",
    page: "ci/yaml/#environmenton_stop",
  },
  "kubernetes-twice": {
    says: "jobs:…:environment:kubernetes … cannot be specified when dashboard.… is set",
    docs: "`namespace` and `flux_resource_path` moved into `dashboard`. GitLab does not choose between two of them.",
    hint: "Keep those in `dashboard`",
    page: "ci/yaml/#environmentkubernetes",
  },
  "kubernetes-form": {
    says: "jobs:…:environment:kubernetes … object property at `/…` is a disallowed additional property",
    docs: "`managed_resources` takes `enabled`, `dashboard` takes `namespace` and `flux_resource_path`. GitLab holds them to a schema and tells the place inside.",
    hint: "Keep to these keywords",
    page: "ci/yaml/#environmentkubernetes",
  },
  "parallel-form": {
    says: "jobs:…:parallel should be an integer or a hash",
    docs: "`parallel` is a number of copies, or a hash with `matrix`.",
    hint: "Write a number without quotes, or `matrix` below it",
    page: "ci/yaml/#parallel",
  },
  "parallel-too-many": {
    says: "jobs:…:parallel config must be less than or equal to 200",
    docs: "GitLab makes 1 to 200 copies of one job, and the number is a whole one.",
    hint: "Write a whole number from 1 to 200",
    page: "ci/yaml/#parallel",
  },
  "parallel-number": {
    says: 'jobs:…:parallel config cannot use "parallel: <number>".',
    docs: "A trigger job and an entry of `needs` know `parallel:matrix` alone: a number says nothing that would tell their copies apart.",
    hint: "Write `parallel: {matrix: [...]}`",
    page: "ci/yaml/#parallelmatrix",
  },
  "matrix-too-large": {
    says: "jobs:…:parallel:matrix config generates too many jobs (maximum is 200)",
    docs: "The rows of a matrix, multiplied out, make more than 200 jobs.",
    hint: "Take values out, or split the job in two",
    page: "ci/yaml/#parallelmatrix",
  },
  "matrix-form": {
    says: "jobs:…:parallel:matrix:variables config should be a hash of key value pairs, value can be an array",
    docs: "A row of a matrix gives each variable a text, a whole number or a list of them, and has one variable at least.",
    hint: "Write `- NAME: [a, b]`",
    page: "ci/yaml/#parallelmatrix",
  },
  "matrix-variable-missing": {
    says: "… job: '…' does not exist in matrix configuration",
    docs: "`$[[ matrix.NAME ]]` in `needs` names a variable that the matrix of this job has not.",
    hint: "Name a variable of this job's own matrix",
    page: "ci/yaml/matrix_expressions/",
  },
});
