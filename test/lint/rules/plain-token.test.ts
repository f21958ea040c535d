import { expect, test } from "vitest";
import { silent, told } from "./helper.ts";

const code = "plain-token";
// Put together here, so that nobody takes this file for one that holds tokens.
const join = (...parts: readonly string[]) => parts.join("");
const letters = "a1B2c3D4e5F6g7H8i9J0";
const hex = "0123456789abcdef0123456789abcdef";
const variable = (name: string, value: string) =>
  `job: {script: x, variables: {${name}: "${value}"}}`;

test.each([
  ["a personal access token of GitLab", join("glpat", "-", letters)],
  ["a deploy token of GitLab", join("gldt", "-", letters)],
  ["a trigger token of GitLab", join("glptt", "-", hex, "01234567")],
  ["a runner token of GitLab", join("glrt", "-", letters)],
  ["an access key of AWS", join("AKIA", "Z2B3C4D5E6F7G8H9")],
])("%s", async (what, token) => {
  const text = `job:\n  script:\n    - 'curl --header "PRIVATE-TOKEN: ${token}" https://example.test'\n`;
  expect(await told(code, text)).toEqual([`job.script.0: ${what} stands in the file in clear`]);
});

test("nothing of the token is told", async () => {
  const token = join("glpat", "-", letters);
  expect((await told(code, variable("X", token))).join()).not.toContain(letters.slice(0, 4));
});

test.each(["TRIGGER_TOKEN", "DB_PASSWORD", "secret"])("long hex as %s", async (name) => {
  expect(await told(code, variable(name, hex))).toEqual([
    `job.variables.${name}: a secret stands in the file in clear`,
  ]);
});

test("in the long form, and at the top", async () => {
  const text = `variables: {API_KEY: {value: "${hex}"}}\njob: {script: x}`;
  expect(await told(code, text)).toEqual([
    "variables.API_KEY.value: a secret stands in the file in clear",
  ]);
});

silent(code, [
  ["a reference", variable("TOKEN", "$DEPLOY_TOKEN")],
  ["a placeholder", variable("TOKEN", join("glpat", "-xxxxxxxxxxxxxxxxxxxxxxxx"))],
  ["a prefix", "job: {script: [\"grep -r 'glpat-' .\"]}"],
  ["AWS's own example", variable("AWS_ACCESS_KEY_ID", join("AKIA", "IOSFODNN7EXAMPLE"))],
  ["a digest", variable("IMAGE_DIGEST", hex)],
  ["the digest of a token", variable("TOKEN_SHA256", hex)],
  ["zeros", variable("TOKEN", "0".repeat(32))],
  ["a path", variable("TOKEN", "secret/data/production/database/x/y/z/ab")],
  ["an address", variable("SECRET", "https://vault.example.test/v1/secret/data")],
  ["a word", variable("PASSWORD", "postgres")],
]);
