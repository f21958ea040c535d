import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { explanationSchema } from "../../src/report/explanation.ts";
import { testIo } from "../helpers/io.ts";
import { repo } from "../helpers/repo.ts";

const config = {
  services: {
    define: {
      lib: { root: "libs/lib" },
      web: { root: "web", dependsOn: ["lib"] },
      api: { root: "api" },
    },
  },
  ignore: ["**/*.md"],
  upstream: { "group/base": { services: ["api"], paths: { "src/**": ["lib"] } } },
  downstream: {
    app: { project: "group/app", services: ["lib", "web"] },
    far: {
      project: "group/far",
      ref: "v1",
      how: "api",
      url: "https://gitlab.example.com",
      services: ["lib"],
    },
    any: { project: "group/any", ref: { same: true } },
  },
  generators: ["./jobs.yml"],
};

/** Explains where these paths changed. */
async function explain(name: string, changed: readonly string[], ...flags: string[]) {
  const work = repo({
    "fanout.config.json": JSON.stringify(config),
    "jobs.yml": "build: { script: [x] }\n",
    "libs/lib/a": "",
    "web/a": "",
    "api/a": "",
  });
  work.remote();
  work.branch("change");
  work.write(Object.fromEntries(changed.map((path) => [path, "changed"])));
  const io = testIo(work.root, {});
  const exit = await cli(["explain", name, "--quiet", ...flags], io);
  return { exit, out: io.stdout(), err: io.stderr() };
}

describe("an entry that is started", () => {
  test("by a trigger job: which service's change, and the job", async () => {
    const { exit, out } = await explain("downstream:app", ["libs/lib/a"]);
    expect(exit).toBe(0);
    expect(
      out,
    ).toBe(`downstream:app is in the pipeline and starts one of group/app: lib is affected, and 1 more of its services.

A pipeline of group/app on its default branch; a trigger job starts it.

  libs/lib/a changed
  └─ lib holds it
     └─ downstream:app

  libs/lib/a changed
  └─ lib holds it
     └─ web depends on lib (fanout.config.json)
        └─ downstream:app

The job
  downstream:app  deploy  by fanout.config.json; needs lib:build, web:build
`);
  });

  test("by the API", async () => {
    const { out } = await explain("downstream:far", ["libs/lib/a"]);
    expect(
      out,
    ).toBe(`\`fanout trigger\` starts downstream:far, a pipeline of group/far: lib is affected.

A pipeline of group/far on v1, at https://gitlab.example.com; \`fanout trigger\` starts it.

  libs/lib/a changed
  └─ lib holds it
     └─ downstream:far
`);
  });
});

describe("an entry that is not started", () => {
  test("what would have had to change, and why what changed is not that", async () => {
    const { exit, out } = await explain("downstream:app", ["api/a", "README.md", "x.txt"]);
    expect(exit).toBe(0);
    expect(out).toBe(`downstream:app is not started: none of lib, web is affected.

A pipeline of group/app on its default branch; a trigger job starts it.

It would be started by a change of
  - anything that affects lib (libs/lib)
  - anything that affects web (web)

What changed, and why it is not that
  README.md  ignored by **/*.md
  api/a      belongs to api, which does not concern it
  x.txt      belongs to no service
`);
  });

  test("where nothing changed", async () => {
    const { out } = await explain("downstream:any", []);
    expect(out.split("\n")[0]).toBe("downstream:any is not started: no service is affected.");
    expect(out).toContain(
      "A pipeline of group/any on the branch called like this one, else its default branch; a trigger job starts it.",
    );
  });
});

test("--json holds to its schema, in and out", async () => {
  const started = JSON.parse((await explain("downstream:far", ["libs/lib/a"], "--json")).out);
  expect(explanationSchema.parse(started)).toMatchObject({
    subject: { kind: "downstream", name: "downstream:far" },
    present: true,
    downstream: {
      project: "group/far",
      ref: "v1",
      url: "https://gitlab.example.com",
      how: "api",
      services: [{ name: "lib", root: "libs/lib", affected: true }],
      gone: [],
      changes: [],
    },
  });
  const idle = JSON.parse((await explain("downstream:app", ["api/a"], "--json")).out);
  expect(explanationSchema.parse(idle).downstream?.changes).toEqual([
    { path: "api/a", why: "belongs to api, which does not concern it" },
  ]);
});

test("a name that is none is told with the one that was meant", async () => {
  const { exit, err } = await explain("downstream:ap", []);
  expect(exit).toBe(2);
  expect(err).toContain('Did you mean "downstream:app"?');
});

test("a service that is out tells which projects would affect it", async () => {
  const lib = await explain("lib", ["api/a"]);
  expect(lib.out).toContain("  - src/** of group/base\n");
  const api = await explain("api", ["web/a"]);
  expect(api.out).toContain("  - group/base, another project\n");
});

test("the change of another project starts it as well", async () => {
  const { out } = await explain("web", [], "--upstream", "group/base");
  expect(out).toContain("web is affected.");
  const json = await explain("downstream:app", [], "--upstream", "group/base", "--json");
  expect(JSON.parse(json.out).present).toBe(true);
});
