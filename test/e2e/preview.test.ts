import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fanout } from "../helpers/fanout.ts";
import { type FileTree, type Repo, repo } from "../helpers/repo.ts";

/** Two services, of which `web` uses `lib`, and a change of `lib`; `files` go over them. */
function small(files: FileTree = {}): Repo {
  const jobs = {
    build: { stage: "build", script: ["echo"] },
    test: { stage: "test", script: ["echo"] },
  };
  const work = repo({
    "fanout.config.json": JSON.stringify({
      services: {
        define: {
          api: { root: "api" },
          lib: { root: "lib" },
          web: { root: "web", dependsOn: ["lib"] },
        },
      },
      pipeline: { stages: ["build", "test"] },
      generators: ["./ci/jobs.yml"],
    }),
    "ci/jobs.yml": JSON.stringify(jobs),
    ...Object.fromEntries(["api", "lib", "web"].map((name) => [`${name}/a.txt`, "a"])),
    ...files,
  });
  work.branch("change");
  work.commit({ "lib/a.txt": "b" });
  return work;
}

describe("fanout preview", () => {
  test("tells the pipeline, who is in and who is out", () => {
    const { stdout, status } = fanout(small().root, ["preview"]);
    expect(stdout.split("\n\n").slice(1).join("\n\n")).toBe(`build
  lib
    lib:build
  web
    web:build

test
  lib
    lib:test
  web
    web:test

why
  lib  lib/a.txt changed
  web  depends on lib (fanout.config.json) → lib/a.txt changed
  api  nothing that concerns it changed
`);
    expect(status).toBe(0);
  });

  test("shows only what is asked for", () => {
    const args = ["preview", "--service", "w*", "--stage", "test", "--affected-only"];
    const { stdout } = fanout(small().root, args);
    expect(stdout.split("\n\n").slice(1).join("\n\n")).toBe(
      "test\n  web\n    web:test\n\nwhy\n  web  depends on lib (fanout.config.json) → lib/a.txt changed\n",
    );
  });

  test("in another situation", () => {
    const rules = [{ if: '$CI_PIPELINE_SOURCE == "schedule"', when: "manual" }];
    const jobs = { a: { script: ["echo"] }, b: { script: ["echo"], rules } };
    const { root } = small({ "ci/jobs.yml": JSON.stringify(jobs) });
    expect(fanout(root, ["preview", "--as", "tag"]).stdout).toContain("\nas tag v1.0.0\n");
    const { status, stderr } = fanout(root, ["preview", "--as", "tga"]);
    expect(stderr).toContain('Did you mean "tag"?');
    expect(status).toBe(2);
  });

  test("as Mermaid and as Markdown, on stdout", () => {
    const { root } = small();
    const { stdout } = fanout(root, ["preview", "--mermaid"]);
    expect(stdout).toMatch(/^flowchart LR\nsubgraph s0\["build"\]\nn1\["lib:build"\]\n/);
    const markdown = fanout(root, ["preview", "--markdown", "--service", "web"]).stdout;
    expect(markdown).toMatch(
      /^\*\*2 of 3 services affected: 2 jobs in 2 stages\*\* of those asked for\./,
    );
  });

  test("into files, which count as nobody's change", () => {
    const { root } = small();
    const args = ["preview", "--html", "out/page.html", "--markdown", "note.md"];
    for (const round of [1, 2]) {
      const { stdout, stderr, status } = fanout(root, args);
      expect(stderr, `round ${round}`).toBe("");
      expect(stdout).toContain("web:test");
      expect(status).toBe(0);
    }
    expect(readFileSync(join(root, "out/page.html"), "utf8")).toMatch(/^<!doctype html>/i);
    expect(readFileSync(join(root, "note.md"), "utf8")).toContain("| `build` | 2:");
  });

  test("a file that cannot be written is an error", () => {
    const { root } = small();
    const { stderr, status } = fanout(root, ["preview", "--html", "web"]);
    expect(stderr).toContain("web: could not be written: it is a directory");
    expect(status).toBe(2);
  });

  test.each([
    [["--service", "wbe"], 'Did you mean "web"?'],
    [["--stage", "live"], "There are build, test"],
    [["--json", "--mermaid"], "--json: cannot be had together with --mermaid"],
    [["--mermaid", "--markdown"], "--mermaid: cannot be had together with --markdown"],
  ])("%j is refused", (args, words) => {
    const { stderr, stdout, status } = fanout(small().root, ["preview", ...args]);
    expect(stderr).toContain(words);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("fanout generate makes pictures of the same plan", () => {
  const job = { CI_JOB_URL: "https://gitlab.example/group/app/-/jobs/7" };
  const args = [
    "generate",
    "--html",
    "page.html",
    "--markdown",
    "note.md",
    "--annotations",
    "links.json",
  ];
  const page = `${job.CI_JOB_URL}/artifacts/file/page.html`;

  test("the page, the note with its address, and the links of the job", () => {
    const { root } = small();
    const { status, stdout } = fanout(root, args, job);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^generated-config.yml: 4 jobs, \d+ bytes\n$/);
    expect(readFileSync(join(root, "page.html"), "utf8")).toMatch(/^<!doctype html>/i);
    expect(readFileSync(join(root, "note.md"), "utf8")).toContain(`[Open the page](${page})`);
    expect(JSON.parse(readFileSync(join(root, "links.json"), "utf8"))).toEqual({
      fanout: [{ external_link: { label: "Pipeline preview", url: page } }],
    });
  });

  test("outside of a job there is nothing to link", () => {
    const { root } = small();
    fanout(root, args);
    expect(readFileSync(join(root, "note.md"), "utf8")).not.toContain("Open the page");
    expect(JSON.parse(readFileSync(join(root, "links.json"), "utf8"))).toEqual({ fanout: [] });
  });

  test("a page that GitLab would not read the child beside is left out", () => {
    const config = JSON.stringify({
      services: { define: { web: { root: "web" } } },
      generators: ["./ci/jobs.yml"],
      gitlab: { limits: { artifactArchiveBytes: 20_000 } },
    });
    const work = small({ "fanout.config.json": config });
    const { stderr, status } = fanout(work.root, [...args, "--all"], job);
    expect(stderr).toContain(
      "warning: page.html: was not written: together with the generated files",
    );
    expect(status).toBe(0);
    expect(existsSync(join(work.root, "page.html"))).toBe(false);
    expect(readFileSync(join(work.root, "note.md"), "utf8")).not.toContain("Open the page");
    expect(JSON.parse(readFileSync(join(work.root, "links.json"), "utf8"))).toEqual({ fanout: [] });
  });
});
