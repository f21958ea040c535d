import { defineConfig } from "gitlab-fanout";

export default defineConfig({
  gitlab: { version: "18.11", plan: "premium" },
  services: {
    // Manifests tell these: services/web, services/api, libs/greeting; billing; proxy.
    discover: ["npm", "go", "docker"],
    define: {
      reports: {
        root: "services/reports",
        tags: ["python"],
        generators: [
          // Once in each region.
          { use: "./services/reports/jobs.yml.hbs", matrix: { REGION: ["eu", "us"] } },
          "./ci/generators/environments.ts",
        ],
      },
      legacy: { root: "services/legacy", dependsOn: ["greeting"] },
    },
  },
  // A pipeline started with ENVIRONMENTS=eu,us gets a job for each (ci/generators/environments.ts).
  params: {
    environments: { env: "ENVIRONMENTS", type: "list", default: [], pattern: "[a-z]{2,8}" },
  },
  everything: ["ci/**"],
  ignore: ["**/*.md"],
  pipeline: { stages: ["build", "test", "deploy"], default: { image: "node:22" } },
  generators: [
    { use: "node", with: { image: false, install: false } },
    { use: "go", with: { go: "sh ../../ci/tool.sh go" } },
    "./ci/generators/dockerfile.ts",
    "include",
  ],
});
