import { expect, test } from "vitest";
import { ecosystemNames } from "../../src/workspace/discover/index.ts";
import { fanout } from "../helpers/fanout.ts";
import { repo } from "../helpers/repo.ts";

/** One service of every ecosystem, in the fewest files. */
const files: Record<string, string> = {
  "node/npm/package.json": '{ "name": "npm" }',
  "node/npm/package-lock.json": "{}",
  "node/pnpm/package.json": '{ "name": "pnpm" }',
  "node/pnpm/pnpm-workspace.yaml": "packages: ['x']\n",
  "node/yarn/package.json": '{ "name": "yarn" }',
  "node/yarn/yarn.lock": "# yarn lockfile v1\n",
  "node/bun/package.json": '{ "name": "bun" }',
  "node/bun/bun.lock": "{ /* a comment */ }",
  "nx.json": "{ /* a comment */ }",
  "nx/project.json": '{ "name": "nx" }',
  "turbo/package.json": '{ "name": "turbo", "packageManager": "npm@10.0.0" }',
  "turbo/turbo.json": '{ /* a comment */ "tasks": {} }',
  "go/go.mod": "module example.com/go\n",
  "cargo/Cargo.toml": '[package]\nname = "cargo"\n',
  "uv/pyproject.toml": '[project]\nname = "uv"\n[tool.uv]\n',
  "poetry/pyproject.toml": '[tool.poetry]\nname = "poetry"\n',
  "maven/pom.xml": "<project><artifactId>maven</artifactId></project>",
  "gradle/settings.gradle": "include 'app'\n",
  "gradle/app/build.gradle": "",
  "dotnet/app.csproj": '<Project Sdk="Microsoft.NET.Sdk" />',
  "terraform/main.tf": 'module "x" {\n  source = "./x"\n}\n',
  "terraform/x/x.tf": "",
  "terragrunt/terragrunt.hcl": 'terraform {\n  source = "../terraform"\n}\n',
  "docker/Dockerfile": "FROM scratch\nCOPY . .\n",
  "helm/Chart.yaml": "name: helm\nversion: 1.0.0\n",
};

test("the built command reads every ecosystem", () => {
  const config = { services: { discover: ecosystemNames }, generators: [] };
  const work = repo({ ...files, "fanout.config.json": JSON.stringify(config) });
  const { status, stdout, stderr } = fanout(work.root, ["affected", "--all", "--json"]);
  expect(stderr).not.toContain("error");
  expect(status).toBe(0);
  const { services } = JSON.parse(stdout) as { services: { root: string }[] };
  expect(services.map(({ root }) => root).sort()).toEqual([
    "cargo",
    "docker",
    "dotnet",
    "go",
    "gradle/app",
    "helm",
    "maven",
    "node/bun",
    "node/npm",
    "node/pnpm",
    "node/yarn",
    "nx",
    "poetry",
    "terraform",
    "terraform/x",
    "terragrunt",
    "turbo",
    "uv",
  ]);
});

test.each(["imports", "symbols"])("the built command reads %s", (precision) => {
  const config = { services: { discover: ["npm"] }, generators: ["node"] };
  const dependent = '{ "name": "web", "scripts": { "test": "x" }, "dependencies": { "lib": "*" } }';
  const work = repo({
    "fanout.config.json": JSON.stringify(config),
    "package.json": '{ "private": true, "workspaces": ["lib", "web", "api"] }',
    "lib/package.json": '{ "name": "lib", "main": "a.ts" }',
    "lib/a.ts": "export const a = 1;\nexport const b = 1;\n",
    "web/package.json": dependent,
    "web/w.tsx": 'import { a } from "lib";\nexport const W = () => <p>{a}</p>;\n',
    "api/package.json": dependent.replace("web", "api"),
    "api/x.ts": 'import { b } from "lib";\nexport const x = b;\n',
    "tsconfig.json": "{ /* a comment */ }",
  });
  work.remote();
  work.branch("change");
  work.write({ "lib/a.ts": "export const a = 2;\nexport const b = 1;\n" });
  const { status, stdout, stderr } = fanout(work.root, [
    "affected",
    "-q",
    "--precision",
    precision,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.match(/^\+ +\w+/gm)).toEqual(
    precision === "imports" ? ["+  api", "+  lib", "+  web"] : ["+  lib", "+  web"],
  );
});
