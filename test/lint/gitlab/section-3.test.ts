import { describe, expect, test } from "vitest";
import { covered, type Refused, refused, rulesTold, type Taken, taken } from "./helper.ts";

const generator = "gen: {script: x, artifacts: {paths: [out], expire_in: 1 month}}";
const child = (more = "") =>
  `t: {needs: [gen], trigger: {include: [{artifact: out/a.yml, job: gen}]}${more}}`;
const from = (job: string, more = "") =>
  `t: {trigger: {include: [{artifact: out/a.yml, job: ${job}}]}${more}}`;

taken("a child from artifacts", [
  ["a job before it", `${generator}\n${child()}`],
  [
    "a job of an earlier stage",
    `stages: [a, b]\ngen: {stage: a, script: x}\n${from("gen", ", stage: b")}`,
  ],
  ["a job of the same stage, and then they race", `gen: {script: x}\n${from("gen")}`],
  ["one of two jobs", `gen: {script: x, parallel: 2}\n${from('"gen 1/2"')}`],
  [
    "one cell of a matrix",
    `gen: {script: x, parallel: {matrix: [{A: [a], B: [b]}]}}\n${from('"gen: [a, b]"')}`,
  ],
  [
    "three files of two jobs",
    `${generator}\nmore: {script: x}\nt: {trigger: {include: [{artifact: a.yml, job: gen}, {artifact: b.yml, job: gen}, {artifact: c.yaml, job: more}]}}`,
  ],
  ["a variable in the path", `${generator}\n${child().replace("a.yml", "$CI_COMMIT_SHA.yml")}`],
]);

const onlyChildren =
  "Including configs from artifacts is only allowed when triggering child pipelines";
const nested = "include: [{artifact: b.yml, job: gen}]\nb: {script: x}";

const wrong: readonly Refused[] = [
  {
    text: "T job: dependency J is not defined in current or prior stages",
    what: "a job of a later stage",
    files: `stages: [a, b]\ngen: {stage: b, script: x}\n${from("gen", ", stage: a")}`,
    says: ["t job: dependency gen is not defined in current or prior stages"],
  },
  {
    text: "T job: undefined dependency: J",
    what: "a job that is not there",
    files: `b: {script: x}\n${from("gen")}`,
    says: ["t job: undefined dependency: gen"],
  },
  {
    text: "T job: undefined dependency: J",
    what: "a parallel job by the name that it is written under",
    files: `gen: {script: x, parallel: 2}\n${from("gen")}`,
    says: ["t job: undefined dependency: gen"],
  },
  {
    text: "T job: undefined dependency: J",
    what: "a matrix by the name that it is written under",
    files: `gen: {script: x, parallel: {matrix: [{A: [a, b]}]}}\n${from("gen")}`,
    says: ["t job: undefined dependency: gen"],
  },
  {
    text: "T job: undefined dependency: J",
    what: "a variable in the job's name",
    files: `${generator}\n${from("$GEN")}`,
    says: ["t job: undefined dependency: $GEN"],
  },
  {
    text: "File `p` is empty!",
    what: "an empty file of an artifact",
    files: nested,
    around: { child: true, outside: { "artifact:gen:b.yml": " \n" } },
    says: ["File `b.yml` is empty!"],
  },
  {
    text: "Included file `p` does not have YAML extension!",
    what: "a file of an artifact that ends otherwise",
    files: "include: [{artifact: out/a.json, job: gen}]\nb: {script: x}",
    around: { child: true },
    says: ["Included file `out/a.json` does not have YAML extension!"],
  },
  {
    text: "Included file `p` does not have valid YAML syntax!",
    what: "a file of an artifact with nothing in it",
    files: nested,
    around: { child: true, outside: { "artifact:gen:b.yml": "{}" } },
    says: ["Included file `b.yml` does not have valid YAML syntax!"],
  },
  {
    text: onlyChildren,
    what: "an artifact in the pipeline itself",
    files: nested,
    says: [onlyChildren],
  },
  {
    what: "an artifact without its job",
    files: "include: [{artifact: b.yml}]\nb: {script: x}",
    around: { child: true },
    says: ["Job must be provided when including configs from artifacts"],
  },
  {
    what: "a local file of a child that is not in the repository",
    files: "include: out/more.yml\nb: {script: x}",
    around: { child: true },
    says: ["Local file `out/more.yml` does not exist!"],
  },
];

refused("a child from artifacts", wrong);

taken("includes inside a child", [
  [
    "more files of the artifact",
    nested,
    { child: true, outside: { "artifact:gen:b.yml": "c: {script: x}" } },
  ],
  ["a file of the artifact that nobody has mapped", nested, { child: true }],
  [
    "a file of the repository",
    { ".gitlab-ci.yml": "include: a.yml", "a.yml": "b: {script: x}" },
    { child: true },
  ],
] satisfies readonly Taken[]);

const runTime = "the archive is there only after its job has run";
covered(
  "section 3",
  [
    "T job: dependency J is not defined in current or prior stages",
    "T job: undefined dependency: J",
    "Job `J` not found in parent pipeline or does not have artifacts!",
    "Job `J` (id) does not have artifacts",
    "Job `J` (id) has missing artifacts metadata and cannot be extracted!",
    "Path `p` does not exist inside the `J` artifacts archive!",
    "File `p` is empty!",
    "Included file `p` does not have YAML extension!",
    "Included file `p` does not have valid YAML syntax!",
    onlyChildren,
  ],
  wrong,
  {
    "Job `J` not found in parent pipeline or does not have artifacts!": `${runTime}; child-artifact-produced tells of a job that keeps none`,
    "Job `J` (id) does not have artifacts": `${runTime}; child-artifact-produced tells of a job that keeps none`,
    "Job `J` (id) has missing artifacts metadata and cannot be extracted!": runTime,
    "Path `p` does not exist inside the `J` artifacts archive!": `${runTime}; child-artifact-produced tells where artifacts:paths leave it out`,
  },
);

/** What GitLab says only when the trigger job runs, or never, and a rule of lint before. */
const rules: readonly (readonly [what: string, text: string, ...told: readonly string[]])[] = [
  ["all of it is right", `${generator}\n${child()}`],
  ["an ending in capitals", `${generator}\n${child().replace("a.yml", "a.YML")}`],
  ["another ending", `${generator}\n${child().replace("a.yml", "a.yaml")}`],
  [
    "no YAML ending",
    `${generator}\n${child().replace("a.yml", "a.json")}`,
    'child-artifact-path: the artifact\'s path "out/a.json" does not end in `.yml` or `.yaml`, so GitLab refuses the file',
  ],
  [
    "./ in front",
    `${generator}\n${child().replace("out/", "./out/")}`,
    'child-artifact-path: the artifact\'s path "./out/a.yml" does not begin with a name, as entries of the archive do',
  ],
  [
    "/ in front",
    `${generator}\n${child().replace("out/", "/out/")}`,
    'child-artifact-path: the artifact\'s path "/out/a.yml" does not begin with a name, as entries of the archive do',
  ],
  [
    "backslashes",
    `${generator}\n${child().replace("out/", "out\\")}`,
    'child-artifact-path: the artifact\'s path "out\\a.yml" has backslashes, where entries of the archive have `/`',
  ],
  [
    "a wildcard",
    `${generator}\n${child().replace("a.yml", '"*.yml"').replace('out/"*.yml"', '"out/*.yml"')}`,
    'child-artifact-path: the artifact\'s path "out/*.yml" has a wildcard, which GitLab takes for a character of the name',
  ],
  [
    "a job that keeps no artifacts",
    `gen: {script: x}\n${child()}`,
    'child-artifact-produced: takes "out/a.yml" from the artifacts of "gen", which has no `artifacts:paths`',
  ],
  [
    "a job that keeps others",
    `gen: {script: x, artifacts: {paths: [dist]}}\n${child()}`,
    'child-artifact-produced: takes "out/a.yml" from the artifacts of "gen", which keeps only "dist"',
  ],
  [
    "the same stage without needs",
    `${generator}\n${from("gen")}`,
    'child-needs-generator: is in the same stage as "gen", whose artifact it includes, and does not wait for it',
  ],
  [
    "needs that lead elsewhere",
    `b: {script: x}\n${generator}\n${from("gen", ", needs: [b]")}`,
    'child-needs-generator: does not need "gen", whose artifact it includes, so it may start before that is there',
  ],
  [
    "an archive that expires soon",
    `${generator.replace("1 month", "1 hour")}\n${child()}`,
    "child-artifact-expiry: the generated pipeline expires after 1 hour; a trigger job that is retried later fails",
  ],
];

describe("what rules of lint tell of a child from artifacts", () => {
  for (const [what, text, ...told] of rules) {
    test(what, async () => expect(await rulesTold(text)).toEqual(told));
  }
});
