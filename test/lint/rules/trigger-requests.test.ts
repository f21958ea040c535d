import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const job = (command: string) =>
  `job:\n  script:\n    - |\n      ${command.replaceAll("\n", "\n      ")}\n`;
const url = "$CI_API_V4_URL/projects/42/trigger/pipeline";
const token = "--form token=$CI_JOB_TOKEN --form ref=main";

const fail = "trigger-without-fail";
test.each([
  `curl --request POST ${token} "${url}"`,
  `curl -X POST ${token} ${url}`,
  `curl -s -S -X POST \\\n  ${token} \\\n  ${url}`,
  `echo start && curl -X POST ${token} ${url} || exit 1`,
])("no --fail: %s", async (command) => {
  expect(await told(fail, job(command))).toEqual([
    "job.script.0: `curl` without `--fail` ends with success even where GitLab refuses the pipeline",
  ]);
});

silent(fail, [
  ["--fail", job(`curl --fail -X POST ${token} ${url}`)],
  ["-f among others", job(`curl -sSf -X POST ${token} ${url}`)],
  ["--fail-with-body", job(`curl --fail-with-body -X POST ${token} ${url}`)],
  ["the status is asked for", job(`curl -w '%{http_code}' -X POST ${token} ${url}`)],
  ["the answer is kept", job(`ANSWER=$(curl -X POST ${token} ${url})`)],
  ["the answer is read", job(`curl -X POST ${token} ${url} | jq -e .id`)],
  ["options in a variable", job(`curl $CURL_OPTIONS -X POST ${token} ${url}`)],
  ["options in a list", job(`curl "\${options[@]}" -X POST ${token} ${url}`)],
  ["another endpoint", job("curl https://example.test/pipeline")],
  ["another program", job(`mycurl -X POST ${token} ${url}`)],
  ["it is only told of", job(`echo "curl -X POST ${url}"`)],
  ["a comment", job(`true # curl -X POST ${token} ${url}`)],
]);

const endpoint = "trigger-endpoint";
test.each([
  "projects/42/trigger",
  "projects/42/trigger?token=1",
  "projects/$ID/trigger/pipelines",
  "projects/42/trigger/builds",
  "projects/42/triggers/pipeline",
  "projects/42/pipeline/trigger",
  "projects/group/app/trigger/pipeline",
])("%s", async (path) => {
  expect(
    await told(endpoint, job(`curl -f -X POST "https://git.example.test/api/v4/${path}"`)),
  ).toEqual(["job.script.0: GitLab has no such endpoint and answers 404"]);
});

const to = (path: string) => job(`curl -f -X POST "$CI_API_V4_URL/${path}"`);
silent(endpoint, [
  ["the endpoint", to("projects/42/trigger/pipeline")],
  ["with parameters", to("projects/42/trigger/pipeline?token=1&ref=main")],
  ["its alias", to("projects/42/ref/main/trigger/pipeline?token=1")],
  ["a path in one piece", to("projects/group%2Fapp/trigger/pipeline")],
  ["a path in variables", to("projects/$GROUP/$APP/trigger/pipeline")],
  ["the list of tokens", to("projects/42/triggers")],
  ["one token", to("projects/42/triggers/7")],
  ["the other way to start one", to("projects/42/pipeline")],
  ["a project called trigger", to("projects/trigger/pipelines")],
  ["another server", job("curl -f https://ci.example.test/projects/42/trigger")],
]);

const personal = "trigger-token";
test("a personal token in a header", async () => {
  const text = job(`curl -f -X POST --header "PRIVATE-TOKEN: $T" --form ref=main "${url}"`);
  expect(await told(personal, text)).toEqual([
    "job.script.0: this endpoint takes no `PRIVATE-TOKEN`, but a trigger token as the parameter `token`",
  ]);
});

silent(personal, [
  ["a trigger token", job(`curl -f -X POST ${token} ${url}`)],
  ["both", job(`curl -f -X POST -H "PRIVATE-TOKEN: $T" ${token} ${url}`)],
  ["in the address", job(`curl -f -X POST -H "PRIVATE-TOKEN: $T" "${url}?token=$X"`)],
  ["in JSON", job(`curl -f -H "PRIVATE-TOKEN: $T" --data '{"token": "x"}' ${url}`)],
  ["from a file", job(`curl -f -H "PRIVATE-TOKEN: $T" --data @body.json ${url}`)],
  [
    "the endpoint for it",
    job('curl -f -H "PRIVATE-TOKEN: $T" $CI_API_V4_URL/projects/42/pipeline'),
  ],
]);
