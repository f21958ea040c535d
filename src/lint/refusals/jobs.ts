import { group } from "./row.ts";

/** What makes a job, and the keywords that say how it runs. */
export const jobs = group({
  "job-without-work": {
    says: "jobs … config should implement the script:, run:, or trigger: keyword",
    docs: "Every key at the top that GitLab does not know as a keyword is a job, and a job needs `script`, `run` or `trigger`. A misspelt keyword at the top is told this as well.",
    hint: "Give it a script, or begin its name with a dot where others extend it",
    page: "ci/jobs/",
  },
  "no-visible-job": {
    says: "jobs config should contain at least one visible job",
    docs: "A configuration without any job makes no pipeline. Names that begin with a dot are hidden and do not count.",
    hint: "Write at least one job whose name does not begin with a dot",
    page: "ci/jobs/",
  },
  "job-name-blank": {
    says: "jobs:… name can't be blank",
    docs: "A job is shown and needed by its name, so there has to be one.",
    hint: "Give the job a name",
    page: "ci/jobs/",
  },
  "job-name-too-long": {
    says: "jobs:… name is too long (maximum is 255 characters)",
    docs: "GitLab takes 255 characters as the name of a job.",
    hint: "Shorten the name; variables can say the rest",
    page: "ci/jobs/",
  },
  "script-missing": {
    says: "jobs:… script can't be blank",
    docs: "The job has a `script` without any command.",
    hint: "Write a command, `true` where there is nothing to do",
    page: "ci/yaml/#script",
  },
  "script-form": {
    says: "… should be a string or a nested array of strings up to 10 levels deep",
    docs: "Commands are texts. An unquoted line with a colon and a space in it reads as a hash, an unquoted `true` as a boolean.",
    hint: "Put lines with `: ` in them in quotes, or write them below `- |`",
    page: "ci/yaml/#script",
  },
  "job-too-big": {
    says: "Config is too large. Maximum size allowed is 1 MiB",
    docs: "What one job comes to after `extends` and variables is longer than GitLab keeps.",
    hint: "Move the commands into a file of the repository",
    page: "administration/cicd/limits/",
  },
  "stages-form": {
    says: "stages config should be an array of strings or a nested array of strings up to 10 levels deep",
    docs: "`stages` lists names of stages, in the order in which they run.",
    hint: "Write a list of names: `[build, test]`",
    page: "ci/yaml/#stages",
  },
  "stage-missing": {
    says: "… job: chosen stage … does not exist; available stages are …",
    docs: "The job names a stage that `stages` does not list. Without `stages` there are `build`, `test` and `deploy`, and `.pre` and `.post` always.",
    hint: "Add the stage to `stages`, or choose one that there is",
    page: "ci/yaml/#stage",
  },
  "start-in-without-delayed": {
    says: "jobs:… start in must be blank",
    docs: "`start_in` says how long a delayed job waits. Without `when: delayed` it means nothing and is refused.",
    hint: "Add `when: delayed`, or take `start_in` out",
    page: "ci/jobs/job_control/#run-a-job-after-a-delay",
  },
  "publish-outside-pages": {
    says: "jobs:… publish can only be used within a `pages` job",
    docs: "`publish` names the directory that GitLab Pages shows, so it stands only in a job that is called `pages` or has `pages`.",
    hint: "Add `pages: true` to the job, or take `publish` out",
    page: "ci/yaml/#pagespublish",
  },
  "publish-twice": {
    says: "… job: use either …:publish or …:pages:publish",
    docs: "Both say which directory GitLab Pages shows.",
    hint: "Keep `pages:publish` alone",
    page: "ci/yaml/#pagespublish",
  },
  "coverage-pattern": {
    says: "jobs:…:coverage config must be a regular expression with re2 syntax",
    docs: "`coverage` is a regular expression between slashes. GitLab reads it with RE2, which knows no lookahead and no backreference.",
    hint: "Write it as `'/Coverage: (\\d+)%/'`",
    page: "ci/yaml/#coverage",
  },
  "tags-too-many": {
    says: "jobs:…:tags config must be less than the limit of 50 tags",
    docs: "A job takes fewer than 50 tags, counted once each.",
    hint: "Name only tags that tell runners apart",
    page: "ci/yaml/#tags",
  },
  "retry-count": {
    says: "retry config must be less than or equal to 2",
    docs: "A job is run again twice at most, so `retry` is a whole number from 0 to 2.",
    hint: "Write 0, 1 or 2",
    page: "ci/yaml/#retry",
  },
  "retry-form": {
    says: "retry config has to be either an integer or a hash",
    docs: "`retry` is a number, or a hash with `max`, `when` and `exit_codes`.",
    hint: "Write a number without quotes, or `max` below it",
    page: "ci/yaml/#retry",
  },
  "inherit-form": {
    says: "jobs:…:inherit:… should be a bool or array of strings",
    docs: "`inherit:default` and `inherit:variables` take `true`, `false` or a list of the names that the job takes over.",
    hint: "Write `true`, `false` or a list of names",
    page: "ci/yaml/#inherit",
  },
  "run-steps": {
    says: "jobs:… run value at `/…` is not an object",
    docs: "`run` is a list of steps, each with a `name` and one of `script`, `step` or `func`. GitLab holds it to a schema and tells the place inside `run`.",
    hint: "Give each step a name and what it runs",
    page: "ci/yaml/#run",
  },
  "executor-options": {
    says: "jobs:…:image executor opts …",
    docs: "`image:docker` takes `platform` and `user`, `image:kubernetes` takes `user`, and nothing else. GitLab holds them to a schema and tells the place inside the image.",
    hint: "Keep to `platform` and `user`, as texts",
    page: "ci/yaml/#imagedocker",
  },
  "release-date": {
    says: "jobs:…:release released at must be a valid datetime",
    docs: "`release:released_at` is a date and time in ISO 8601.",
    hint: "Write it as `'2026-03-15T08:00:00Z'`, in quotes",
    page: "ci/yaml/#releasereleased_at",
  },
  "expose-as-characters": {
    says: "jobs:…:artifacts expose as can contain only letters, digits, '-', '_' and spaces",
    docs: "`artifacts:expose_as` is the name of a link in the merge request.",
    hint: "Use letters, digits, dashes, underscores and spaces",
    page: "ci/yaml/#artifactsexpose_as",
  },
  "expose-as-wildcard": {
    says: "jobs:…:artifacts paths can't contain '*' when used with 'expose_as'",
    docs: "What `artifacts:expose_as` shows are files that are known beforehand, so its paths hold no wildcard.",
    hint: "Name the files or directories one by one",
    page: "ci/yaml/#artifactsexpose_as",
  },
  "job-inputs-too-many": {
    says: "jobs:… inputs has too many entries (maximum 50)",
    docs: "A job declares 50 inputs at most.",
    hint: "Declare fewer inputs",
    page: "ci/inputs/",
  },
  "input-default-missing": {
    says: "jobs:…:inputs:… must have a default value",
    docs: "An input of a job is asked for only when somebody starts the job by hand, so it needs a value for all other times.",
    hint: "Add `default`",
    page: "ci/inputs/",
  },
});
