import { describe, expect, test } from "vitest";
import { applyFixes, type LintFinding, lint } from "../../src/lint/index.ts";
import { limitsFor } from "../../src/model/index.ts";

const entry = ".gitlab-ci.yml";
type Files = Readonly<Record<string, string>>;

const linting = (files: Files) =>
  lint([entry], {
    world: {
      read: async (path) => files[path],
      paths: async () => Object.keys(files),
      mapped: async () => undefined,
    },
    paths: Object.keys(files),
    limits: limitsFor({}),
    version: "18.11",
  });

/** The files with all fixes made, also those of what GitLab tells only when others are gone. */
async function mended(files: Files): Promise<Files> {
  const made = await mendedOnce(files);
  return JSON.stringify(made) === JSON.stringify(files) ? made : mended(made);
}

async function mendedOnce(files: Files): Promise<Files> {
  const { fixes } = await linting(files);
  const made = Object.entries(files).map(async ([path, text]) => {
    const applied = await applyFixes(text, fixes.get(path) ?? []);
    return [path, applied.text] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

const refused = async (files: Files): Promise<readonly LintFinding[]> =>
  (await linting(files)).outcome.findings.filter(({ fromGitLab }) => fromGitLab);

const rows: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    "a misspelt keyword",
    "b:\n  script: [x]\n  artifact: # kept\n    paths: [dist/] # too\n",
    "b:\n  script: [x]\n  artifacts: # kept\n    paths: [dist/] # too\n",
  ],
  [
    "several of one job",
    'b:\n  script: [x]\n  "artefacts": {paths: [dist/]}\n  tag: [a] # runner\n',
    'b:\n  script: [x]\n  "artifacts": {paths: [dist/]}\n  tags: [a] # runner\n',
  ],
  [
    "a misspelt script, without which nothing is a job",
    "b:\n  # builds\n  scirpt:\n    - make # all\n",
    "b:\n  # builds\n  script:\n    - make # all\n",
  ],
  [
    "a keyword of a hidden job that others extend",
    ".a:\n  script: [x]\n  retryy: 1 # again\nb: {extends: .a}\nc: {extends: .a}\n",
    ".a:\n  script: [x]\n  retry: 1 # again\nb: {extends: .a}\nc: {extends: .a}\n",
  ],
  [
    "slips in a job and in the one that it extends",
    ".a:\n  tagss: [x] # a\nb:\n  extends: .a\n  retryy: 1 # b\n  script: [y]\n",
    ".a:\n  tags: [x] # a\nb:\n  extends: .a\n  retry: 1 # b\n  script: [y]\n",
  ],
  [
    "inputs beside a path",
    "t:\n  trigger:\n    # the child\n    include: child.yml\n    inputs:\n      name: web\n      count: 3\n    strategy: depend\n",
    "t:\n  trigger:\n    # the child\n    include: [{local: child.yml, inputs: {name: web, count: 3}}]\n    strategy: depend\n",
  ],
  [
    "inputs beside an entry of a list",
    "t:\n  trigger:\n    include:\n      - local: child.yml # here\n    inputs: {name: web}\n",
    "t:\n  trigger:\n    include:\n      - local: child.yml # here\n        inputs:\n          name: web\n",
  ],
  [
    "inputs beside an address",
    "t: {trigger: {include: ['https://a.example/a.yml'], inputs: {name: web}}}\n",
    "t: {trigger: {include: [{remote: https://a.example/a.yml, inputs: {name: web}}]}}\n",
  ],
  [
    "what tells a runner how to run, where there is none",
    "t:\n  # deploys\n  tags: [docker]\n  image: node:22\n  services: [redis]\n  cache: {paths: [a]}\n  trigger: a/b # other\n",
    "t:\n  # deploys\n  trigger: a/b # other\n",
  ],
  [
    "an answer in quotes",
    "b:\n  script: [x]\n  interruptible: \"true\" # yes\n  allow_failure: 'false'\n",
    "b:\n  script: [x]\n  interruptible: true # yes\n  allow_failure: false\n",
  ],
  [
    "a number in quotes",
    'b:\n  script: [x]\n  parallel: "3" # copies\n  retry: "2"\n',
    "b:\n  script: [x]\n  parallel: 3 # copies\n  retry: 2\n",
  ],
  [
    "one word for a list",
    "b:\n  script: [x]\n  tags: docker # where\n  services: redis\n  only: main\n  artifacts: {paths: dist/}\n",
    "b:\n  script: [x]\n  tags: [docker] # where\n  services: [redis]\n  only: [main]\n  artifacts: {paths: [dist/]}\n",
  ],
  [
    "one word for a list of jobs",
    "stages: build\na: {stage: build, script: x}\nb: {stage: build, script: x, needs: a, dependencies: a}\n",
    "stages: [build]\na: {stage: build, script: x}\nb: {stage: build, script: x, needs: [a], dependencies: [a]}\n",
  ],
  [
    "a misspelt value",
    "b:\n  script: [x]\n  when: on-success # usually\n",
    "b:\n  script: [x]\n  when: on_success # usually\n",
  ],
  [
    "a need twice",
    "a: {script: x}\nb:\n  script: [x]\n  needs:\n    - a # first\n    - job: c\n    - a\n    - {job: c}\nc: {script: x}\n",
    "a: {script: x}\nb:\n  script: [x]\n  needs:\n    - a # first\n    - job: c\nc: {script: x}\n",
  ],
];

describe("what GitLab refuses is mended, and nothing else changes", () => {
  test.each(rows)("%s", async (_, before, after) => {
    const first = await refused({ [entry]: before });
    expect(first.filter(({ fixable }) => fixable)).not.toEqual([]);
    const made = await mended({ [entry]: before });
    expect(made[entry]).toBe(after);
    expect(await refused(made)).toEqual([]);
    expect(await mended(made)).toEqual(made);
  });

  test("in the file that it is written in", async () => {
    const files = { [entry]: "include: ci/a.yml\n", "ci/a.yml": "b:\n  scrip: [x] # c\n" };
    const made = await mended(files);
    expect(made).toEqual({ ...files, "ci/a.yml": "b:\n  script: [x] # c\n" });
  });
});

const left: readonly (readonly [why: string, text: string])[] = [
  ["the right keyword is there already", "b: {script: [x], scrpt: [z]}\n"],
  ["two of them mean the same keyword", "b: {script: [x], tagss: [a], tag: [b]}\n"],
  ["nothing is near", "b: {script: [x], nonsense: 1}\n"],
  ["the value is none that GitLab takes there", "b: {script: [x], tagss: {a: b}}\n"],
  ["one of two keywords is not known", "b: {script: [x], tagss: [a], nonsense: 1}\n"],
  [
    "a job without a trigger may have forgotten its script",
    "a: {script: x}\nb: {needs: [a], image: x}\n",
  ],
  ["what a trigger job may not use was meant to do something", "t: {trigger: a/b, retry: 1}\n"],
  [
    "two files of a child might take the inputs",
    "t: {trigger: {include: [a.yml, b.yml], inputs: {a: b}}}\n",
  ],
  ["a variable says which file it is", "t: {trigger: {include: $FILE, inputs: {a: b}}}\n"],
  [
    "the entry has inputs",
    "t: {trigger: {include: [{local: a.yml, inputs: {a: c}}], inputs: {a: b}}}\n",
  ],
  ["the text may itself be a list", "b: {script: [x], tags: 'a, b'}\n"],
  [
    "others may extend what a trigger job may not use",
    ".a: {tags: [x]}\nb: {extends: .a, script: x}\nt: {extends: .a, trigger: a/b}\n",
  ],
  [
    "inputs of one job and the include of another",
    ".a: {trigger: {inputs: {a: b}}}\nt: {extends: .a, trigger: {include: a.yml}}\n",
  ],
  [
    "what a job extends has the same slip",
    ".a: {tagss: [x]}\nb: {extends: .a, script: x, tagss: [y]}\n",
  ],
  ["a key of every object is none", "b: {script: [x], __proto__: 1, constructor: 1}\n"],
  ["a short word is not near", "b: {script: [x], environment: {name: e, action: stapp}}\n"],
  [
    "needs of one job say different things",
    "a: {script: x}\nb: {script: x, needs: [a, {job: a}]}\n",
  ],
  [
    "the value stands behind a reference",
    ".a: {flag: 'true'}\nb: {script: x, interruptible: !reference [.a, flag]}\n",
  ],
];

describe("what cannot be mended for sure is left", () => {
  test.each(left)("%s", async (_, text) => {
    const found = await refused({ [entry]: text });
    expect(found).not.toEqual([]);
    expect(found.filter(({ fixable }) => fixable)).toEqual([]);
    expect(await mended({ [entry]: text })).toEqual({ [entry]: text });
  });

  test("a comment would go with what is taken out", async () => {
    const tags = "t:\n  tags: [docker] # the fast ones\n  trigger: a/b\n";
    expect(await mended({ [entry]: tags })).toEqual({ [entry]: tags });
    const inputs = "t:\n  trigger:\n    include: a.yml\n    inputs:\n      # why\n      a: b\n";
    expect(await mended({ [entry]: inputs })).toEqual({ [entry]: inputs });
  });

  test("an alias brings it to another place too", async () => {
    const text = "a: &a {script: [x], interruptible: 'true'}\nb: *a\n";
    expect(await mended({ [entry]: text })).toEqual({ [entry]: text });
  });
});
