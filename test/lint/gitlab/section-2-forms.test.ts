import { type Refused, refused, type Taken, taken } from "./helper.ts";

const beside = (trigger: string) => `b: {script: x}\nt: {trigger: ${trigger}}`;

/** Every form of the grammar. */
const forms: readonly string[] = [
  "a/b",
  "{project: a/b}",
  "{project: a/b, branch: main}",
  "{project: a/b, strategy: depend}",
  "{project: a/b, strategy: mirror}",
  "{project: a/b, forward: {yaml_variables: false}}",
  "{project: a/b, forward: {pipeline_variables: true}}",
  "{project: a/b, forward: {yaml_variables: true, pipeline_variables: false}}",
  "{project: a/b, inputs: {a: x, b: [1], c: true}}",
  "{project: a/b, branch: main, strategy: depend, forward: {}, inputs: {}}",
  "{include: child.yml}",
  "{include: child.yml, strategy: depend}",
  "{include: child.yml, strategy: mirror}",
  "{include: child.yml, forward: {yaml_variables: true, pipeline_variables: true}}",
  "{include: [{local: child.yml}]}",
  "{include: [{local: child.yml, inputs: {a: x}}]}",
  "{include: [{local: child.yml, rules: [{if: $A}]}]}",
  "{include: [{project: a/b, file: /x.yml}]}",
  "{include: [{project: a/b, file: [/x.yml, /y.yml]}]}",
  "{include: [{project: a/b, file: /x.yml, ref: main}]}",
  "{include: [{remote: 'https://example.com/x.yml'}]}",
  "{include: [{remote: 'https://example.com/x.yml', integrity: sha256-YQ==}]}",
  "{include: [{remote: 'https://example.com/x.yml', cache: 1 hour}]}",
  "{include: [{template: Auto-DevOps.gitlab-ci.yml}]}",
  "{include: [{component: example.com/a/b/c@1}]}",
  "{include: [{artifact: x.yml, job: b}]}",
  "{include: [{artifact: x.yml, job: b, inputs: {a: x}}]}",
  "{include: [child.yml]}",
  "{include: [child.yml, {local: child.yml}]}",
  "{include: [{local: a.yml}, {local: b.yml}, {artifact: x.yml, job: b}]}",
];

taken(
  "every form of trigger",
  forms.map((form): Taken => [form, beside(form)]),
);

const mistakes: readonly Refused[] = [
  {
    what: "inputs beside include",
    files: beside("{include: a.yml, inputs: {a: x}}"),
    says: ["jobs:t:trigger config contains unknown keys: inputs"],
  },
  {
    what: "inputs that are no hash",
    files: beside("{project: a/b, inputs: [x]}"),
    says: ["jobs:t:trigger inputs should be a hash"],
  },
  {
    what: "a branch beside include",
    files: beside("{include: a.yml, branch: x}"),
    says: ["jobs:t:trigger config contains unknown keys: branch"],
  },
  {
    what: "project beside include",
    files: beside("{include: a.yml, project: a/b}"),
    says: ["jobs:t:trigger config contains unknown keys: project"],
  },
  {
    what: "an unknown key of a project's trigger",
    files: beside("{project: a/b, ref: x}"),
    says: ["jobs:t:trigger config contains unknown keys: ref"],
  },
  {
    what: "an unknown key of forward",
    files: beside("{project: a/b, forward: {variables: true}}"),
    says: ["jobs:t:trigger:forward config contains unknown keys: variables"],
  },
  {
    what: "forward without flags",
    files: beside("{project: a/b, forward: {yaml_variables: x, pipeline_variables: 1}}"),
    says: [
      "jobs:t:trigger:forward yaml variables should be a boolean value",
      "jobs:t:trigger:forward pipeline variables should be a boolean value",
    ],
  },
  {
    what: "an unknown key of an include",
    files: beside("{include: [{local: a.yml, branch: x}]}"),
    says: ["jobs:t:trigger:include:include config contains unknown keys: branch"],
  },
  {
    what: "an entry that is a number",
    files: beside("{include: [1]}"),
    says: ["jobs:t:trigger:include:include config should be a hash or a string"],
  },
  {
    what: "an include that is a hash and no list",
    files: beside("{include: {local: a.yml}}"),
    says: ["jobs:t:trigger:include config should be an array or a string"],
  },
  {
    what: "an include that is a number",
    files: beside("{include: 1}"),
    says: ["jobs:t:trigger:include config should be an array or a string"],
  },
  {
    what: "four includes",
    files: beside("{include: [a.yml, b.yml, c.yml, d.yml]}"),
    says: ["jobs:t:trigger:include config is too long (maximum is 3)"],
  },
  {
    what: "an empty trigger",
    files: beside("{}"),
    says: [
      "jobs:t:trigger config can't be blank",
      "jobs:t:trigger project should be a string",
      "jobs:t:trigger project can't be blank",
    ],
  },
];

refused("what the grammar of trigger has not", mistakes);
