import { type Row, texts, trigger } from "./texts.ts";

const triggers: readonly Row[] = [
  [
    "a keyword that a trigger job has not",
    trigger("trigger: a/b, tags: [x]"),
    "jobs:t config contains unknown keys: tags",
    "jobs:t config should contain either a trigger or a needs:pipeline",
  ],
  [
    "script and trigger",
    trigger("script: x, trigger: a/b"),
    "jobs:t config these keys cannot be used together: script, trigger",
    "jobs:t config contains unknown keys: trigger",
  ],
  [
    "neither project nor include",
    trigger("trigger: {strategy: depend}"),
    "jobs:t:trigger project should be a string",
    "jobs:t:trigger project can't be blank",
  ],
  ["of another type", trigger("trigger: 1"), "jobs:t:trigger has to be either a string or a hash"],
  [
    "an unknown strategy",
    trigger("trigger: {project: a/b, strategy: wait}"),
    "jobs:t:trigger strategy should be depend or mirror",
  ],
  [
    "delayed",
    trigger("trigger: a/b, when: delayed"),
    "jobs:t when should be one of: on_success, on_failure, always, manual",
    "jobs:t config should contain either a trigger or a needs:pipeline",
  ],
  [
    "parallel by a number",
    trigger("trigger: a/b, parallel: 3"),
    'jobs:t:parallel config cannot use "parallel: <number>".',
  ],
  [
    "exit codes",
    trigger("trigger: a/b, allow_failure: {exit_codes: 1}"),
    "jobs:t allow failure should be a boolean value",
    "jobs:t config should contain either a trigger or a needs:pipeline",
  ],
  [
    "a job of another pipeline",
    trigger("trigger: a/b, needs: [{pipeline: x, job: y}]"),
    "jobs:t:needs config uses invalid types: cross_dependency",
  ],
  [
    "a job of another project",
    trigger("trigger: a/b, needs: [{project: x, job: y, ref: z}]"),
    "jobs:t:needs config uses invalid types: cross_dependency",
  ],
  [
    "an artifact without its job",
    trigger("trigger: {include: [{artifact: x.yml}]}"),
    "jobs:t:trigger:include:include config must specify the job where to fetch the artifact from",
  ],
  [
    "too many includes",
    trigger("trigger: {include: [a.yml, b.yml, c.yml, d.yml]}"),
    "jobs:t:trigger:include config is too long (maximum is 3)",
  ],
  [
    "inputs beside include",
    trigger("trigger: {include: a.yml, inputs: {a: b}}"),
    "jobs:t:trigger config contains unknown keys: inputs",
  ],
  [
    "a file of no project",
    trigger("trigger: {include: [{project: a/b}]}"),
    "jobs:t:trigger:include:include config must specify the file where to fetch the config from",
  ],
  [
    "the artifact of a job that is not there",
    trigger("trigger: {include: [{artifact: x.yml, job: c}]}"),
    "t job: undefined dependency: c",
  ],
  [
    "the artifact of a later job",
    `stages: [one, two]\nb: {stage: two, script: x}\nt: {stage: one, trigger: {include: [{artifact: x.yml, job: b}]}}`,
    "t job: dependency b is not defined in current or prior stages",
  ],
];

const jobs: readonly Row[] = [
  [
    "no job",
    "b: {script: x}\nX_y: {stage: x}",
    "jobs x_y config should implement the script:, run:, or trigger: keyword",
  ],
  ["no visible job", ".a: {script: x}", "jobs config should contain at least one visible job"],
  [
    "no job at all",
    "a: 1",
    "jobs a config should implement the script:, run:, or trigger: keyword",
    "jobs config should contain at least one visible job",
  ],
  [
    "a hash in extends",
    ".a: {tags: [x]}\nb: {script: x, extends: {name: .a, a-b: [{c: 1}]}}",
    'b: unknown keys in `extends` ([:name, ".a"], [:"a-b", [{:c=>1}]])',
  ],
  [
    "a kept file that is not remote",
    "b: {script: x}\nt: {trigger: {include: [{local: a.yml, cache: 1}]}}",
    "jobs:t:trigger:include:include config cache can only be specified for remote includes",
    "jobs:t:trigger:include:include config cache must be a boolean or a duration string",
  ],
  [
    "a file that is kept for too short",
    "b: {script: x}\nt: {trigger: {include: [{remote: 'https://a.example/b.yml', cache: 59 s}]}}",
    "jobs:t:trigger:include:include config cache duration must be at least 1 minute",
  ],
  [
    "a file that is kept for nobody knows how long",
    "b: {script: x}\nt: {trigger: {include: [{remote: 'https://a.example/b.yml', cache: soon}]}}",
    "jobs:t:trigger:include:include config cache contains an invalid duration",
  ],
  [
    "a remote file that is kept",
    "b: {script: x}\nt: {trigger: {include: [{remote: 'https://a.example/b.yml', cache: 1 minute}]}}",
  ],
  ["an empty hidden job", ".a:\nb: {script: x}", "jobs:.a config can't be blank"],
  [
    "a long name",
    `${"n".repeat(256)}: {script: x}`,
    `jobs:${"n".repeat(256)} name is too long (maximum is 255 characters)`,
  ],
  [
    "rules and only",
    "b: {script: x, rules: [{when: always}], only: [main], except: [x]}",
    "jobs:b config key may not be used with `rules`: only, except",
  ],
  [
    "rules and start_in",
    "b: {script: x, rules: [{when: always}], start_in: 1 day}",
    "jobs:b config key may not be used with `rules`: start_in",
    "jobs:b start in must be blank",
  ],
  [
    "delayed without a delay",
    "b: {script: x, when: delayed}",
    "jobs:b start in should be a duration",
    "jobs:b start in should not exceed the limit",
  ],
  [
    "an unknown stage",
    "b: {script: x, stage: S}",
    "b job: chosen stage S does not exist; available stages are .pre, build, test, deploy, .post",
  ],
  [
    "no stages at all",
    "stages: []\nb: {script: x}",
    "b job: chosen stage test does not exist; available stages are ",
  ],
  [
    "a need of another pipeline by a number",
    "b: {script: x, needs: [{pipeline: 1, job: y}]}",
    "jobs:b:needs:need pipeline should be a string",
  ],
  [
    "more needs of other pipelines than five",
    `b: {script: x, needs: [${"{pipeline: p, job: j}, ".repeat(6)}]}`,
    "jobs:b:needs config must be less than or equal to 5",
  ],
  [
    "too many parallel jobs",
    "b: {script: x, parallel: 201}",
    "jobs:b:parallel config must be less than or equal to 200",
  ],
  [
    "too large a matrix",
    `b: {script: x, parallel: {matrix: [{A: [${Array.from({ length: 201 }, (_, n) => n)}]}]}}`,
    "jobs:b:parallel:matrix config generates too many jobs (maximum is 200)",
  ],
  [
    "more caches than four",
    "b: {script: x, cache: [{}, {}, {}, {}, {}]}",
    "jobs:b:caches config no more than 4 caches can be created",
  ],
  [
    "a list of 51 paths",
    `b: {script: x, rules: [{changes: [${"x, ".repeat(51)}]}]}`,
    "jobs:b:rules:rule:changes config has too many entries (maximum 50)",
  ],
  [
    "fifty tags",
    `b: {script: x, tags: [${Array.from({ length: 50 }, (_, n) => `t${n}`)}]}`,
    "jobs:b:tags config must be less than the limit of 50 tags",
  ],
  [
    "an expression that is none",
    "b: {script: x, rules: [{if: $A ==}]}",
    "jobs:b:rules:rule if invalid expression syntax",
  ],
  [
    "more than a hundred tokens",
    `b: {script: x, rules: [{if: '${"$A || ".repeat(60)}$A'}]}`,
    "jobs:b:rules:rule if invalid expression syntax",
  ],
];

texts("trigger jobs", triggers);
texts("jobs", jobs);
