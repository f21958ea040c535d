import { defineGenerator, type GeneratedService, shellQuote } from "../src/generate/define.ts";

/** How each package manager installs from its lock file, and where it keeps what it downloads. */
const managers = [
  { lock: "pnpm-lock.yaml", name: "pnpm", install: "pnpm install --frozen-lockfile" },
  { lock: "yarn.lock", name: "yarn", install: "yarn install --immutable" },
  {
    lock: "package-lock.json",
    name: "npm",
    install: 'npm ci --cache "$CI_PROJECT_DIR/.npm" --prefer-offline',
  },
  {
    lock: "npm-shrinkwrap.json",
    name: "npm",
    install: 'npm ci --cache "$CI_PROJECT_DIR/.npm" --prefer-offline',
  },
] as const;

/**
 * npm, pnpm and yarn packages: a job for each of the scripts `build`, `lint` and `test`.
 * Options: `image` (false: the pipeline's default), `install` (false: nothing to install),
 * `artifacts` (what a build leaves, from the package's directory; default `dist/`).
 */
export default defineGenerator({
  name: "node",
  when: (service) => service.has("package.json"),
  async jobs(service, ctx) {
    const manifest = JSON.parse((await service.read("package.json")) ?? "{}") as Manifest;
    const scripts = Object.entries(manifest.scripts ?? {})
      .filter(([key, command]) => isReal(key, command))
      .map(([key]) => key);
    const { image = "node:22", artifacts = ["dist/"], install = true } = ctx.options as Options;
    const { before, cache, manager } = installation(service, manifest);
    const shared = {
      ...(image === false ? {} : { image }),
      ...(install && cache),
      interruptible: true,
    };
    const run = (script: string) => [
      ...(install ? before : []),
      'cd "$SERVICE_DIR"',
      `${manager} run ${script}`,
    ];
    const built = scripts.includes("build");
    return {
      ...(built && {
        build: {
          ...shared,
          stage: "build",
          needs: ctx.needFromDependencies("build"),
          script: run("build"),
          artifacts: { paths: artifacts.map((path) => service.pattern(path)), expire_in: "1 day" },
        },
      }),
      ...(scripts.includes("lint") && {
        lint: { ...shared, stage: "test", needs: [], script: run("lint") },
      }),
      ...(scripts.includes("test") && {
        test: {
          ...shared,
          stage: "test",
          needs: [...(built ? [ctx.need("build")] : []), ...ctx.needFromDependencies("build")],
          script: run("test"),
        },
      }),
    };
  },
});

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

interface Options {
  readonly image?: string | false;
  readonly install?: boolean;
  readonly artifacts?: readonly string[];
}

/** `npm init` writes a test script that only fails; it is nobody's test. */
const isReal = (key: string, command: string) =>
  ["build", "lint", "test"].includes(key) && !command.includes("no test specified");

/** Installs where the lock file lies, which in a workspace is above the package. */
function installation(service: GeneratedService, manifest: Manifest) {
  const manager = managers.find(({ lock }) => service.nearest(lock) !== undefined);
  if (!manager) {
    const needs = manifest.dependencies ?? manifest.devDependencies;
    const before = needs ? ['npm install --prefix "$SERVICE_DIR"'] : [];
    return { manager: "npm", before, cache: {} };
  }
  const directory = service.nearest(manager.lock) as string;
  const lock = directory === "." ? manager.lock : `${directory}/${manager.lock}`;
  const paths = { npm: [".npm/"], pnpm: [".pnpm-store/"], yarn: [".yarn/cache/"] }[manager.name];
  const setup = manager.name === "npm" ? [] : ["corepack enable"];
  const before =
    directory === "."
      ? [manager.install]
      : [`cd ${shellQuote(directory)}`, manager.install, 'cd "$CI_PROJECT_DIR"'];
  return {
    manager: manager.name,
    before: [...setup, ...before],
    cache: { cache: { key: { files: [lock], prefix: manager.name }, paths } },
  };
}
