import { describe, expect, test } from "vitest";
import { complaints, outline, workspaceOf } from "../tree.ts";

const poetry = { discover: ["poetry"] };

/** Projects that know of each other by their paths, and the root that installs them for tests. */
const repository = {
  "pyproject.toml": `[tool.poetry]
name = "acme-monorepo"
package-mode = false

[tool.poetry.dependencies]
python = "^3.12"

[tool.poetry.group.services.dependencies]
api = { path = "services/api", develop = true }
"acme.log" = { path = "libs/log/", develop = true }

[tool.black]
line-length = 100
`,
  "poetry.lock": "",
  "services/api/pyproject.toml": `[tool.poetry]
name = "api"
version = "0.1.0"
packages = [
    { include = "api", from = "src" },
    { include = "acme/shared/**/*.py", from = "../../components" },
]

[tool.poetry.scripts]
api = "api:main"

[tool.poetry.dependencies]
python = "^3.12"
fastapi = "^0.115"
acme-log = [
    { version = "^1", platform = "win32" },
    { path = "../../libs/log", platform = "linux" },
]
acme-core = "^1.0"
outside = { path = "../../../outside" }
nowhere = { path = "../../libs/nowhere" }

[tool.poetry.dev-dependencies]
acme-testkit = { path = "../../libs/testkit" }
`,
  "services/api/poetry.lock": "",
  "services/worker/pyproject.toml": `[project]
name = "worker"
version = "0.1.0"
dependencies = ["acme-core @ file:../../libs/core", "celery"]

[tool.poetry.dependencies]
acme-core = { develop = true }

[tool.poetry.group.dev]
optional = true
[tool.poetry.group.dev.dependencies]
acme-testkit.path = "../../libs/testkit"
`,
  "libs/core/pyproject.toml": '[tool.poetry]\nname = "acme-core"\n',
  "libs/log/pyproject.toml": `[tool.poetry]
name = "acme-log"
[tool.poetry.dependencies]
acme-core = { path = "../core" }
`,
  "libs/testkit/pyproject.toml": '[tool.poetry]\nname = "acme-testkit"\n',
};

describe("projects with paths to each other", () => {
  test("services and edges", async () => {
    expect(await outline(repository, poetry)).toEqual({
      services: [
        ". acme-monorepo library poetry",
        "services/api api service poetry",
        "libs/core core library poetry",
        "libs/log log library poetry",
        "libs/testkit testkit library poetry",
        "services/worker worker library poetry",
      ],
      edges: [
        "acme-monorepo > api pyproject.toml:9",
        "acme-monorepo > log pyproject.toml:10",
        "api > acme-monorepo services/api/pyproject.toml:21",
        "api > log services/api/pyproject.toml:15",
        "api > testkit services/api/pyproject.toml:24",
        "log > core libs/log/pyproject.toml:4",
        "worker > core services/worker/pyproject.toml:4",
        "worker > testkit services/worker/pyproject.toml:12",
      ],
    });
  });

  test("inputs and lock files", async () => {
    const { services } = await workspaceOf(repository, poetry);
    expect(services.map(({ name, inputs, locks }) => [name, inputs, locks])).toEqual([
      ["acme-monorepo", [], ["poetry.lock"]],
      ["api", ["components/acme/shared/**"], ["services/api/poetry.lock"]],
      ["core", [], ["libs/core/poetry.lock"]],
      ["log", [], ["libs/log/poetry.lock"]],
      ["testkit", [], ["libs/testkit/poetry.lock"]],
      ["worker", [], ["services/worker/poetry.lock"]],
    ]);
  });
});

describe("uv and poetry in one repository", () => {
  const project = (name: string) => `[project]\nname = "${name}"\n`;
  const files = {
    "a/pyproject.toml": "[tool.uv.workspace]\nmembers = ['*']\n",
    "a/a/pyproject.toml": project("a"),
    "b/pyproject.toml": '[tool.poetry]\nname = "b"\n',
    "c/pyproject.toml": project("c"),
    "c/poetry.lock": "",
    "d/pyproject.toml": project("d"),
    "d/uv.lock": "",
    "e/pyproject.toml": `${project("e")}[tool.uv]\n`,
    "f/pyproject.toml": project("f"),
    "g/pyproject.toml": "[tool.poetry]\n[tool.uv]\n",
    "h/pyproject.toml": "[tool.poetry]\n[tool.uv]\n",
    "h/poetry.lock": "",
    "i/pyproject.toml": "[tool.ruff]\n[tool.poetry-version]\n[tool.uv]\n",
    "j/pyproject.toml": "[build-system]\nrequires = ['setuptools']\n",
  };
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  test.each([
    [["uv", "poetry"], "uv poetry poetry uv uv uv uv poetry"],
    [["poetry", "uv"], "uv poetry poetry uv uv poetry uv poetry"],
    [["uv"], "uv uv uv uv uv uv uv uv"],
    [["poetry"], "poetry poetry poetry poetry poetry poetry poetry poetry"],
  ])("%j", async (discover, expected) => {
    const { services } = await outline(files, { discover });
    const claims = expected.split(" ");
    expect(services.map((each) => each.replace(/^\S+ /, ""))).toEqual(
      names.map((name, index) => `${name} library ${claims[index]}`),
    );
  });
});

test("a file that is no TOML", async () => {
  expect(await complaints({ "x/pyproject.toml": "[tool.poetry\n" }, poetry)).toEqual([
    "MANIFEST_SYNTAX x/pyproject.toml:1:13: illegal character in key. Mend the file, or leave it out with services.exclude",
  ]);
});
