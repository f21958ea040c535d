import { covered, type Refused, refused } from "./helper.ts";

const job = "b: {script: x}";
const beside = (trigger: string) => `${job}\nt: {trigger: ${trigger}}`;

const oneOf = "should be depend or mirror";
const kinds = "`local`, `project`, `remote`, `template`, `artifact`, `component`";

const mistakes: readonly Refused[] = [
  {
    text: "config contains unknown keys: tags",
    what: "an unknown key",
    files: `${job}\nt: {trigger: a/b, tags: [x]}`,
    says: [
      "jobs:t config contains unknown keys: tags",
      "jobs:t config should contain either a trigger or a needs:pipeline",
    ],
  },
  {
    text: "config these keys cannot be used together: script, trigger",
    what: "script and trigger",
    files: `${job}\nt: {script: x, trigger: a/b}`,
    says: [
      "jobs:t config these keys cannot be used together: script, trigger",
      "jobs:t config contains unknown keys: trigger",
    ],
  },
  {
    text: "project",
    what: "no project and no include",
    files: beside("{strategy: depend}"),
    says: ["jobs:t:trigger project should be a string", "jobs:t:trigger project can't be blank"],
  },
  {
    text: "has to be either a string or a hash",
    what: "a list",
    files: beside("[a/b]"),
    says: ["jobs:t:trigger has to be either a string or a hash"],
  },
  {
    text: "has to be either a string or a hash",
    what: "a number",
    files: beside("1"),
    says: ["jobs:t:trigger has to be either a string or a hash"],
  },
  {
    text: "strategy should be depend or mirror",
    what: "a strategy that is none",
    files: beside("{project: a/b, strategy: wait}"),
    says: [`jobs:t:trigger strategy ${oneOf}`],
  },
  {
    text: "strategy should be depend or mirror",
    what: "a strategy that is none, with include",
    files: beside("{include: a.yml, strategy: wait}"),
    says: [`jobs:t:trigger strategy ${oneOf}`],
  },
  {
    what: "mirror before 18.2",
    files: beside("{include: a.yml, strategy: mirror}"),
    around: { version: "18.1" },
    says: ["jobs:t:trigger strategy should be depend"],
  },
  {
    text: "when should be one of: on_success, on_failure, always, manual",
    what: "delayed",
    files: `${job}\nt: {trigger: a/b, when: delayed}`,
    says: [
      "jobs:t when should be one of: on_success, on_failure, always, manual",
      "jobs:t config should contain either a trigger or a needs:pipeline",
    ],
  },
  {
    text: 'cannot use "parallel: <number>".',
    what: "parallel by a number",
    files: `${job}\nt: {trigger: a/b, parallel: 3}`,
    says: ['jobs:t:parallel config cannot use "parallel: <number>".'],
  },
  {
    text: "should be a boolean value",
    what: "exit codes",
    files: `${job}\nt: {trigger: a/b, allow_failure: {exit_codes: 1}}`,
    says: [
      "jobs:t allow failure should be a boolean value",
      "jobs:t config should contain either a trigger or a needs:pipeline",
    ],
  },
  {
    text: "uses invalid types: cross_dependency",
    what: "a need of another pipeline",
    files: `${job}\nt: {trigger: a/b, needs: [{pipeline: x, job: y}]}`,
    says: ["jobs:t:needs config uses invalid types: cross_dependency"],
  },
  {
    text: "uses invalid types: cross_dependency",
    what: "a need of another project",
    files: `${job}\nt: {trigger: a/b, needs: [{project: x, job: y, ref: z}]}`,
    says: ["jobs:t:needs config uses invalid types: cross_dependency"],
  },
  {
    text: "must specify the job where to fetch the artifact from",
    what: "an artifact without its job",
    files: beside("{include: [{artifact: x.yml}]}"),
    says: [
      "jobs:t:trigger:include:include config must specify the job where to fetch the artifact from",
    ],
  },
  {
    text: "Each include must use only one of: `…`",
    what: "two kinds in one entry",
    files: {
      ".gitlab-ci.yml": beside("{include: child.yml}"),
      "child.yml": `include: {local: a.yml, remote: 'https://example.com/b.yml'}\n${job}`,
    },
    says: [`Each include must use only one of: ${kinds}`],
  },
  {
    text: "X config should implement the script:, run:, or trigger: keyword",
    what: "what is no job",
    files: `${job}\nX: {stage: test}`,
    says: ["jobs x config should implement the script:, run:, or trigger: keyword"],
  },
  {
    text: "jobs config should contain at least one visible job",
    what: "no visible job",
    files: ".a: {script: x}",
    says: ["jobs config should contain at least one visible job"],
  },
  {
    text: "X job: chosen stage S does not exist; available stages are …",
    what: "an unknown stage",
    files: `stages: [a, b]\nX: {trigger: a/b, stage: S}`,
    says: ["X job: chosen stage S does not exist; available stages are .pre, a, b, .post"],
  },
  ...["only: [x]", "except: [x]", "start_in: 1 day"].map(
    (keyword): Refused => ({
      text: "key may not be used with `rules`: …",
      what: `rules and ${keyword}`,
      files: `b: {script: x, rules: [{when: always}], ${keyword}}`,
      says: [
        `jobs:b config key may not be used with \`rules\`: ${keyword.replace(/:.*/, "")}`,
        ...(keyword.startsWith("start_in") ? ["jobs:b start in must be blank"] : []),
      ],
    }),
  ),
];

refused("mistakes in a trigger job", mistakes);

/** The texts of the table, in its order. */
const texts = [
  "config contains unknown keys: tags",
  "config these keys cannot be used together: script, trigger",
  "project",
  "config must specify either project or include",
  "has to be either a string or a hash",
  "strategy should be depend or mirror",
  "when should be one of: on_success, on_failure, always, manual",
  'cannot use "parallel: <number>".',
  "should be a boolean value",
  "uses invalid types: cross_dependency",
  "must specify the job where to fetch the artifact from",
  "Each include must use only one of: `…`",
  "X config should implement the script:, run:, or trigger: keyword",
  "jobs config should contain at least one visible job",
  "X job: chosen stage S does not exist; available stages are …",
  "key may not be used with `rules`: …",
] as const;

covered("section 2", texts, mistakes, {
  "config must specify either project or include":
    "GitLab has the text, and no way to it: without `include` the project is checked",
});
