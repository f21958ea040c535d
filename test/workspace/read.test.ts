import { expect, test } from "vitest";
import { outline } from "./tree.ts";

test("services of several ecosystems at one root become one", async () => {
  const files = {
    "package.json": { private: true, workspaces: ["apps/*", "libs/*"] },
    "apps/web/package.json": { name: "@acme/web", dependencies: { "@acme/ui": "^1.0.0" } },
    "apps/web/Dockerfile": "FROM node:22\n",
    "libs/ui/package.json": { name: "@acme/ui", main: "index.js" },
    "tools/go.mod": "module example.com/tools\n",
    "tools/cmd/lint/main.go": "package main\n",
  };
  expect(await outline(files, { discover: ["docker", "npm", "go"] })).toEqual({
    services: [
      "tools tools service go",
      "libs/ui ui library npm",
      "apps/web web service docker+npm",
    ],
    edges: ["web > ui apps/web/package.json:4"],
  });
});
