import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const job = (command: string) => `job:\n  script:\n    - |\n      ${command}\n`;
const api = "$CI_API_V4_URL/projects";
const own = `${api}/$CI_PROJECT_ID/trigger/pipeline`;
const other = `${api}/42/trigger/pipeline`;
const both = { ambiguous: ["v1", "rel/2"] };

const ambiguous = "trigger-ref-ambiguous";
test.each([
  ["v1", `curl -f -X POST -F token=$T -F ref=v1 "${own}"`],
  ["v1", `curl -f -X POST --form "ref=v1" ${own.replace("$CI_PROJECT_ID", "${CI_PROJECT_ID}")}`],
  ["v1", `curl -f -X POST "${own}?token=$T&ref=v1"`],
  ["v1", `curl -f -X POST "${api}/$CI_PROJECT_ID/ref/v1/trigger/pipeline?token=$T"`],
  ["rel/2", `curl -f -X POST "${own}?ref=rel%2F2&token=$T"`],
  ["v1", `curl -f -X POST -H "Content-Type: application/json" -d '{"ref":"v1"}' ${own}`],
])("both a branch and a tag: %s, %s", async (ref, command) => {
  expect(await told(ambiguous, job(command), both)).toEqual([
    `job.script.0: "${ref}" is a branch and a tag of this project, so GitLab refuses it: "Ref is ambiguous"`,
  ]);
});

silent(ambiguous, [
  ["another name", job(`curl -f -X POST -F ref=v2 ${own}`), both],
  ["said in full", job(`curl -f -X POST -F ref=refs/tags/v1 ${own}`), both],
  ["a variable", job(`curl -f -X POST -F ref=$CI_COMMIT_REF_NAME ${own}`), both],
  ["another project", job(`curl -f -X POST -F ref=v1 ${other}`), both],
  ["another parameter", job(`curl -f -X POST -F ref=v2 -F 'variables[href]=v1' ${own}`), both],
  ["no request", job(`echo curl -F ref=v1 ${own}`), both],
  ["no repository", job(`curl -f -X POST -F ref=v1 ${own}`)],
]);

const bare = "trigger-ref-bare";
test.each(["v1", "1.2", "v1.2.3", "v1.2.3-rc.1"])(
  "a version of another project: %s",
  async (ref) => {
    const message = `"${ref}" may be a branch or a tag there; where it is both, GitLab refuses it: "Ref is ambiguous"`;
    expect(await told(bare, job(`curl -f -X POST -F ref=${ref} ${other}`))).toEqual([
      `job.script.0: ${message}`,
    ]);
    expect(
      await told(bare, `a: { trigger: { project: g/a, branch: ${JSON.stringify(ref)} } }\n`),
    ).toEqual([`a.trigger.branch: ${message}`]);
  },
);

silent(bare, [
  ["a branch", job(`curl -f -X POST -F ref=main ${other}`)],
  ["a number", job(`curl -f -X POST -F ref=42 ${other}`)],
  ["said in full", job(`curl -f -X POST -F ref=refs/tags/v1.2 ${other}`)],
  ["this project", job(`curl -f -X POST -F ref=v1.2 ${own}`)],
  ["a trigger job of a branch", "a: { trigger: { project: g/a, branch: main } }\n"],
  ["a trigger job without one", "a: { trigger: g/a }\n"],
  ["a variable", "a: { trigger: { project: g/a, branch: v$VERSION } }\n"],
]);
