import { expect, test } from "vitest";
import { make } from "./making.ts";

const pyproject =
  '[project]\nname = "web"\n[dependency-groups]\ndev = ["pytest", "pytest-cov", "ruff"]\n';
const backend = '[build-system]\nrequires = ["hatchling"]\n';

test("a member of a uv workspace is built, linted and tested by its lock file", async () => {
  const shared = {
    image: "python:3.12",
    cache: { key: { files: ["uv.lock"], prefix: "uv" }, paths: [".uv-cache/"] },
    variables: { UV_CACHE_DIR: "$CI_PROJECT_DIR/.uv-cache" },
    interruptible: true,
  };
  const installed = ['cd "$SERVICE_DIR"', "pip install uv", "uv sync --locked"];
  const files = {
    "uv.lock": "",
    "web/pyproject.toml": pyproject + backend,
    "web/.python-version": "3.12.4\n",
  };
  expect(await make("python", files)).toEqual({
    build: {
      ...shared,
      stage: "build",
      needs: ["every build"],
      script: [...installed, "uv build --out-dir dist"],
      artifacts: { paths: ["web/dist/"], expire_in: "1 day" },
    },
    lint: {
      ...shared,
      stage: "test",
      needs: [],
      script: [...installed, "uv run --no-sync ruff check"],
    },
    test: {
      ...shared,
      stage: "test",
      needs: ["web:build", "every build"],
      script: [
        ...installed,
        "uv run --no-sync pytest --junitxml=junit.xml --cov --cov-report=term --cov-report=xml:coverage.xml",
      ],
      coverage: "/^TOTAL.*\\s(\\d+(?:\\.\\d+)?)%/",
      artifacts: {
        when: "always",
        reports: {
          junit: "web/junit.xml",
          coverage_report: { coverage_format: "cobertura", path: "web/coverage.xml" },
        },
      },
    },
  });
});

test("without a lock file pip installs, and pytest where nobody names it", async () => {
  expect(await make("python", { "web/requirements.txt": "flask\n" })).toEqual({
    test: {
      image: "python:3",
      cache: { key: { files: ["web/requirements.txt"], prefix: "pip" }, paths: [".pip-cache/"] },
      variables: { PIP_CACHE_DIR: "$CI_PROJECT_DIR/.pip-cache" },
      interruptible: true,
      stage: "test",
      needs: ["every build"],
      script: [
        'cd "$SERVICE_DIR"',
        "pip install --requirement requirements.txt",
        "pip install pytest",
        "pytest --junitxml=junit.xml",
      ],
      artifacts: { when: "always", reports: { junit: "web/junit.xml" } },
    },
  });
});

test("poetry installs by its own lock file", async () => {
  const jobs = await make("python", { "web/pyproject.toml": backend, "web/poetry.lock": "" });
  expect(jobs?.test?.cache).toMatchObject({ key: { files: ["web/poetry.lock"] } });
  expect(jobs?.test?.script).toEqual([
    'cd "$SERVICE_DIR"',
    "pip install poetry",
    "poetry install --no-interaction",
    "poetry run pip install pytest",
    "poetry run pytest --junitxml=junit.xml",
  ]);
});

test("the poetry.lock of another project does not count", async () => {
  const files = { "poetry.lock": "", "pyproject.toml": "", "web/pyproject.toml": pyproject };
  const jobs = await make("python", files);
  expect(jobs?.test?.script.slice(1, 2)).toEqual(["pip install ."]);
  expect(jobs?.test?.cache).toMatchObject({ key: { files: ["web/pyproject.toml"] } });
});

test("the nearer of two lock files counts", async () => {
  const files = { "uv.lock": "", "web/poetry.lock": "", "web/pyproject.toml": pyproject };
  expect((await make("python", files))?.test?.script[1]).toBe("pip install poetry");
});

test("a pyproject.toml with nothing but settings is not installed", async () => {
  const files = { "web/pyproject.toml": "[tool.pytest.ini_options]\n" };
  expect((await make("python", files))?.test?.script[1]).toBe("pytest --junitxml=junit.xml");
});

test("a name that only begins like a tool is not that tool", async () => {
  const jobs = await make("python", { "web/requirements.txt": "ruff-api\npytest-mock\n" });
  expect(jobs).not.toHaveProperty("lint");
  expect(jobs?.test?.script).toContain("pip install pytest");
});

test("options leave out the image and the tests, or run others", async () => {
  const files = { "setup.py": "", "requirements-dev.txt": "ruff" };
  const root = { root: "." };
  const without = await make("python", files, { image: false, test: false }, root);
  expect(Object.keys(without ?? {})).toEqual(["lint"]);
  expect(without?.lint).not.toHaveProperty("image");
  const other = await make("python", files, { test: "python -m unittest" }, root);
  expect(other?.test?.script.slice(1)).toEqual([
    "pip install --requirement requirements-dev.txt .",
    "python -m unittest",
  ]);
  expect(other?.test).not.toHaveProperty("artifacts");
});

test("a directory with odd characters stays out of scripts and patterns", async () => {
  const root = "a b/$(x)";
  const jobs = await make("python", { [`${root}/setup.cfg`]: "" }, {}, { root });
  expect(jobs?.test?.artifacts).toMatchObject({ reports: { junit: "a?b/??x?/junit.xml" } });
  expect(jobs?.test?.script.join()).not.toContain("$(x)");
});

test("python is not for others", async () => {
  expect(await make("python", { "web/go.mod": "" })).toBeUndefined();
});
