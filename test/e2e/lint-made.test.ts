import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exampleRepo, fanout } from "../helpers/fanout.ts";

test("generate tells what the rules of lint find in what it made, once a rule", () => {
  const { root } = exampleRepo();
  mkdirSync(join(root, "ci"), { recursive: true });
  writeFileSync(
    join(root, "jobs.yml"),
    'check:\n  script: [make]\n  rules:\n    - changes: ["./src/x"]\n    - when: on_success\n',
  );
  const config = {
    services: { define: { api: { root: "services/api" }, web: { root: "services/web" } } },
    generators: ["./jobs.yml"],
  };
  writeFileSync(join(root, "c.json"), JSON.stringify(config));
  const generate = () => fanout(root, ["generate", "--all", "--config", "c.json"]);
  const warnings = () =>
    generate()
      .stderr.split("\n")
      .filter((line) => line.startsWith("warning:"));
  const [only, ...others] = warnings();
  expect(others).toEqual([]);
  expect(only).toMatch(
    /^warning: generated-config\.yml › api:check › rules\[0\] › changes.*\(glob-[a-z-]+, and in 1 more place\)/,
  );
  const rule = /\((glob-[a-z-]+),/.exec(only ?? "")?.[1] ?? "";
  writeFileSync(
    join(root, "c.json"),
    JSON.stringify({ ...config, lint: { rules: { [rule]: "off" } } }),
  );
  expect(warnings()).toEqual([]);
});
