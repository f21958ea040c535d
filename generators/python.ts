import { defineGenerator, type GeneratedService } from "../src/generate/define.ts";

interface Options {
  readonly image?: string | false;
  readonly test?: string | false;
}

/** How a tool installs what a project needs, and runs a command among it. */
interface Manager {
  readonly name: string;
  readonly install: readonly string[];
  /** Adds a package that the project does not name. */
  readonly add: (name: string) => string;
  readonly run: string;
  readonly build: string;
  /** The variable that says where downloads are kept. */
  readonly cache: string;
  /** The file that the cache goes by. */
  readonly lock: string;
}

/**
 * Python projects: `build` makes the distribution where there is a `[build-system]`, `lint` runs
 * ruff where the project names it, `test` runs pytest with a JUnit report, and with coverage
 * where the project names pytest-cov. Packages come by uv.lock or poetry.lock, else by pip.
 * Options: `image` (default: python of the version in .python-version; false: the pipeline's
 * default) and `test` (the command, default `pytest`; false: no such job).
 */
export default defineGenerator({
  name: "python",
  when: (service) => manifests.some((file) => service.has(file)),
  async jobs(service, ctx) {
    const version = /^\d+\.\d+/.exec((await service.read(".python-version")) ?? "")?.[0];
    const { image = `python:${version ?? "3"}`, test = "pytest" } = ctx.options as Options;
    const texts = await Promise.all([...manifests, ...moreRequirements].map(service.read));
    const said = texts.join("\n");
    const names = (tool: string) => new RegExp(`(?<![\\w-])${tool}(?![\\w-])`).test(said);
    const project = texts[0] ?? "";
    const built = /^\s*\[build-system\]/m.test(project);
    const manager = managerOf(service, /^\s*\[(?:project|build-system)\]/m.test(project));
    const directory = `.${manager.name}-cache`;
    const shared = {
      ...(image !== false && { image }),
      cache: { key: { files: [manager.lock], prefix: manager.name }, paths: [`${directory}/`] },
      variables: { [manager.cache]: `$CI_PROJECT_DIR/${directory}` },
      interruptible: true,
    };
    const script = (...lines: string[]) => ['cd "$SERVICE_DIR"', ...manager.install, ...lines];
    const covered = names("pytest-cov");
    return {
      ...(built && {
        build: {
          ...shared,
          stage: "build",
          needs: ctx.needFromDependencies("build"),
          script: script(manager.build),
          artifacts: { paths: [service.pattern("dist/")], expire_in: "1 day" },
        },
      }),
      ...(names("ruff") && {
        lint: { ...shared, stage: "test", needs: [], script: script(`${manager.run}ruff check`) },
      }),
      ...(test !== false && {
        test: {
          ...shared,
          stage: "test",
          needs: [...(built ? [ctx.need("build")] : []), ...ctx.needFromDependencies("build")],
          script: script(
            ...(test !== "pytest" || names("pytest") || covered ? [] : [manager.add("pytest")]),
            `${manager.run}${test === "pytest" ? pytest(covered) : test}`,
          ),
          ...(test === "pytest" && reported(service, covered)),
        },
      }),
    };
  },
});

const manifests = ["pyproject.toml", "requirements.txt", "setup.py", "setup.cfg"];
const moreRequirements = ["requirements-dev.txt", "dev-requirements.txt", "requirements-test.txt"];

const pytest = (covered: boolean) =>
  `pytest --junitxml=junit.xml${covered ? " --cov --cov-report=term --cov-report=xml:coverage.xml" : ""}`;

/** Where pytest leaves its reports, also those of tests that fail. */
const reported = (service: GeneratedService, covered: boolean) => ({
  ...(covered && { coverage: "/^TOTAL.*\\s(\\d+(?:\\.\\d+)?)%/" }),
  artifacts: {
    when: "always" as const,
    reports: {
      junit: service.pattern("junit.xml"),
      ...(covered && {
        coverage_report: {
          coverage_format: "cobertura" as const,
          path: service.pattern("coverage.xml"),
        },
      }),
    },
  },
});

/** By the nearest lock file. Poetry locks one project, so its file counts beside the manifest. */
function managerOf(service: GeneratedService, described: boolean): Manager {
  const nearest = service.nearest("uv.lock", "poetry.lock");
  const lock = (file: string) => (nearest === "." ? file : `${nearest}/${file}`);
  if (nearest !== undefined && nearest === service.nearest("uv.lock")) {
    return {
      name: "uv",
      install: ["pip install uv", "uv sync --locked"],
      add: (name) => `uv pip install ${name}`,
      run: "uv run --no-sync ",
      build: "uv build --out-dir dist",
      cache: "UV_CACHE_DIR",
      lock: lock("uv.lock"),
    };
  }
  if (nearest !== undefined && nearest === service.nearest("pyproject.toml")) {
    return {
      name: "poetry",
      install: ["pip install poetry", "poetry install --no-interaction"],
      add: (name) => `poetry run pip install ${name}`,
      run: "poetry run ",
      build: "poetry build",
      cache: "POETRY_CACHE_DIR",
      lock: lock("poetry.lock"),
    };
  }
  return pip(service, described);
}

/** Requirements first, then the project itself, where a manifest describes one. */
function pip(service: GeneratedService, described: boolean): Manager {
  const [first = ""] = ["requirements.txt", ...manifests].filter((file) => service.has(file));
  const project = described || service.has("setup.py");
  const lists = ["requirements.txt", ...moreRequirements].filter((file) => service.has(file));
  const wanted = [...lists.map((file) => `--requirement ${file}`), ...(project ? ["."] : [])];
  return {
    name: "pip",
    install: wanted.length > 0 ? [`pip install ${wanted.join(" ")}`] : [],
    add: (name) => `pip install ${name}`,
    run: "",
    build: "pip wheel --no-deps --wheel-dir dist .",
    cache: "PIP_CACHE_DIR",
    lock: service.path(first),
  };
}
