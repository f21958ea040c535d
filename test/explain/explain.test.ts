import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { explanationSchema } from "../../src/report/explanation.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const config = {
  services: {
    discover: ["npm"],
    define: { docs: { root: "docs", dependsOn: ["web"], inputs: ["media/**"] } },
  },
  everything: ["ci/**"],
  ignore: ["**/*.md"],
  generators: [{ use: "node", when: { has: "package.json" } }],
};
const files = {
  "fanout.config.json": JSON.stringify(config),
  "package.json": '{ "private": true, "workspaces": ["apps/*", "libs/*"] }',
  "package-lock.json": "{}",
  "apps/web/package.json": `{
  "name": "web",
  "scripts": { "build": "x", "test": "y" },
  "dependencies": { "ui": "*" }
}`,
  "apps/api/package.json": '{ "name": "api", "scripts": { "test": "y" } }',
  "libs/ui/package.json": `{
  "name": "ui",
  "main": "a.js",
  "dependencies": { "theme": "*" }
}`,
  "libs/theme/package.json": '{ "name": "theme", "main": "a.js" }',
  "docs/index.html": "",
};

/** Explains in a repository with these changes; what is printed on stdout, and the exit code. */
async function explain(name: string, changes: Record<string, string>, ...flags: string[]) {
  const work = repo(files);
  work.remote();
  work.branch("change");
  work.write(changes);
  const io = testIo(work.root, {});
  const exit = await cli(["explain", name, "--quiet", ...flags], io);
  return { exit, out: io.stdout(), err: io.stderr() };
}

test("a job of a grandchild is told with the trigger job that starts it", async () => {
  const work = repo({
    ...files,
    "fanout.config.json": JSON.stringify({ ...config, shape: "services" }),
  });
  work.remote();
  work.branch("change");
  work.write({ "apps/api/a.js": "1" });
  const io = testIo(work.root, {});
  expect(await cli(["explain", "api:test", "--quiet"], io)).toBe(0);
  expect(io.stdout()).toContain(
    "The job\n  api:test  test  by generators/node.ts; in the pipeline that api:pipeline starts\n",
  );
  const json = testIo(work.root, {});
  await cli(["explain", "api:test", "--quiet", "--json"], json);
  const { jobs } = explanationSchema.parse(JSON.parse(json.stdout()));
  expect(jobs.map(({ pipeline }) => pipeline)).toEqual(["api:pipeline"]);
});

describe("what is in", () => {
  test("a service: from the changed path down to its jobs", async () => {
    const { out } = await explain("web", { "libs/theme/a.js": "1", "libs/theme/b.js": "1" });
    expect(out).toBe(`web is affected.
web is a service in apps/web, found by npm.

  libs/theme/a.js added
  └─ theme holds it
     └─ ui depends on theme (libs/ui/package.json:4)
        └─ web depends on ui (apps/web/package.json:4)
           └─ web:build, web:test

Its jobs
  web:build  build  by generators/node.ts; without ui:build (no such job); without theme:build (no such job)
  web:test   test   by generators/node.ts; needs web:build; without ui:build (no such job); without theme:build (no such job)
`);
  });

  test("a job", async () => {
    const { out } = await explain("api:test", { "apps/api/x.js": "1", "ci/lint.yml": "1" });
    expect(out).toBe(`api:test is in the pipeline: generators/node.ts made it.
api is a service in apps/api, found by npm.

  apps/api/x.js added
  └─ api holds it
     └─ api:test

  ci/lint.yml changed, which concerns everything (ci/**)
  └─ api:test

The job
  api:test  test  by generators/node.ts
`);
  });

  test("the job that is there so that something is", async () => {
    const { out } = await explain("fanout:nothing-affected", { "a.md": "1" });
    expect(out.split("\n")[0]).toBe(
      "fanout:nothing-affected is in the pipeline so that GitLab does not refuse an empty one.",
    );
  });
});

describe("what is out, and what would have had to change", () => {
  const changes = { "apps/api/x.js": "1", "README.md": "1", "notes.txt": "1" };
  const absent = `It would be affected by a change of
  - any path in apps/web
  - its inputs: package.json
  - what package-lock.json resolves for it
  - what concerns everything: ci/**, fanout.config.json
  - anything that affects ui (apps/web/package.json:4)
  - anything that affects theme, which ui depends on (libs/ui/package.json:4)

What changed, and why it is not that
  README.md      ignored by **/*.md
  apps/api/x.js  belongs to api, which web does not depend on
  notes.txt      belongs to no service
`;

  test("a service", async () => {
    const { out } = await explain("web", changes);
    expect(out).toBe(`web is not affected: nothing that concerns it changed.
web is a service in apps/web, found by npm.

${absent}`);
  });

  test("a job of it, with what its generators would make", async () => {
    const { out } = await explain("web:test", changes);
    expect(out).toBe(`web:test is not in the pipeline: web is not affected.
web is a service in apps/web, found by npm.

Its generators
  generators/node.ts  would make web:build, web:test

${absent}`);
  });

  test("a job that no generator makes, of a service that is out", async () => {
    const { out } = await explain("web:deploy", changes);
    expect(out.split("\n")[0]).toBe(
      "web:deploy is not in the pipeline: web is not affected, and no generator makes it.",
    );
  });

  test("a job that no generator makes, of a service that is in", async () => {
    const { out } = await explain("docs:build", { "media/a.png": "1" });
    expect(out).toBe(`docs:build is not in the pipeline: no generator makes it for docs.
docs is a service in docs, defined.

Its generators
  generators/node.ts  is not for it (its \`when\`)

  media/a.png changed, an input by media/**
`);
  });

  test("where nothing changed, and where others are selected", async () => {
    expect((await explain("web", {})).out.split("\n")[0]).toBe(
      "web is not affected: nothing changed.",
    );
    expect((await explain("web", changes, "--services", "api")).out.split("\n")[0]).toBe(
      "web is not affected: --services names others.",
    );
  });
});

describe("a job with a matrix", () => {
  const matrix = { REGION: ["eu", "us"] };
  const services = { define: { api: { root: "apps/api", matrix } } };
  const generators = ["./ci/jobs.yml"];
  const own = {
    "fanout.config.json": JSON.stringify({ services, generators, gitlab: { version: "17.0" } }),
    "ci/jobs.yml": `{ build: { script: [x] }, test: { script: [x], needs: [!need build] } }`,
  };
  async function explained(name: string, changed = "apps/api/x.js") {
    const work = repo({ ...files, ...own });
    work.remote();
    work.branch("change");
    work.write({ [changed]: "1" });
    const io = testIo(work.root, {});
    const exit = await cli(["explain", name, "--quiet"], io);
    return { exit, out: io.stdout() };
  }

  test("which stands in parallel, and one of its cells", async () => {
    const { out } = await explained("api:build");
    expect(out.split("\n")[0]).toBe(
      "api:build is in the pipeline, 2 times in parallel: ci/jobs.yml made it.",
    );
    const cell = await explained("api:build: [us]");
    expect(cell.out.split("\n")[0]).toBe(
      "api:build: [us] is in the pipeline, as one of api:build: ci/jobs.yml made it.",
    );
  });

  test("which is a job for each cell, by the name that its generator gave it", async () => {
    const { out } = await explained("api:test");
    expect(out).toBe(`api:test is in the pipeline as 2 jobs, by its matrix: ci/jobs.yml made it.
api is a service in apps/api, defined.

  apps/api/x.js added
  └─ api holds it
     └─ api:test

Its jobs
  api:test:eu  test  by ci/jobs.yml; needs api:build
  api:test:us  test  by ci/jobs.yml; needs api:build
`);
  });

  test.each(["api:test", "api:test:us", "api:build"])(
    "%s of a service that is out",
    async (name) => {
      const { exit, out } = await explained(name, "README.md");
      expect([exit, out.split("\n")[0]]).toEqual([
        0,
        `${name} is not in the pipeline: api is not affected.`,
      ]);
    },
  );
});

test("a service that is gone", async () => {
  const work = repo(files);
  work.remote();
  work.branch("change");
  work.git("rm", "-rq", "apps/api");
  const io = testIo(work.root, {});
  expect(await cli(["explain", "api", "--quiet"], io)).toBe(0);
  expect(io.stdout()).toBe("api is gone: the base had it in apps/api.\n");
});

test("a name that is neither", async () => {
  const { exit, out, err } = await explain("wep", {});
  expect({ exit, out, err }).toEqual({
    exit: 2,
    out: "",
    err: 'error: neither a service nor a job is called "wep". Did you mean "web"?\n',
  });
});

test.each(["web", "web:test", "web:deploy", "api"])(
  "--json for %s is what its schema says",
  async (name) => {
    const { out } = await explain(name, { "libs/ui/a.js": "1" }, "--json");
    const read = explanationSchema.parse(JSON.parse(out));
    expect(read.subject.name).toBe(name);
    expect(read.present).toBe(name === "web" || name === "web:test");
    expect(read.absent === undefined).toBe(name !== "api");
  },
);

test("affected --tree", async () => {
  const work = repo(files);
  work.remote();
  work.branch("change");
  work.write({ "libs/theme/a.js": "1", "libs/theme/b.js": "1", "apps/api/x": "1" });
  const io = testIo(work.root, {});
  expect(await cli(["affected", "--tree", "--quiet"], io)).toBe(0);
  expect(io.stdout()).toBe(`api  apps/api/x added
theme  libs/theme/a.js added
│  and 1 more (--verbose)
└─ ui  libs/ui/package.json:4
   └─ web  apps/web/package.json:4
      └─ docs  fanout.config.json
`);
});
