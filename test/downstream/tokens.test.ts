import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { abilities, isOver, statuses, tokensFor, type Wanted } from "../../src/downstream/index.ts";
import { secretsOf } from "../../src/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";
import { directory } from "../helpers/repo.ts";

type Env = Readonly<Record<string, string>>;

const home = { CI_SERVER_URL: "https://gitlab.example.com" };
const api = { GITLAB_TOKEN: "glpat-secret" };
const job = { CI_JOB_TOKEN: "glcbt-secret" };
const app = { APP_TRIGGER_TOKEN: "glptt-secret" };
const byApp: Wanted = { trigger: "APP_TRIGGER_TOKEN" };
const other: Wanted = { url: "https://other.example.com/" };

const chosen = (env: Env, wanted: Wanted = {}) => {
  const { start, read, change, told } = tokensFor(testIo("/", env), wanted);
  expect(told).not.toContain("secret");
  const names = (all: readonly { readonly name: string }[]) =>
    all.map(({ name }) => name).join(" ");
  return [start.map(({ how }) => how).join(", "), names(read), names(change), told];
};

describe("which token is used for what", () => {
  test.each<[string, Env, Wanted, readonly string[]]>([
    [
      "a trigger token and one of the API",
      { ...home, ...api, ...job, ...app },
      byApp,
      [
        "trigger token",
        "GITLAB_TOKEN CI_JOB_TOKEN",
        "GITLAB_TOKEN",
        "starts with the trigger token of $APP_TRIGGER_TOKEN; follows with $GITLAB_TOKEN, for a trigger token can read nothing",
      ],
    ],
    [
      "a job's and one of the API",
      { ...home, ...api, ...job },
      {},
      [
        "job token, api",
        "GITLAB_TOKEN CI_JOB_TOKEN",
        "GITLAB_TOKEN",
        "starts with $CI_JOB_TOKEN, or with $GITLAB_TOKEN where GitLab refuses that; follows with $GITLAB_TOKEN, for a job token may be unable to read status there",
      ],
    ],
    [
      "one of the API",
      { ...home, ...api },
      {},
      ["api", "GITLAB_TOKEN", "GITLAB_TOKEN", "starts and follows with $GITLAB_TOKEN"],
    ],
    [
      "a job's alone",
      { ...home, ...job },
      {},
      [
        "job token",
        "CI_JOB_TOKEN",
        "",
        "starts and follows with $CI_JOB_TOKEN, which may be unable to read status there, and can neither cancel nor retry",
      ],
    ],
    [
      "a trigger token and a job's",
      { ...home, ...job, ...app },
      byApp,
      [
        "trigger token",
        "CI_JOB_TOKEN",
        "",
        "starts with the trigger token of $APP_TRIGGER_TOKEN; follows with $CI_JOB_TOKEN, which can neither cancel nor retry, for a trigger token can read nothing",
      ],
    ],
    [
      "a trigger token alone",
      { ...home, ...app },
      byApp,
      [
        "trigger token",
        "",
        "",
        "starts with the trigger token of $APP_TRIGGER_TOKEN; cannot follow, for a trigger token can read nothing",
      ],
    ],
    [
      "another instance: tokens of this one stay here",
      { ...home, ...api, ...job, ...app, GITLAB_TOKEN_OTHER_EXAMPLE_COM: "glpat-secret-2" },
      other,
      [
        "api",
        "GITLAB_TOKEN_OTHER_EXAMPLE_COM",
        "GITLAB_TOKEN_OTHER_EXAMPLE_COM",
        "starts and follows with $GITLAB_TOKEN_OTHER_EXAMPLE_COM",
      ],
    ],
    [
      "from a laptop to where it is asked for",
      { ...api, ...job },
      other,
      ["api", "GITLAB_TOKEN", "GITLAB_TOKEN", "starts and follows with $GITLAB_TOKEN"],
    ],
  ])("%s", (_, env, wanted, expected) => {
    expect(chosen(env, wanted)).toEqual(expected);
  });

  test("the address of the API", () => {
    const url = (wanted: Wanted) => tokensFor(testIo("/", { ...home, ...api, ...app }), wanted).url;
    expect(url({})).toBe("https://gitlab.example.com/api/v4");
    expect(url({ ...other, ...byApp })).toBe("https://other.example.com/api/v4");
    expect(url({ url: "https://gitlab.example.com/api/v4/" })).toBe(
      "https://gitlab.example.com/api/v4/",
    );
  });

  test("what each may do", () => {
    const table = Object.entries(abilities).map(([how, { start, read, change }]) => [
      ...[how, start, read, change],
    ]);
    expect(table).toEqual([
      ["trigger token", true, false, false],
      ["job token", true, "maybe", false],
      ["api", true, true, true],
    ]);
  });
});

describe("where tokens are read", () => {
  const file = (text: string) => {
    const path = join(directory(), "token");
    writeFileSync(path, text);
    return path;
  };

  test.each([
    ["NAME_FILE names a file", () => ({ GITLAB_TOKEN_FILE: file("glpat-filed\n") })],
    ["a CI variable of type file", () => ({ GITLAB_TOKEN: file("glpat-filed\n") })],
    [
      "the variable goes before the file",
      () => ({ GITLAB_TOKEN: " glpat-filed\n", GITLAB_TOKEN_FILE: "/none" }),
    ],
  ])("%s", (_, env) => {
    const io = testIo("/", { ...home, ...env() });
    expect(tokensFor(io).read).toMatchObject([{ name: "GITLAB_TOKEN", value: "glpat-filed" }]);
    expect(secretsOf(io).hide("is glpat-filed")).toBe("is [masked]");
  });

  const trigger = (name: string): Wanted => ({ trigger: name });
  test.each<[string, Env, Wanted, string, string]>([
    ["nothing", home, {}, "TOKEN_NONE", "there is no token for gitlab.example.com"],
    ["no address", api, {}, "INSTANCE_UNKNOWN", "nothing names a GitLab. Name it by --url"],
    [
      "tokens of another instance alone",
      { ...home, ...api, ...job },
      other,
      "TOKEN_NONE",
      "into GITLAB_TOKEN_OTHER_EXAMPLE_COM",
    ],
    [
      "the same host by http",
      { ...home, ...api },
      { url: "http://gitlab.example.com" },
      "TOKEN_NONE",
      "there is no token for http://gitlab.example.com: GITLAB_TOKEN belongs to https://gitlab.example.com. Put",
    ],
    [
      "no scheme",
      api,
      { url: "gitlab.example.com" },
      "INSTANCE_FORM",
      "--url: is no http or https",
    ],
    [
      "an address of a disk",
      { ...api, CI_SERVER_URL: "/srv" },
      {},
      "INSTANCE_FORM",
      "CI_SERVER_URL: is",
    ],
    [
      "an empty variable",
      { ...api, A: " " },
      trigger("A"),
      "TOKEN_MISSING",
      "A holds no trigger token",
    ],
    [
      "a file that is not there",
      { GITLAB_TOKEN_FILE: "/nonexistent/token", ...job },
      {},
      "TOKEN_UNREADABLE",
      "the file that GITLAB_TOKEN names cannot be read",
    ],
    ["a directory", { GITLAB_TOKEN: "/" }, {}, "TOKEN_UNREADABLE", "cannot be read"],
    ["two lines", { A: "a\nb" }, trigger("A"), "TOKEN_UNREADABLE", "what A holds is no token"],
    [
      "a personal token",
      { A: "glpat-5" },
      trigger("A"),
      "TOKEN_KIND",
      "A is to hold a trigger token, but holds a personal, project or group access token",
    ],
  ])("an error: %s", (_, env, wanted, code, message) => {
    expect(() => tokensFor(testIo("/", env), wanted)).toThrow(
      expect.objectContaining({ exit: 2, diagnostics: [expect.objectContaining({ code })] }),
    );
    expect(() => tokensFor(testIo("/", env), wanted)).toThrow(message);
  });

  test.each(["glptt-5f5f5f5f5f", "d6d056f63e50fe6f8c5f8f4aa10edb", "5f5f5f", "__proto__", ""])(
    "a token on the command line is told nowhere: %s",
    (given) => {
      const io = testIo("/", api);
      const choose = () => tokensFor(io, { trigger: given });
      if (given) expect(choose).not.toThrow(given);
      expect(choose).toThrow("takes the name of a variable and never a token itself");
      expect(secretsOf(io).hide(given)).toBe(given && "[masked]");
    },
  );
});

test("statuses that stay as they are", () => {
  expect(statuses.filter(isOver)).toEqual(["success", "failed", "canceled", "skipped"]);
});
