import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/report/index.ts";
import { bin, exampleRepo, fanout, runLocally } from "../helpers/fanout.ts";

const golden = (name: string) => join(import.meta.dirname, "../golden", name);
/** Commit ids depend on the clock of the copy. */
const settled = (text: string) => text.replace(/\b[0-9a-f]{8}\b/g, "<commit>");

/** The names of all jobs that the report plans. */
function planned(root: string): string[] {
  const { jobs } = JSON.parse(readFileSync(join(root, "fanout-report.json"), "utf8")) as Report;
  return jobs.map((job) => job.name).sort();
}

/** The jobs of the child that ran, each cell of a matrix under the name of its job. */
const ran = (jobs: Readonly<Record<string, string>>) => {
  const names = Object.keys(jobs).filter((name) => !name.includes(" -> "));
  return [...new Set(names.map((name) => name.replace(/: \[.*\]$/, "")))].sort();
};

function generate(root: string, ...args: string[]): string {
  const { status, stderr } = fanout(root, ["generate", "--report", "fanout-report.json", ...args]);
  expect(stderr).not.toContain("error:");
  expect(status).toBe(0);
  return readFileSync(join(root, "generated-config.yml"), "utf8");
}

describe("a change in example-repo", () => {
  test("of the shared library runs it and what depends on it", async () => {
    const { root } = exampleRepo();
    appendFileSync(join(root, "libs/greeting/index.js"), "// friendlier\n");
    await expect(settled(generate(root))).toMatchFileSnapshot(golden("example-library.yml"));
    const { status, jobs, output } = runLocally(root);
    expect(output).toContain("json schema validated");
    expect(ran(jobs), output).toEqual(planned(root));
    expect(new Set(Object.values(jobs))).toEqual(new Set(["PASS"]));
    expect(status).toBe(0);
  });

  test("of everything runs every job", async () => {
    const { root } = exampleRepo();
    appendFileSync(join(root, "ci/tool.sh"), "\n");
    await expect(settled(generate(root))).toMatchFileSnapshot(golden("example-everything.yml"));
    const { jobs, output } = runLocally(root);
    expect(ran(jobs), output).toEqual(planned(root));
    expect(jobs["[legacy:pipeline] -> check"]).toBe("PASS");
    expect(new Set(Object.values(jobs)), output).toEqual(new Set(["PASS"]));
  });

  test("of a document only runs the job that does nothing", async () => {
    const { root } = exampleRepo();
    appendFileSync(join(root, "README.md"), "More.\n");
    await expect(settled(generate(root))).toMatchFileSnapshot(golden("example-nothing.yml"));
    const { status, jobs } = runLocally(root);
    expect(jobs).toEqual({ "fanout:nothing-affected": "PASS" });
    expect(status).toBe(0);
  });

  test("that breaks a test fails the child", () => {
    const { root } = exampleRepo();
    writeFileSync(
      join(root, "libs/greeting/index.js"),
      "export const greeting = () => 'no one';\n",
    );
    generate(root);
    const { status, jobs } = runLocally(root);
    expect(jobs["greeting:test"]).toBe("FAIL");
    expect(status).toBe(1);
  });
});

test("a pipeline started with three environments gets a job for each", () => {
  const { root } = exampleRepo();
  const env = { ENVIRONMENTS: "eu,us,ap" };
  const { status } = fanout(root, ["generate", "--services", "reports", "--report", "r.json"], env);
  expect(status).toBe(0);
  const { jobs } = JSON.parse(readFileSync(join(root, "r.json"), "utf8")) as Report;
  const made = jobs
    .filter(({ stage }) => stage === "deploy")
    .map(({ name, needs }) => [name, needs]);
  expect(made).toEqual(
    ["ap", "eu", "us"].map((each) => [`reports:create-env-${each}`, ["reports:test"]]),
  );
  const ranHere = runLocally(root).jobs;
  expect(ran(ranHere)).toEqual(jobs.map(({ name }) => name).sort());
  expect(Object.keys(ranHere).filter((name) => name.startsWith("reports:test"))).toHaveLength(2);
});

test("the same input gives the same bytes", () => {
  const { root } = exampleRepo();
  appendFileSync(join(root, "services/api/answer.js"), "// x\n");
  const first = [generate(root), readFileSync(join(root, "fanout-report.json"), "utf8")];
  expect([generate(root), readFileSync(join(root, "fanout-report.json"), "utf8")]).toEqual(first);
});

test("the parent pipeline writes the child and runs it", () => {
  const { root, git } = exampleRepo();
  appendFileSync(join(root, "libs/greeting/index.js"), "// friendlier\n");
  git("commit", "-q", "-a", "-m", "Change");
  const variables = { FANOUT: `${process.execPath} ${bin}` };
  const { status, jobs, output } = runLocally(root, ".gitlab-ci.yml", variables);
  const children = [
    "api:build",
    "api:test",
    "greeting:test",
    "legacy:pipeline",
    "web:build",
    "web:test",
  ];
  expect(jobs, output).toEqual({
    ...Object.fromEntries(children.map((name) => [`[child-pipeline] -> ${name}`, "PASS"])),
    "[child-pipeline -> legacy:pipeline] -> check": "PASS",
    "generate-config": "PASS",
    "child-pipeline": "PASS",
  });
  expect(status).toBe(0);
  const made = (name: string) => readFileSync(join(root, name), "utf8");
  const [{ external_link: link }] = JSON.parse(made("fanout-links.json")).fanout;
  expect(link.url).toMatch(/\/-\/jobs\/\d+\/artifacts\/file\/fanout-preview\.html$/);
  expect(made("fanout-preview.md")).toContain(`[Open the page](${link.url})`);
  expect(made("fanout-preview.html")).toMatch(/^<!doctype html>/i);
});
