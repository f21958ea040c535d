import { expect, test } from "vitest";
import { emit, type Notes, parsedSize } from "../../src/emit/index.ts";
import {
  definePipeline,
  type JobDraft,
  limitsFor,
  type PipelineDraft,
  reference,
} from "../../src/model/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";

const notes: Notes = {
  path: "generated-config.yml",
  header: ["Written by gitlab-fanout.", "push of main: base 1a2b3c4d, head 5e6f7a8b"],
  services: new Map([
    ["api", "services/api/main.go changed"],
    ["web", "depends on api, where services/api/main.go changed"],
    ["odd\nname", "a\nscript: [evil]"],
  ]),
};

const job = (name: string, config: object, service?: string): JobDraft => ({
  name,
  origin: "generators/node.ts",
  config,
  ...(service === undefined ? {} : { service }),
});

const draft: PipelineDraft = {
  stages: ["build", "test"],
  workflow: { rules: [{ when: "always" }] },
  variables: { GREETING: "yes", ANSWER: "42" },
  default: { interruptible: true, image: "node:22" },
  jobs: [
    job(
      "web:test",
      { script: ["npm test"], stage: "test", needs: ["web:build", "api:build"] },
      "web",
    ),
    job(
      "api:build",
      { script: ["go build ./...", "if x; then\n  y\nfi\n"], stage: "build" },
      "api",
    ),
    job(
      "web:build",
      {
        variables: { B: "2", A: "$X" },
        script: [reference(".setup", "script")],
        extends: ".setup",
        stage: "build",
      },
      "web",
    ),
    job(".setup", { script: ["npm ci"] }),
    job("10", { stage: "test", script: ["echo 12:30:45"], parallel: 3 }, "odd\nname"),
    job("9", { stage: "test", script: "true" }, "odd\nname"),
  ],
};

const made = (what: PipelineDraft = draft, about: Notes = notes) =>
  emit(definePipeline(what), about, limitsFor({}));

test("the whole file", async () => {
  const { files } = made();
  expect(files).toHaveLength(1);
  await expect(files[0]!.text).toMatchFileSnapshot("../golden/emit.yml");
});

test("a file knows its path, bytes, parsed bytes and visible jobs", () => {
  const [file] = made().files;
  expect(file).toMatchObject({ path: "generated-config.yml", jobs: 5 });
  expect(file!.bytes).toBe(Buffer.byteLength(file!.text));
  expect(file!.parsedBytes).toBe(parsedSize(parseYaml(file!.text, "a.yml")));
});

test("what is read back is the pipeline", () => {
  const read = parseYaml(made().files[0]!.text, "a.yml") as Record<string, unknown>;
  for (const { name, config } of definePipeline(draft).jobs) expect(read[name]).toEqual(config);
  expect(read.stages).toEqual(draft.stages);
  expect(read.workflow).toEqual(draft.workflow);
  expect(Object.keys(read)).toHaveLength(4 + draft.jobs.length);
});

test("the same pipeline gives the same bytes, in whatever order its jobs were made", () => {
  const text = made().files[0]!.text;
  expect(made({ ...draft, jobs: draft.jobs.toReversed() }).files[0]!.text).toBe(text);
});

test("no header, no services: nothing but the pipeline", () => {
  const one = { jobs: [job("hello", { script: "echo hello" })] };
  const [file] = made(one, { path: "a.yml", header: [], services: new Map() }).files;
  expect(file!.text).toBe(
    "stages:\n  - build\n  - test\n  - deploy\n\nhello:\n  script: echo hello\n",
  );
});

test("whatever comes from the repository, comments change nothing", () => {
  const wild = fc.string({ unit: "binary", maxLength: 30 });
  fc.assert(
    fc.property(wild, wild, wild, (header, service, why) => {
      const jobs = [job("a", { script: "x" }, service), job("b", { script: "y" }, "b")];
      const about = { path: "a.yml", header: [header], services: new Map([[service, why]]) };
      const read = parseYaml(made({ jobs }, about).files[0]!.text, "a.yml");
      expect(read).toMatchObject({ a: { script: "x" }, b: { script: "y" } });
      expect(Object.keys(read as object)).toEqual(expect.arrayContaining(["stages", "a", "b"]));
      expect(Object.keys(read as object)).toHaveLength(3);
    }),
    { numRuns: 50 },
  );
});
