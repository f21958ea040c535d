import { describe, expect, test } from "vitest";
import { builtIn } from "../../src/generate/built-in.ts";
import { isSymbolicNeed } from "../../src/generate/need.ts";
import { generatedService } from "../../src/generate/service.ts";
import type { GenerateContext } from "../../src/generate/types.ts";
import { definePipeline } from "../../src/model/index.ts";
import type { Service } from "../../src/workspace/index.ts";
import { treeOf } from "../workspace/tree.ts";

const service = (root: string): Service => ({
  name: "web",
  root,
  kind: "service",
  tags: [],
  inputs: [],
  locks: [],
  foundBy: [],
  variables: {},
});

const context = (options: object): GenerateContext => ({
  need: (job) => `web:${job}` as never,
  needFromDependencies: () => [],
  needFromParent: () => ({}) as never,
  needFromProject: () => ({}) as never,
  branchIn: async (project) => (project === "group/app" ? "topic" : undefined),
  options: options as Record<string, unknown>,
  params: {},
  matrix: {},
  base: { sha: null },
  pipeline: {
    source: "push",
    event: "push",
    ref: "main",
    refType: "branch",
    defaultBranch: "main",
  },
  gitlab: { version: "18.11", strategy: "mirror" },
});

type Made = Record<string, Record<string, unknown> & { script?: string[] }>;

/** The jobs of a built-in generator for the service at `root`; `undefined` when it is not for it. */
async function make(
  name: string,
  files: Record<string, string>,
  root = "web",
  options: object = {},
) {
  const generator = builtIn[name]!;
  const view = generatedService(service(root), [], treeOf(files));
  if (generator.when && !generator.when(view)) return undefined;
  if (!("jobs" in generator)) throw new Error("a template");
  const jobs = (await generator.jobs(view, context(options))) as unknown as Made;
  // Whatever a generator makes must pass the model.
  const drafts = Object.entries(jobs).map(([key, config]) => ({
    name: `web:${key}`,
    service: "web",
    origin: name,
    config: {
      ...config,
      needs: (config.needs as unknown[]).filter(
        (need) =>
          `web:${key}` !== need &&
          !isSymbolicNeed(need) &&
          Object.keys(jobs).includes(String(need).slice(4)),
      ),
    },
  }));
  if (drafts.length > 0) definePipeline({ stages: ["build", "test", "deploy"], jobs: drafts });
  return jobs;
}

const scripts = (jobs: Made | undefined) =>
  Object.fromEntries(Object.entries(jobs ?? {}).map(([key, job]) => [key, job.script]));
const manifest = (value: object) => JSON.stringify({ name: "web", ...value });

describe("node", () => {
  const all = { scripts: { build: "b", test: "t", lint: "l", start: "s" } };

  test("makes a job for each script that it knows", async () => {
    const jobs = await make("node", { "web/package.json": manifest(all) });
    expect(scripts(jobs)).toEqual({
      build: ['cd "$SERVICE_DIR"', "npm run build"],
      lint: ['cd "$SERVICE_DIR"', "npm run lint"],
      test: ['cd "$SERVICE_DIR"', "npm run test"],
    });
  });
  test("does not take npm's empty test for one", async () => {
    const test = 'echo "Error: no test specified" && exit 1';
    expect(await make("node", { "web/package.json": manifest({ scripts: { test } }) })).toEqual({});
  });
  test.each([
    [
      "package-lock.json",
      [
        'npm ci --cache "$CI_PROJECT_DIR/.npm" --prefer-offline',
        'cd "$SERVICE_DIR"',
        "npm run test",
      ],
    ],
    [
      "pnpm-lock.yaml",
      ["corepack enable", "pnpm install --frozen-lockfile", 'cd "$SERVICE_DIR"', "pnpm run test"],
    ],
    [
      "yarn.lock",
      ["corepack enable", "yarn install --immutable", 'cd "$SERVICE_DIR"', "yarn run test"],
    ],
  ])("installs by %s at the top", async (lock, script) => {
    const jobs = await make("node", {
      "web/package.json": manifest({ scripts: { test: "t" } }),
      [lock]: "",
    });
    expect(jobs?.test?.script).toEqual(script);
    expect(jobs?.test?.cache).toMatchObject({ key: { files: [lock] } });
  });
  test("installs where the lock file is", async () => {
    const files = {
      "a b/web/package.json": manifest({ scripts: { test: "t" } }),
      "a b/package-lock.json": "",
    };
    const jobs = await make("node", files, "a b/web");
    expect(jobs?.test?.script?.slice(0, 3)).toEqual([
      "cd 'a b'",
      'npm ci --cache "$CI_PROJECT_DIR/.npm" --prefer-offline',
      'cd "$CI_PROJECT_DIR"',
    ]);
  });
  test("leaves out image and installation when told", async () => {
    const files = { "web/package.json": manifest(all), "package-lock.json": "" };
    const jobs = await make("node", files, "web", { image: false, install: false });
    expect(jobs?.test).not.toHaveProperty("image");
    expect(jobs?.test).not.toHaveProperty("cache");
    expect(jobs?.test?.script).toEqual(['cd "$SERVICE_DIR"', "npm run test"]);
  });
  test("is not for others", async () => {
    expect(await make("node", { "web/go.mod": "" })).toBeUndefined();
  });
});

describe("go", () => {
  test("builds, vets and tests with the image of go.mod's version", async () => {
    const jobs = await make("go", { "web/go.mod": "module x\n\ngo 1.22\n", "web/go.sum": "" });
    expect(jobs?.build?.image).toBe("golang:1.22");
    expect(scripts(jobs).test).toEqual(['cd "$SERVICE_DIR"', "go vet ./...", "go test ./..."]);
    expect(jobs?.test?.cache).toMatchObject({ key: { files: ["web/go.sum"] } });
  });
  test("works at the top of the repository", async () => {
    const jobs = await make("go", { "go.mod": "module x\n" }, ".");
    expect(jobs?.build?.cache).toMatchObject({ key: { files: ["go.mod"] } });
    expect(jobs?.build?.image).toBe("golang:1");
  });
});

describe("docker", () => {
  test("builds and pushes the image of the commit", async () => {
    const jobs = await make("docker", { "services/Web App/Dockerfile": "" }, "services/Web App");
    expect(jobs?.image?.variables).toMatchObject({
      IMAGE: "$CI_REGISTRY_IMAGE/services/web-app:$CI_COMMIT_SHA",
    });
    expect(jobs?.image?.script).toHaveLength(3);
  });
  test("only builds when told", async () => {
    const jobs = await make("docker", { "web/Dockerfile": "" }, "web", {
      push: false,
      image: false,
    });
    expect(jobs?.image?.script).toEqual(['docker build --pull --tag "$IMAGE" "$SERVICE_DIR"']);
    expect(jobs?.image).not.toHaveProperty("services");
  });
});

describe("include", () => {
  test("starts the service's own file as a child", async () => {
    const jobs = await make("include", { "web/.gitlab-ci.yml": "" });
    expect(jobs?.pipeline?.trigger).toEqual({
      include: [{ local: "web/.gitlab-ci.yml" }],
      strategy: "mirror",
      forward: { yaml_variables: true, pipeline_variables: false },
    });
    expect(jobs?.pipeline?.inherit).toEqual({ variables: false });
  });
  test("refuses a directory that GitLab would read as a pattern", async () => {
    await expect(make("include", { "$x/.gitlab-ci.yml": "" }, "$x")).rejects.toThrow(
      "as a pattern",
    );
  });
});
