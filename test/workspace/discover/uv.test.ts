import { describe, expect, test } from "vitest";
import { complaints, type Files, outline, workspaceOf } from "../tree.ts";

const uv = { discover: ["uv"] };
const project = (name: string, rest = "") =>
  `[project]\nname = "${name}"\nversion = "0.1.0"\n${rest}`;

/** A workspace whose root is a service, with projects beside it that stand on their own. */
const repository = {
  "pyproject.toml": `[project]
name = "acme"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = ["acme-core"]

[project.scripts]
acme = "acme:main"

[tool.uv]
override-dependencies = ["Shared_Fork==1.0"]

[tool.uv.workspace]
members = [
    "packages/*",
    "services/api",
]
exclude = ["packages/seeds"]

[tool.uv.sources]
acme-core = { workspace = true }
shared-fork = { path = "third_party/fork", editable = true }
httpx = { path = "third_party/httpx" }

[tool.ruff]
line-length = 100
`,
  "uv.lock": "version = 1\n",
  "packages/core/pyproject.toml": project(
    "acme.core",
    `dependencies = [
    "pydantic>=2",
    "Acme_Log[json] >= 0.1; python_version > '3.8'",
]

[dependency-groups]
test = ["acme-testkit"]
dev = [{ include-group = "test" }, "ruff"]

[build-system]
requires = ["hatchling", "acme-hooks"]
`,
  ),
  "packages/log/pyproject.toml": project("acme-log"),
  "packages/testkit/pyproject.toml": project(
    "acme-testkit",
    `[project.optional-dependencies]
http = [
    "httpx",
    "acme-core",
]
`,
  ),
  "packages/hooks/pyproject.toml": project("acme-hooks"),
  "packages/seeds/pyproject.toml": project("seeds", 'dependencies = ["acme-core"]\n'),
  "packages/seeds/seeds/__main__.py": "",
  "packages/README.md": "",
  "services/api/pyproject.toml": project(
    "api",
    `dependencies = ["acme-core", "torch", "legacy"]

[tool.uv]
dev-dependencies = ["acme-testkit"]

[tool.uv.sources]
acme-core.workspace = true
torch = [
    { index = "cpu", marker = "sys_platform == 'darwin'" },
    { path = "../../wheels/torch.whl" },
]
legacy = { path = "../../legacy" }
outside = { path = "../../../outside" }
`,
  ),
  "services/api/src/api/main.py": "",
  "legacy/pyproject.toml": '[build-system]\nrequires = ["setuptools"]\n',
  "legacy/setup.cfg": "",
  "wheels/torch.whl": "",
  "third_party/fork/pyproject.toml": project("shared-fork"),
  "third_party/httpx/pyproject.toml": project("httpx"),
  "tools/pyproject.toml": "[tool.ruff]\nline-length = 80\n",
  "vendor/x/pyproject.toml": "no TOML",
  "vendor/y/pyproject.toml": project("y"),
};

describe("a workspace whose root is a service", () => {
  test("services and edges", async () => {
    expect(await outline(repository, uv)).toEqual({
      services: [
        ". acme service uv",
        "services/api api service uv",
        "packages/core core library uv",
        "third_party/fork fork library uv",
        "packages/hooks hooks library uv",
        "third_party/httpx httpx library uv",
        "legacy legacy library uv",
        "packages/log log library uv",
        "packages/seeds seeds service uv",
        "packages/testkit testkit library uv",
      ],
      edges: [
        "acme > core pyproject.toml:5",
        "acme > fork pyproject.toml:11",
        "acme > httpx pyproject.toml:23",
        "api > acme services/api/pyproject.toml:11",
        "api > core services/api/pyproject.toml:4",
        "api > fork pyproject.toml:11",
        "api > legacy services/api/pyproject.toml:15",
        "api > testkit services/api/pyproject.toml:7",
        "core > fork pyproject.toml:11",
        "core > hooks packages/core/pyproject.toml:14",
        "core > log packages/core/pyproject.toml:6",
        "core > testkit packages/core/pyproject.toml:10",
        "hooks > fork pyproject.toml:11",
        "log > fork pyproject.toml:11",
        "testkit > core packages/testkit/pyproject.toml:7",
        "testkit > fork pyproject.toml:11",
        "testkit > httpx packages/testkit/pyproject.toml:6",
      ],
    });
    const { cycles } = await workspaceOf(repository, uv);
    expect(cycles).toEqual([["core", "testkit"]]);
  });

  test("inputs and lock files", async () => {
    const { services } = await workspaceOf(repository, uv);
    const shared = ["pyproject.toml", "uv.toml", ".python-version"];
    expect(services.map(({ name, inputs, locks }) => [name, inputs, locks])).toEqual([
      ["acme", [], ["uv.lock"]],
      ["api", shared, ["uv.lock"]],
      ["core", shared, ["uv.lock"]],
      ["fork", [], []],
      ["hooks", shared, ["uv.lock"]],
      ["httpx", [], []],
      ["legacy", [], []],
      ["log", shared, ["uv.lock"]],
      ["seeds", [], []],
      ["testkit", shared, ["uv.lock"]],
    ]);
  });
});

test("a virtual root, and a workspace nested in another", async () => {
  const files = {
    "pyproject.toml": "[tool.uv.workspace]\nmembers = ['apps/**', './inner']\n",
    "apps/a/pyproject.toml": project("a", "dependencies = ['b', 'c']\n"),
    "inner/pyproject.toml": project("inner", "[tool.uv.workspace]\nmembers = ['b', '../lib/?']\n"),
    "inner/b/pyproject.toml": project("b", "dependencies = ['c']\n"),
    "lib/c/pyproject.toml": project("c", "dependencies = ['inner', 'a']\n"),
  };
  expect(await outline(files, uv)).toEqual({
    services: [
      "apps/a a library uv",
      "inner/b b library uv",
      "lib/c c library uv",
      "inner inner library uv",
    ],
    edges: ["b > c inner/b/pyproject.toml:4", "c > inner lib/c/pyproject.toml:4"],
  });
  const { services } = await workspaceOf(files, uv);
  expect(services.map(({ name, locks }) => `${name} ${locks}`)).toEqual([
    "a uv.lock",
    "b inner/uv.lock",
    "c inner/uv.lock",
    "inner inner/uv.lock,uv.lock",
  ]);
});

test("a member's own source counts before that of the workspace, and counts without dependency", async () => {
  const files = {
    "pyproject.toml":
      "[tool.uv.workspace]\nmembers = ['m/*']\n[tool.uv.sources]\nx = { path = 'one' }\n",
    "m/a/pyproject.toml": project(
      "a",
      "dependencies = ['x']\n[tool.uv.sources]\nx = { path = '../../two' }\nB_ = { workspace = true }\n",
    ),
    "m/b/pyproject.toml": project("b-", "dependencies = ['x']\n"),
    "one/pyproject.toml": project("x"),
    "two/pyproject.toml": project("x"),
  };
  expect((await outline(files, uv)).edges).toEqual([
    "a > b m/a/pyproject.toml:7",
    "a > two m/a/pyproject.toml:6",
    "b > one m/b/pyproject.toml:4",
  ]);
});

describe("a project with", () => {
  const kindOf = async (files: Files) =>
    (await outline({ "x/pyproject.toml": project("x"), ...files }, uv)).services;
  test.each<[string, Files, string]>([
    ["nothing that starts", { "x/x.py": "", "x/src/x/y/main.py": "" }, "library"],
    ["scripts", { "x/pyproject.toml": project("x", "[project.scripts]\na = 'x:a'\n") }, "service"],
    ["no script", { "x/pyproject.toml": project("x", "[project.scripts]\n") }, "library"],
    [
      "gui-scripts",
      { "x/pyproject.toml": project("x", "[project.gui-scripts]\na = 'x:a'\n") },
      "service",
    ],
    ["main.py", { "x/main.py": "" }, "service"],
    ["manage.py", { "x/manage.py": "" }, "service"],
    ["a package with app.py", { "x/shop/app.py": "" }, "service"],
    ["src/main.py", { "x/src/main.py": "" }, "service"],
    ["a package in src with __main__.py", { "x/src/x/__main__.py": "" }, "service"],
    ["a test that is called app.py", { "x/tests/app.py": "", "x/src/tests/app.py": "" }, "library"],
  ])("%s", async (_, files, kind) => {
    expect(await kindOf(files)).toEqual([`x x ${kind} uv`]);
  });
});

describe("a direct reference", () => {
  test.each([
    ["b @ file:../b", true],
    ["b@file:../b#egg=b", true],
    ["b[extra] @ file://../b ; python_version > '3'", true],
    ["b @ ../b", true],
    ["b @ file:///${PROJECT_ROOT}/../b", true],
    ["b @ {root:uri}/../b", true],
    ["b @ {root:parent:uri}/b", true],
    ["b @ file:///srv/b", false],
    ["b @ file:../../b", false],
    ["b @ https://example.com/b.whl", false],
    ["b @ git+ssh://git@example.com/b.git", false],
    ["b", false],
  ])("%s", async (requirement, leads) => {
    const files = {
      "a/pyproject.toml": project("a", `dependencies = ["${requirement}"]\n`),
      "b/pyproject.toml": project("b"),
    };
    expect((await outline(files, uv)).edges).toEqual(leads ? ["a > b a/pyproject.toml:4"] : []);
  });
});

describe("paths that lead nowhere", () => {
  test("to no project, or into a submodule: an input, so that nothing is lost", async () => {
    const sources = "[tool.uv.sources]\nb = { path = '../b' }\nc = { path = '../sub/c' }\n";
    const files = { "a/pyproject.toml": project("a", sources), sub: "(a submodule)" };
    expect((await workspaceOf(files, uv)).services[0]?.inputs).toEqual(["b", "sub"]);
  });

  test("a member that is a submodule, and an exclude that leads out of the repository", async () => {
    const files = {
      "pyproject.toml": "[tool.uv.workspace]\nmembers = ['a', 'sub']\nexclude = ['../x']\n",
      "a/pyproject.toml": project("a"),
      sub: "(a submodule)",
    };
    expect((await workspaceOf(files, uv)).services[0]?.inputs).toEqual([
      "pyproject.toml",
      "uv.toml",
      ".python-version",
      "sub",
      "sub/**",
    ]);
  });
});

describe("what cannot be read", () => {
  const next = "Mend the file, or leave it out with services.exclude";
  test.each<[string, string, string]>([
    ["[project]\nname = x\n", "MANIFEST_SYNTAX x/pyproject.toml:2:8", "invalid value"],
    [
      "[tool.uv.workspace]\nmembers = 'a'\n",
      "MANIFEST_INVALID x/pyproject.toml:2",
      "tool.uv.workspace.members is no list of directories",
    ],
    [
      "[tool.uv.workspace]\nexclude = [[]]\n",
      "MANIFEST_INVALID x/pyproject.toml:2",
      "tool.uv.workspace.exclude is no list of directories",
    ],
    [
      "[tool.uv.workspace]\nmembers = ['a', '../../b']\n",
      "MANIFEST_INVALID x/pyproject.toml:2",
      'the workspace member "../../b" leads out of the repository',
    ],
    [
      "[project]\ndependencies = { a = '1' }\n",
      "MANIFEST_INVALID x/pyproject.toml:2",
      "project.dependencies is no list of requirements",
    ],
    [
      "[dependency-groups]\nlint = []\ndev = 'ruff'\n",
      "MANIFEST_INVALID x/pyproject.toml:3",
      "dependency-groups.dev is no list of requirements",
    ],
  ])("%j", async (text, where, problem) => {
    expect(await complaints({ "x/pyproject.toml": text }, uv)).toEqual([
      `${where}: ${problem}. ${next}`,
    ]);
  });

  test("one that is left out", async () => {
    const files = { "x/pyproject.toml": "[", "y/pyproject.toml": project("y") };
    expect(await outline(files, { ...uv, exclude: ["x"] })).toEqual({
      services: ["y y library uv"],
      edges: [],
    });
  });
});
