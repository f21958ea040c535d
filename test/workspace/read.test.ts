import { describe, expect, test } from "vitest";
import { ecosystemNames } from "../../src/workspace/discover/index.ts";
import { readWorkspace } from "../../src/workspace/index.ts";
import { complaints, outline, settings, treeOf, workspaceOf } from "./tree.ts";

const polyglot = {
  "package.json": { private: true, workspaces: ["apps/*", "libs/*"] },
  "apps/web/package.json": { name: "@acme/web", dependencies: { "@acme/ui": "^1.0.0" } },
  "apps/web/Dockerfile": "FROM node:22\n",
  "libs/ui/package.json": { name: "@acme/ui", main: "index.js" },
  "tools/go.mod": "module example.com/tools\n",
  "tools/cmd/lint/main.go": "package main\n",
  "proto/api.proto": "",
};
const all = { discover: ["docker", "npm", "go"], config: "fanout.config.ts" };

describe("services of several ecosystems", () => {
  test("at one root they become one", async () => {
    expect(await outline(polyglot, all)).toEqual({
      services: [
        "tools tools service go",
        "libs/ui ui library npm",
        "apps/web web service docker+npm",
      ],
      edges: ["web > ui apps/web/package.json:4"],
    });
    const web = (await workspaceOf(polyglot, all)).services.find(({ name }) => name === "web");
    expect(web?.inputs.slice(0, 2)).toEqual(["package.json", "pnpm-workspace.yaml"]);
    expect(web?.inputs).toContain("apps/web/**");
    expect(web?.locks).toContain("package-lock.json");
  });

  test("a library with a Dockerfile is a service", async () => {
    const files = { ...polyglot, "libs/ui/Dockerfile": "" };
    expect((await outline(files, all)).services).toContain("libs/ui ui service docker+npm");
  });
});

describe("definitions", () => {
  test("enrich and rename what was found, and add what was not", async () => {
    const define = {
      frontend: {
        root: "./apps/web/",
        kind: "library" as const,
        tags: ["js"],
        inputs: ["proto/**", "!package-lock.json"],
        dependsOn: ["ui", "proto"],
        generators: ["node", { use: "./ci/deploy.ts", with: { region: "eu" } }],
        variables: { PORT: "80" },
      },
      proto: { root: "proto" },
    };
    const { services, edges } = await workspaceOf(polyglot, { ...all, define });
    expect(services.map(({ name }) => name)).toEqual(["frontend", "proto", "tools", "ui"]);
    expect(services[0]).toMatchObject({
      ...{ root: "apps/web", kind: "library", tags: ["js"], foundBy: ["docker", "npm"] },
      generators: define.frontend.generators,
      variables: { PORT: "80" },
    });
    expect(services[0]?.inputs.slice(0, 3)).toEqual([
      "proto/**",
      "!package-lock.json",
      "package.json",
    ]);
    expect(services[1]).toEqual({
      ...{ name: "proto", root: "proto", kind: "service", tags: [], inputs: [], foundBy: [] },
      locks: [],
      variables: {},
    });
    // The manifest's edge to ui stands before that of the configuration.
    expect(edges).toEqual([
      { from: "frontend", to: "proto", manifest: "fanout.config.ts" },
      { from: "frontend", to: "ui", manifest: "apps/web/package.json", line: 4 },
    ]);
  });

  test("a submodule and the repository itself can be roots", async () => {
    const define = { ledger: { root: "third_party/ledger" }, all: { root: "." } };
    const { services } = await workspaceOf({ "third_party/ledger": "", "x.md": "" }, { define });
    expect(services.map(({ name, root }) => [name, root])).toEqual([
      ["all", "."],
      ["ledger", "third_party/ledger"],
    ]);
  });
});

describe("names", () => {
  const named = async (files: Record<string, unknown>) =>
    (await outline(files, { discover: ["npm"] })).services.map((each) =>
      each.split(" ").slice(0, 2).join(" "),
    );

  test("base names that collide give way to the whole directory, all of them", async () => {
    const files = {
      "apps/api/package.json": {},
      "libs/api/package.json": {},
      "libs/log/package.json": {},
      "web/package.json": {},
      "x/web/package.json": {},
    };
    expect(await named(files)).toEqual([
      "apps/api apps/api",
      "libs/api libs/api",
      "libs/log log",
      "web web",
      "x/web x/web",
    ]);
  });

  test.each([
    [{ name: "@acme/shop" }, ". shop"],
    [{}, ". root"],
    [{ name: "a" }, ". root"],
  ])("the repository's own service: %j", async (manifest, expected) => {
    expect(await named({ "package.json": manifest, "a/package.json": {} })).toContain(expected);
  });

  test("a name from the disk may hold anything that is harmless on paper", async () => {
    const files = { 'services/$(touch owned); "x"/package.json': {} };
    const { services } = await workspaceOf(files, { discover: ["npm"] });
    expect(services[0]?.name).toBe('$(touch owned); "x"');
  });
});

describe("services.exclude", () => {
  test("drops what lies there, though its manifest be broken", async () => {
    const files = {
      ...polyglot,
      "apps/web/test/fixtures/broken/package.json": "{",
      "apps/web/test/fixtures/ok/package.json": { name: "ok" },
      "old/Dockerfile": "",
    };
    const { services } = await outline(files, { ...all, exclude: ["**/fixtures/**", "old"] });
    expect(services).toHaveLength(3);
  });

  test("of one manifest leaves what others say of the directory", async () => {
    const exclude = ["**/Dockerfile"];
    const { services } = await outline(polyglot, { ...all, exclude });
    expect(services).toContain("apps/web web service npm");
  });

  test("of a workspace root's manifest keeps the workspace", async () => {
    const { edges } = await outline(polyglot, { ...all, exclude: ["package.json"] });
    expect(edges).toEqual(["web > ui apps/web/package.json:4"]);
  });

  test("of a dependency makes it an input of those that need it", async () => {
    const { services, edges } = await workspaceOf(polyglot, { ...all, exclude: ["libs"] });
    expect(edges).toEqual([]);
    expect(services.find(({ name }) => name === "web")?.inputs).toContain("libs/ui");
  });
});

test("the order of the files and of the settings makes no difference", async () => {
  const tree = treeOf(polyglot);
  const backwards = { ...tree, paths: [...tree.paths].reverse() };
  const other = { ...all, discover: ["go", "npm", "docker", "npm"] };
  expect(await readWorkspace(backwards, settings(other))).toEqual(
    await readWorkspace(tree, settings(all)),
  );
});

test.each([
  [[], "neither services.discover nor services.define names any"],
  [["go"], "nothing was found for go"],
])("a repository without services: %j", async (discover, problem) => {
  const { diagnostics } = await readWorkspace(treeOf({ "a.md": "" }), settings({ discover }));
  expect(diagnostics).toMatchObject([
    { code: "WORKSPACE_EMPTY", severity: "warning", message: expect.stringContaining(problem) },
  ]);
});

describe("what is wrong is told", () => {
  const cases: [what: string, given: Parameters<typeof complaints>[1], expected: string[]][] = [
    [
      "an unknown ecosystem",
      { discover: ["nmp"] },
      [
        'ECOSYSTEM_UNKNOWN services > discover > 0: "nmp" is no ecosystem that fanout can discover. Did you mean "npm"?',
      ],
    ],
    [
      "another unknown ecosystem",
      { discover: ["cobol"] },
      [
        `ECOSYSTEM_UNKNOWN services > discover > 0: "cobol" is no ecosystem that fanout can discover. Known are ${ecosystemNames.join(", ")}`,
      ],
    ],
    [
      "roots outside the repository",
      { define: { a: { root: "../x" }, b: { root: "/x" }, c: { root: "" } } },
      ["../x", "/x", ""].map(
        (root, index) =>
          `SERVICE_ROOT_OUTSIDE services > define > ${"abc"[index]}: the root "${root}" is not inside the repository. A root is relative to the repository, such as services/api`,
      ),
    ],
    [
      "a root that is not there",
      { define: { a: { root: "apps/wbe" }, b: { root: "nowhere/at/all" } } },
      [
        'SERVICE_ROOT_MISSING services > define > a: the repository has no directory "apps/wbe". Did you mean "apps/web"?',
        'SERVICE_ROOT_MISSING services > define > b: the repository has no directory "nowhere/at/all". A root is relative to the repository and holds tracked files',
      ],
    ],
    [
      "one root twice",
      { define: { b: { root: "proto/" }, a: { root: "proto" } } },
      [
        'SERVICE_ROOT_TWICE services > define > b: the root "proto" is also that of the service "a". Keep one of the two definitions',
      ],
    ],
    [
      "a definition with the name of a discovered service",
      { discover: ["npm"], define: { web: { root: "proto" } } },
      [
        'SERVICE_NAME_TAKEN services > define > web: "proto" and "apps/web" would both be the service "web". Give one of them another name in services.define',
      ],
    ],
    [
      "dependencies on unknown services",
      { define: { a: { root: "proto", dependsOn: ["a", "b"] } } },
      [
        'SERVICE_DEPENDENCY_UNKNOWN services > define > a > dependsOn > 1: no service is called "b". Did you mean "a"?',
      ],
    ],
    [
      "names that cannot be",
      { define: { " ": { root: "proto" }, "a\nb": { root: "tools" } } },
      [
        'SERVICE_NAME_INVALID services > define >  : the service name " " of "proto" is empty. Give the directory a name in services.define, or leave it out with services.exclude',
        'SERVICE_NAME_INVALID services > define > a\nb: the service name "a\\nb" of "tools" holds a line break or another control character. Give the directory a name in services.define, or leave it out with services.exclude',
      ],
    ],
    [
      "patterns that cannot be",
      { exclude: ["", "../x"], define: { a: { root: "proto", inputs: ["!x"] } } },
      [
        'PATTERN_INVALID services > exclude > 0: the pattern "" is empty. Patterns are relative to the repository, such as services/api/** or **/*.md',
        'PATTERN_INVALID services > exclude > 1: the pattern "../x" leads out of the repository. Patterns are relative to the repository, such as services/api/** or **/*.md',
      ],
    ],
    [
      "inputs that only take away",
      { define: { a: { root: "proto", inputs: ["!x"] } } },
      [
        "PATTERN_ONLY_NEGATED services > define > a > inputs: every pattern takes paths away, so that none is left. Put a pattern without ! beside them, such as **",
      ],
    ],
    [
      "everything at once",
      { discover: ["gо", "npm"], define: { a: { root: ".." }, b: { root: "x" } } },
      ["SERVICE_ROOT_OUTSIDE", "SERVICE_ROOT_MISSING", "ECOSYSTEM_UNKNOWN"],
    ],
  ];
  test.each(cases)("%s", async (_, given, expected) => {
    const told = await complaints(polyglot, given);
    expect(
      told.map((each, index) => (expected[index]?.includes(" ") ? each : each.split(" ")[0])),
    ).toEqual(expected);
  });

  test("a directory that is no name, and how to mend it", async () => {
    const files = { "a\nb/package.json": {}, "x\udcff/package.json": {} };
    expect(await complaints(files, { discover: ["npm"] })).toEqual([
      expect.stringMatching(/^SERVICE_NAME_INVALID : the service name "a\\nb" .* or leave it out/),
      'SERVICE_PATH_NOT_UTF8 : the service directory "x\\udcff" has a name that is not UTF-8. Rename the directory, or leave it out with services.exclude',
    ]);
    const mended = { exclude: ["x*"], define: { ab: { root: "a\nb" } } };
    expect(await complaints(files, { discover: ["npm"], ...mended })).toEqual([]);
  });

  test("with the configuration's own file in front", async () => {
    const given = { config: "fanout.config.ts", define: { a: { root: ".." } } };
    expect((await complaints({}, given))[0]).toMatch(
      /^SERVICE_ROOT_OUTSIDE fanout.config.ts > ser/,
    );
  });

  test("two services that would share the name root", async () => {
    const files = {
      "package.json": { name: "a" },
      "a/package.json": {},
      "x/root/package.json": {},
    };
    expect(await complaints(files, { discover: ["npm"] })).toEqual([
      'SERVICE_NAME_TAKEN : "." and "x/root" would both be the service "root". Give one of them another name in services.define',
    ]);
  });
});
