import { expect, test } from "vitest";
import { runLocally } from "../helpers/fanout.ts";
import { type FileTree, repo } from "../helpers/repo.ts";

/** Runs a parent pipeline over these files. */
function ran(files: FileTree, variables: Readonly<Record<string, string>> = {}) {
  const work = repo(files);
  work.git("remote", "add", "gcl-origin", "https://gitlab.example/example/repo.git");
  return runLocally(work.root, ".gitlab-ci.yml", variables);
}

/** A job of this name whose shell tests hold. */
const holds = (name: string, ...tests: string[]) =>
  `"${name}":\n  script:\n${tests.map((line) => `    - test ${line}\n`).join("")}`;

test("files of artifacts come together, with variables, in children of children", () => {
  const { status, rows, jobs, output } = ran(
    {
      ".gitlab-ci.yml": `
stages: [make, run]
variables: { GLOBAL: g }
"make/all:one":
  stage: make
  script: [cp -r files made]
  artifacts: { paths: [made] }
child:
  stage: run
  needs: ["make/all:one"]
  parallel: { matrix: [{ CELL: [x, y], OTHER: "1" }] }
  variables:
    OWN: "$CELL of $GLOBAL"
    RAW: { value: "$GLOBAL", expand: false }
    PARENT: $CI_PIPELINE_ID
  trigger:
    include:
      - { artifact: made/a.yml, job: "make/all:one" }
      - { artifact: made/b.yml, job: "make/all:one" }
    strategy: depend
    forward: { pipeline_variables: true }
`,
      "files/a.yml": `
include:
  - first.yml
  - { artifact: made/c.yml, job: "make/all:one" }
  - local: last.yml
merged: { variables: { A: from a } }
`,
      "files/b.yml": `
${holds("merged", '"$A" = "from a"')}
${holds("given", '"$OWN" = "$CELL of g"', '"$RAW" = "\\$GLOBAL"', '"$GIVEN" = "by hand"', '"$CI_PIPELINE_ID" != "$PARENT"', '"$CI_PIPELINE_SOURCE $CI_REF" = "parent_pipeline r"')}
stages: [test, down]
twice:
  parallel: 2
  script: [mkdir -p "out$CELL", 'echo "included: { script: [echo] }" > "out$CELL/d.yml"']
  artifacts: { paths: ["out$CELL"] }
down:
  stage: down
  inherit: { variables: false }
  variables: { OWN: other }
  trigger:
    include: [{ local: down.yml }, { artifact: outx/d.yml, job: twice 2/2 }]
    forward: { pipeline_variables: true }
    strategy: mirror
`,
      "files/c.yml": 'order: { variables: { A: artifact, B: artifact }, script: ["false"] }\n',
      "first.yml": 'order: { variables: { A: first, B: first, C: first }, script: ["false"] }\n',
      "last.yml": `${holds("order", '"$A $B $C" = "last artifact first"')}  variables: { A: last }\n`,
      "down.yml": holds("deep", '"$GIVEN $CELL" = "by hand x"', '"$OWN" = "x of g"'),
    },
    { GIVEN: "by hand", CI_REF: "r" },
  );
  const inChild = (cell: string) =>
    ["given", "merged", "order", "twice 1/2", "twice 2/2"].map((job) => [
      `[child: [${cell}, 1]] -> ${job}`,
      "PASS",
    ]);
  expect(jobs, output).toEqual({
    "make/all:one": "PASS",
    ...Object.fromEntries([...inChild("x"), ...inChild("y")]),
    "[child: [x, 1]] -> down": "PASS",
    "[child: [x, 1] -> down] -> deep": "PASS",
    "[child: [x, 1] -> down] -> included": "PASS",
    "[child: [y, 1]] -> down": "FAIL", // two jobs have left outy, none outx
    "child: [x, 1]": "PASS",
    "child: [y, 1]": "FAIL",
  });
  expect(rows).toContainEqual({
    pipeline: ["child: [x, 1]", "down"],
    job: "deep",
    status: "success",
    when: "on_success",
  });
  expect(rows[0]?.job).toBe("make/all:one");
  expect(status).toBe(1);
});

test("what fails in a child fails, what is skipped is told", () => {
  const trigger = (name: string, file: string, ...more: string[]) =>
    `${name}:
  stage: run
  trigger: { include: [{ artifact: ${file}, job: make }], ${more.join(", ")} }
  needs: [make]
`;
  const { status, jobs, rows, output } = ran({
    ".gitlab-ci.yml": `
stages: [make, run, after]
make: { stage: make, script: [cp files/* .], artifacts: { paths: ["*.yml"] } }
${trigger("absent", "none.yml")}
${trigger("dotted", "./good.yml")}
${trigger("blank", "blank.yml")}
${trigger("broken", "broken.yml")}
${trigger("empty", "empty.yml")}
${trigger("bad", "bad.yml", "strategy: depend")}
${trigger("bad-mirrored", "bad.yml", "strategy: mirror")}
${trigger("bad-alone", "bad.yml")}
${trigger("allowed", "allowed.yml", "strategy: depend")}
${trigger("plain", "plain.yml", "strategy: depend", "forward: { yaml_variables: false }")}
  variables: { OWN: own }
${trigger("by-hand", "by-hand.yml", "strategy: depend")}
after: { stage: after, script: [echo] }
in-top: { stage: after, needs: [], trigger: { include: [{ local: top.yml }] } }
`,
    "files/good.yml": "a: { script: [echo] }\n",
    "files/blank.yml": "\n",
    "files/broken.yml": "a: { script: [echo], needs: [nobody] }\n",
    "files/empty.yml": "a: { script: [echo], rules: [{ when: never }] }\n",
    "files/bad.yml": 'a: { script: ["false"] }\nb: { stage: deploy, script: [echo] }\n',
    "files/allowed.yml": 'a: { script: ["false"], allow_failure: true }\n',
    "files/plain.yml": `${holds("a", '-z "$OWN$GIVEN"')}\nb: { script: [echo], rules: [{ when: never }] }\n`,
    "files/by-hand.yml": "a: { script: [echo], when: manual }\n",
    "top.yml": "a: { script: [echo] }\n",
  });
  expect(jobs, output).toEqual({
    make: "PASS",
    absent: "FAIL",
    dotted: "FAIL",
    blank: "FAIL",
    broken: "FAIL",
    empty: "FAIL",
    "[bad] -> a": "FAIL",
    "[bad] -> b": "SKIP",
    bad: "FAIL",
    "[bad-mirrored] -> a": "FAIL",
    "[bad-mirrored] -> b": "SKIP",
    "bad-mirrored": "FAIL",
    "[bad-alone] -> a": "FAIL",
    "[bad-alone] -> b": "SKIP",
    "bad-alone": "PASS",
    "[allowed] -> a": "WARN",
    allowed: "PASS",
    "[plain] -> a": "PASS",
    plain: "PASS",
    "[by-hand] -> a": "SKIP",
    "by-hand": "FAIL",
    "[in-top] -> a": "PASS",
    "in-top": "PASS",
    after: "SKIP",
  });
  const none = "the child could not be run:";
  for (const reason of [
    `absent: ${none} none.yml is not among`,
    `dotted: ${none} ./good.yml is not among`,
    `blank: ${none} blank.yml of make is empty`,
    `broken: ${none} needs: [nobody]`,
    `empty: ${none} the pipeline has no jobs`,
    "bad: the child has failed",
    "by-hand: the child was skipped",
  ]) {
    expect(output).toContain(reason);
  }
  const left = { pipeline: ["plain"], job: "b", status: "skipped", when: "never" };
  expect(rows).toContainEqual(left);
  expect(status).toBe(1);
});

test("the topmost pipeline has no artifacts to include", () => {
  const { status, rows, output } = ran({
    ".gitlab-ci.yml": "include: [{ artifact: a.yml, job: a }]\na: { script: [echo] }\n",
  });
  expect(output).toContain("only a child can include artifacts");
  expect([status, rows]).toEqual([1, []]);
});
