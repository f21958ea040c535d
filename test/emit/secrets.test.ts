import { describe, expect, test } from "vitest";
import { sentence, UserError } from "../../src/diagnostics/index.ts";
import { refuseSecrets, secretsIn } from "../../src/emit/index.ts";
import { printYaml } from "../../src/yaml/index.ts";
import fc from "../helpers/property.ts";

const value = "glpat-aB3dE5fG7h";
/** A file in which one job has this variable. */
const fileWith = (text: string) =>
  printYaml({ stages: ["test"], "web:test": { variables: { A: text }, script: ["x"] } });
const names = (text: string, env: Record<string, string>) =>
  secretsIn(text, env).map(({ name }) => name);

describe("secrets by their names", () => {
  test.each([
    "CI_JOB_TOKEN",
    "CI_REGISTRY_PASSWORD",
    "CI_DEPLOY_PASSWORD",
    "CI_DEPENDENCY_PROXY_PASSWORD",
    "CI_JOB_JWT",
    "CI_JOB_JWT_V2",
    "GITLAB_TOKEN",
    "TOKEN",
    "token_of_npm",
    "DB_PASSWD",
    "PRIVATE_KEY_OF_X",
    "STRIPE_API_KEY",
    "AWS_SECRET_ACCESS_KEY",
    "GOOGLE_CREDENTIALS",
    "SECRET_SAUCE",
  ])("%s is one", (name) => {
    expect(names(fileWith(`x ${value} y`), { [name]: value })).toEqual([name]);
  });
  test.each(["CI_COMMIT_SHA", "TOKENIZER", "MONKEY", "A_TOKEN_B", "CI_RUNNER_SHORT_TOKEN", "KEY"])(
    "%s is none",
    (name) => {
      expect(names(fileWith(value), { [name]: value })).toEqual([]);
    },
  );
});

describe("values that count", () => {
  test.each<[string, string, string, boolean]>([
    ["eight characters", "abcd1234", "abcd1234", true],
    ["seven", "abcd123", "abcd123", false],
    ["none", "", "", false],
    ["one that ends in a line feed", `${value}\n`, value, true],
    ["a password that images come with", "postgres", "postgres:16", false],
    ["a path", "/builds/a/b.tmp/TOKEN", "/builds/a/b.tmp/TOKEN", false],
    ["a path from here", "./ci/token.txt", "./ci/token.txt", false],
    ["base64 that begins like a path", "/a+b/c==/defgh", "/a+b/c==/defgh", true],
    ["an address", "https://vault.example/x", "https://vault.example/x", false],
    ["an address with a password", "https://me:s3cr3tpass@x.example/a", "s3cr3tpass", true],
    ["an address with a token", "https://s3cr3tpass@x.example/a", "s3cr3tpass", true],
    ["the host of an address", "https://me:s3cr3tpass@x.example/a", "https://x.example/a", false],
  ])("%s", (_, secret, text, counts) => {
    expect(names(fileWith(text), { MY_TOKEN: secret })).toEqual(counts ? ["MY_TOKEN"] : []);
  });

  test("the password of the repository's address", () => {
    const CI_REPOSITORY_URL = "https://gitlab-ci-token:64_s3cr3t@gitlab.example/a/b.git";
    expect(names(fileWith("64_s3cr3t"), { CI_REPOSITORY_URL })).toEqual(["CI_REPOSITORY_URL"]);
    expect(names(fileWith("gitlab-ci-token"), { CI_REPOSITORY_URL })).toEqual([]);
  });

  test("variables that are not set are none", () => {
    expect(secretsIn("undefined", { MY_TOKEN: undefined })).toEqual([]);
  });
});

describe("however YAML writes it", () => {
  const key =
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n";
  test.each<[string, string, string]>([
    ["in quotes", 'say "x" \\ #1', 'say "x" \\ #1'],
    ["a key in a block", key, key],
    ["a key in quotes", key, ` ${key}`],
    ["one line of a key", key, "kqhkiG9w0BAQEF"],
    ["JSON in one line", '{"private_key": "abc"}', '{"private_key": "abc"}'],
    ["a tab", "abcd\tefgh", "abcd\tefgh"],
  ])("%s", (_, secret, text) => {
    expect(names(fileWith(text), { MY_TOKEN: secret })).toEqual(["MY_TOKEN"]);
  });
  test("what all keys begin with is no secret", () => {
    expect(names(fileWith("-----BEGIN PRIVATE KEY-----"), { MY_PRIVATE_KEY: key })).toEqual([]);
  });
  test("as the name of a variable", () => {
    expect(names(printYaml({ a: { variables: { [value]: "1" } } }), { MY_TOKEN: value })).toEqual([
      "MY_TOKEN",
    ]);
  });
  test("any printable text is found wherever it stands", () => {
    const line = fc
      .string({ unit: fc.constantFrom(..."aZ09 \"'\\:#${}[]-_*&!|>%@`,?\té漢😀"), minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text.length >= 8 && !/^[a-z0]*:|^[./~]/i.test(text));
    fc.assert(
      fc.property(line, line, line, (secret, before, after) => {
        for (const text of [
          secret,
          `${before}${secret}${after}`,
          `${before}\n${secret}\n${after}`,
        ]) {
          expect(names(fileWith(text), { MY_TOKEN: secret })).toEqual(["MY_TOKEN"]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the place is told", () => {
  const text = `# header\n\n${printYaml({
    variables: { A: "x" },
    "web:test": { script: ["a"] },
    'say: "no"': { script: [`echo ${value}\n# b`] },
    last: { script: ["a"] },
  })}`;
  test("with the job and the line", () => {
    expect(secretsIn(text, { MY_TOKEN: value, B_TOKEN: value })).toEqual([
      { name: "B_TOKEN", part: 'say: "no"', line: 11 },
      { name: "MY_TOKEN", part: 'say: "no"', line: 11 },
    ]);
  });
  test("above all jobs there is none", () => {
    expect(secretsIn(`# ${value}\na: {}\n`, { MY_TOKEN: value })).toEqual([
      { name: "MY_TOKEN", part: undefined, line: 1 },
    ]);
  });
  test("in a refusal that never holds the value", () => {
    const files = [
      { path: "a.yml", text: "a: b\n" },
      { path: "b.yml", text: fileWith(value) },
    ];
    let error: unknown;
    try {
      refuseSecrets(files, { MY_TOKEN: value });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    const { diagnostics, exit, message } = error as UserError;
    expect(exit).toBe(2);
    expect(diagnostics.map(sentence)).toEqual([
      'b.yml:5 › web:test: holds the value of the variable MY_TOKEN, a secret that nobody masks in a file that many may read. Write "$MY_TOKEN" there: GitLab gives it to the job when it runs',
    ]);
    expect(message).not.toContain(value);
    expect(() => refuseSecrets(files.slice(0, 1), { MY_TOKEN: value })).not.toThrow();
  });
});
