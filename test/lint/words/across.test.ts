import { type Row, texts } from "./texts.ts";

const acrossJobs: readonly Row[] = [
  [
    "a circle",
    "a: {script: x, needs: [b]}\nb: {script: x, needs: [c]}\nc: {script: x, needs: [b]}",
    'The pipeline has circular dependencies: topological sort failed: ["b", "c"]',
  ],
  [
    "a job that needs itself",
    "a: {script: x, needs: [a]}",
    "The pipeline has circular dependencies: self-dependency: a",
  ],
  [
    "a need twice",
    "a: {script: x}\nb: {script: x, needs: [a, a]}",
    "b has the following needs duplicated: a.",
  ],
  ["a need on nothing", "b: {script: x, needs: [a]}", "b job: undefined need: a"],
  [
    "a need on a later job",
    "a: {script: x, stage: deploy}\nb: {script: x, needs: [a]}",
    "b job: need a is not defined in current or prior stages",
  ],
  [
    "a need in a rule on a job that is parallel",
    "a: {script: x, parallel: 2}\nb: {script: x, rules: [{needs: [a]}]}",
    "b job: undefined need: a",
  ],
  [
    "a long name after parallel expansion",
    `${"n".repeat(252)}: {script: x, parallel: 2}\nb: {script: x, needs: [${"n".repeat(252)}]}`,
    `b job: need \`${"n".repeat(252)} 1/2\` name is too long (maximum is 255 characters)`,
  ],
  [
    "a dependency on nothing",
    "b: {script: x, dependencies: [a]}",
    "b job: undefined dependency: a",
  ],
  [
    "a dependency without a need",
    "a: {script: x}\nb: {script: x, needs: [c], dependencies: [a]}\nc: {script: x}",
    "jobs:b dependencies the a should be part of needs",
  ],
  [
    "an environment that nobody stops",
    "b: {script: x, environment: {name: e, on_stop: a}}",
    "b job: on_stop job a is not defined",
  ],
  [
    "a stopping job without an environment",
    "a: {script: x}\nb: {script: x, environment: {name: e, on_stop: a}}",
    "b job: on_stop job a does not have environment defined",
  ],
  [
    "a stopping job of another environment",
    "a: {script: x, environment: f}\nb: {script: x, environment: {name: e, on_stop: a}}",
    "b job: on_stop job a have different environment name",
  ],
  [
    "a stopping job that does not stop",
    "a: {script: x, environment: e}\nb: {script: x, environment: {name: e, on_stop: a}}",
    "b job: on_stop job a needs to have action stop defined",
  ],
  [
    "publish twice",
    "b: {script: x, publish: p, pages: {publish: q}}",
    "b job: use either b:publish or b:pages:publish",
  ],
  [
    "a variable that the matrix has not",
    "a: {script: x}\nb: {script: x, parallel: {matrix: [{A: [x, y]}]}, needs: ['$[[ matrix.B ]]']}",
    "b job: 'B' does not exist in matrix configuration",
  ],
];

const whole: readonly Row[] = [
  ["nothing", "", "Please provide content of .gitlab-ci.yml"],
  ["a list", "- a", "Invalid configuration format"],
  [
    "an old keyword twice",
    "image: a\ndefault: {image: b}\nb: {script: x}",
    "image is defined in top-level and `default:` entry",
  ],
  [
    "a fault of a default shows again in each job that takes it",
    "default: {tags: x}\na: {script: x}\nb: {script: x, inherit: {default: false}}\nc: {script: x, tags: []}\nt: {trigger: a/b}",
    "default:tags config should be an array of strings",
    "default:tags config should be an array of strings",
  ],
  [
    "a fault of an old keyword shows in default too",
    "services: x\na: {script: x}",
    "services config should be an array",
    "services config should be an array",
    "services config should be an array",
  ],
  [
    "extends of nothing",
    "b: {extends: [.a, .c], script: x}",
    "b: unknown keys in `extends` (.a, .c)",
  ],
  [
    "extends of no hash",
    ".a: x\nb: {extends: .a, script: x}",
    "b: invalid base hashes in `extends` (.a)",
  ],
  [
    "extends in a circle",
    "a: {extends: b, script: x}\nb: {extends: a}",
    "a: circular dependency detected in `extends`",
  ],
  [
    "extends too deep",
    `b: {script: x}\n${Array.from({ length: 13 }, (_, n) => `.e${n}: {extends: ${n === 12 ? "b" : `.e${n + 1}`}}`).join("\n")}`,
    ".e11: nesting too deep in `extends`",
  ],
  [
    "a reference to nothing",
    "b: {script: [!reference [.a, script]]}",
    '!reference [".a", "script"] could not be found',
  ],
  [
    "references in a circle",
    "a: {script: [!reference [b, script]]}\nb: {script: [!reference [a, script]]}",
    '!reference ["b", "script"] is part of a circular chain',
  ],
  [
    "references that grow without end",
    `.a0: {s: [x]}\n${Array.from({ length: 12 }, (_, n) => `.a${n + 1}: {s: [${`!reference [.a${n}, s], `.repeat(10)}]}`).join("\n")}\nb: {script: [!reference [.a12, s]]}`,
    "The parsed YAML is too big",
  ],
];

texts("across jobs", acrossJobs);
texts("the whole", whole);
