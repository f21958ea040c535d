import { expect, test } from "vitest";
import { workspaceOf } from "../tree.ts";

test("every directory with a Dockerfile is a service that reads all below it", async () => {
  const files = {
    "edge/Dockerfile": "FROM nginx\n",
    "edge/Dockerfile.dev": "FROM nginx\n",
    "tools/scan.Dockerfile": "",
    "tools/.dockerignore": "",
    "images/[base]/Containerfile": "",
    "apps/Dockerfile.api": "",
    "apps/web/Dockerfile": "",
    "docs/Dockerfile.dockerignore": "",
    "docs/NotADockerfile": "",
    "vendor/x/Dockerfile": "",
    "web/node_modules/x/Dockerfile": "",
  };
  const { services, edges } = await workspaceOf(files, { discover: ["docker"] });
  expect(services.map(({ root, kind, inputs }) => [root, kind, inputs])).toEqual([
    ["images/[base]", "service", ["images/\\[base\\]/**"]],
    ["apps", "service", ["apps/**"]],
    ["edge", "service", ["edge/**"]],
    ["tools", "service", ["tools/**"]],
    ["apps/web", "service", ["apps/web/**"]],
  ]);
  expect(edges).toEqual([]);
});

test("a Dockerfile at the root reads the whole repository", async () => {
  const { services } = await workspaceOf({ Dockerfile: "" }, { discover: ["docker"] });
  expect(services).toMatchObject([{ name: "root", root: ".", inputs: ["**"] }]);
});
