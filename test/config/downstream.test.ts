import { describe, expect, test } from "vitest";
import { validateConfig } from "../../src/config/index.ts";
import { UserError } from "../../src/diagnostics/index.ts";

function complaints(value: unknown): string {
  try {
    validateConfig(value, "c.json");
    return "";
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

test("entries of downstream have their defaults, and keep what is written", () => {
  const full = {
    project: "group/sub/app",
    ref: { same: true },
    services: ["lib", "libs/*"],
    variables: { VERSION: "5$\n'\"" },
    inputs: { tier: "live", parts: ["a"], count: 3, dry: false },
    strategy: "none",
    how: "api",
    url: "https://gitlab.example.com/gitlab",
  };
  const config = { downstream: { app: { project: "group/app" }, "full.2": full } };
  expect(validateConfig(config, "c").downstream).toEqual({
    app: { project: "group/app", how: "job" },
    "full.2": full,
  });
});

test("upstream is by the path of a project", () => {
  const upstream = {
    "group/lib": { id: 42, services: ["app"], paths: { "src/api/**": ["web", "libs/*"] } },
    "group/only-paths": { paths: { "**": ["web"] } },
  };
  expect(validateConfig({ upstream }, "c").upstream).toEqual(upstream);
});

test("schedules have a policy of their own, where they are given one", () => {
  expect(validateConfig({ base: { schedule: "last-success" } }, "c").base).toEqual({
    branch: "before",
    schedule: "last-success",
    unknown: "all",
  });
  expect(complaints({ base: { schedule: "before" } })).toContain("c.json › base › schedule: ");
});

describe("a mistake in downstream is told with its place", () => {
  const app = { project: "group/app" };
  test.each<[object, string]>([
    [{ a: {} }, "c.json › downstream › a › project: "],
    [
      { a: { project: "app" } },
      'c.json › downstream › a › project: should be the full path of a project, such as group/app, but it is "app"',
    ],
    [{ a: { project: "https://x/group/app" } }, "should be the full path of a project"],
    [
      { "a b": app },
      "c.json › downstream › a b: should have a name of letters, digits, ., - and _",
    ],
    [{ a: { ...app, services: [] } }, "c.json › downstream › a › services: "],
    [
      { a: { ...app, ref: "" } },
      "c.json › downstream › a › ref: should be the name of a branch or a tag",
    ],
    [{ a: { ...app, ref: { same: false } } }, "c.json › downstream › a › ref › same: "],
    [{ a: { ...app, branch: "x" } }, 'c.json › downstream › a: unknown key "branch"'],
    [{ a: { ...app, strategy: false } }, "c.json › downstream › a › strategy: "],
    [{ a: { ...app, variables: { A: 1 } } }, "c.json › downstream › a › variables › A: "],
    [
      { a: { ...app, url: "https://gitlab.example.com" } },
      'c.json › downstream › a › url: should be left out with how: "job"',
    ],
    [
      { a: { ...app, how: "api", url: "https://me:secret@gitlab.example.com" } },
      "c.json › downstream › a › url: should be such as https://gitlab.example.com",
    ],
    [
      { a: { ...app, how: "api", stage: "deploy" } },
      'c.json › downstream › a › stage: should be left out with how: "api"',
    ],
    [
      { a: { ...app, how: "api", forward: {} } },
      'c.json › downstream › a › forward: should be left out with how: "api"',
    ],
    [
      { a: app, b: { project: "Group/App", services: ["x"] } },
      'c.json › downstream › b › project: should not start what "a" starts, with the same ref, variables and inputs',
    ],
  ])("%j", (downstream, says) => {
    expect(complaints({ downstream })).toContain(says);
  });

  test("what differs in its ref, its inputs or its instance is started beside it", () => {
    const downstream = {
      a: app,
      b: { ...app, ref: "main" },
      c: { ...app, inputs: { tier: "live" } },
      d: { ...app, how: "api", url: "https://gitlab.example.com" },
    };
    expect(complaints({ downstream })).toBe("");
  });
});

describe("a mistake in upstream is told with its place", () => {
  const some = { services: ["x"] };
  test.each<[object, string]>([
    [{ lib: some }, "c.json › upstream › lib: should be the full path of a project"],
    [{ "group/lib": {} }, "c.json › upstream › group/lib: should have services or paths, or both"],
    [{ "group/lib": { paths: {} } }, "should have services or paths, or both"],
    [
      { "group/lib": { paths: { "src/**": [] } } },
      "c.json › upstream › group/lib › paths › src/**: ",
    ],
    [
      { "group/lib": some, "Group/Lib": some },
      'c.json › upstream › Group/Lib: should be named once, and is the project "group/lib"',
    ],
    [
      { "group/lib": { ...some, id: 3 }, "group/other": { ...some, id: 3 } },
      'c.json › upstream › group/other: should be named once, and is the project "group/lib"',
    ],
  ])("%j", (upstream, says) => {
    expect(complaints({ upstream })).toContain(says);
  });
});

test.each([
  '{ "downstream": { "__proto__": { "project": "group/app" } } }',
  '{ "services": { "define": { "__proto__": { "root": "a" } } } }',
])("a name that would be passed over is refused: %s", (text) => {
  expect(complaints(JSON.parse(text))).toMatch(/› __proto__: is a name that JavaScript keeps/);
});

test("a configuration that refers to itself is no endless walk", () => {
  const params: Record<string, unknown> = {};
  params.params = params;
  expect(complaints({ params })).toContain("c.json › params › params");
});
