import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const job = (command: string, more = "") =>
  `job:\n  ${more}\n  script:\n    - |\n      ${command.replaceAll("\n", "\n      ")}\n`;

test.each(["echo $DEPLOY_TOKEN", 'echo "token: ${DEPLOY_TOKEN}"', 'printf "%s" "$DEPLOY_TOKEN"'])(
  "%s",
  async (command) => {
    expect(await told("secret-printed", job(command))).toEqual([
      "job.script.0: prints `$DEPLOY_TOKEN` into the job's log",
    ]);
  },
);

silent("secret-printed", [
  ["to a program", job("echo $DEPLOY_TOKEN | docker login --password-stdin")],
  ["into a file", job("echo $DEPLOY_TOKEN > token.txt")],
  ["at the end of a file", job("echo //host/:_authToken=$NPM_TOKEN >> .npmrc")],
  ["into a variable", job("X=$(echo $DEPLOY_TOKEN)")],
  ["as it is written", job("echo 'set $DEPLOY_TOKEN first'")],
  ["its length", job("echo ${#DEPLOY_TOKEN}")],
  ["whether it is set", job('echo "${DEPLOY_TOKEN:+set}"')],
  ["escaped", job("echo \\$DEPLOY_TOKEN")],
  ["another name", job("echo $TOKEN_URL")],
]);

test.each([
  ["set -x", "set -x"],
  ["set -eux", "set -eux"],
  ["set -o xtrace", "set -o xtrace"],
  ["printenv", "printenv"],
])("%s", async (command, how) => {
  expect(await told("secrets-traced", job(`${command}\ndeploy $DEPLOY_TOKEN`))).toEqual([
    `job.script.0: \`${how}\` prints the secrets of this job where they are not masked`,
  ]);
});

test("a job that is given secrets", async () => {
  const text = job("env", "id_tokens: {ID: {aud: x}}");
  expect(await told("secrets-traced", text)).toHaveLength(1);
});

silent("secrets-traced", [
  ["no secrets", job("set -x\nmake")],
  ["another option", job("set -e\ndeploy $DEPLOY_TOKEN")],
  ["it is turned off", job("set +x\ndeploy $DEPLOY_TOKEN")],
  ["one variable by name", job("printenv HOME\ndeploy $DEPLOY_TOKEN")],
  ["a program with variables", job("env A=1 make\ndeploy $DEPLOY_TOKEN")],
  ["an argument that looks like it", job("tool set -x\ndeploy $DEPLOY_TOKEN")],
]);
