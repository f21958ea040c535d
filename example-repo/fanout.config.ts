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
        generators: ["./services/reports/jobs.yml.hbs"],
      },
      legacy: { root: "services/legacy", dependsOn: ["greeting"] },
    },
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
