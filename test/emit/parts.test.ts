import { describe, expect, test } from "vitest";
import type { Notes } from "../../src/emit/index.ts";
import { oneFile, type PartsForm, partFiles } from "../../src/emit/parts.ts";
import {
  definePipeline,
  type JobDraft,
  limitsFor,
  type Pipeline,
  readConfiguration,
} from "../../src/model/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";

const notes: Notes = { path: "out/g.yml", header: ["Written by hand."], services: new Map() };
const target = { path: "out/g.yml", artifact: "sub/out/g.yml", job: "generate-config" };

const job = (service: string, key: string, size = 40): JobDraft => ({
  name: `${service}:${key}`,
  service,
  origin: "test",
  config: { stage: "build", script: ["x".repeat(size)] },
});

const pipelineOf = (jobs: readonly JobDraft[], globals = {}): Pipeline =>
  definePipeline({ stages: ["build"], ...globals, jobs }, limitsFor({}));

const many = (count: number, size?: number) =>
  Array.from({ length: count }, (_, index) => job(`s${index}`, "build", size));

function cut(pipeline: Pipeline, form: PartsForm, overrides: Record<string, number>) {
  const limits = limitsFor({ overrides });
  return partFiles(pipeline, oneFile(pipeline, notes), { notes, target, form, limits });
}

/** The jobs of all files, as GitLab would merge them. */
const read = (files: readonly { readonly text: string }[]) =>
  Object.assign({}, ...files.map(({ text }) => parseYaml(text, "g.yml") as object)) as Record<
    string,
    unknown
  >;

describe("a pipeline whose text fits", () => {
  const small = pipelineOf(many(2));

  test("is one file", () => {
    expect(cut(small, "include", {})?.map(({ path }) => path)).toEqual(["out/g.yml"]);
  });

  test("is one file at exactly the limit, and not a byte above", () => {
    const { bytes, parsedBytes } = oneFile(small, notes);
    expect(cut(small, "never", { yamlBytes: bytes, parsedBytes })).toHaveLength(1);
    expect(cut(small, "never", { yamlBytes: bytes - 1 })).toBeUndefined();
    expect(cut(small, "never", { parsedBytes: parsedBytes - 1 })).toBeUndefined();
  });

  test("is three where the trigger job lists three, none of them empty", () => {
    const files = cut(small, "trigger", {});
    expect(files?.map(({ path, jobs }) => [path, jobs])).toEqual([
      ["out/g.yml", 2],
      ["out/g.2.yml", 0],
      ["out/g.3.yml", 0],
    ]);
    expect(files?.[2]?.text).toBe(
      '# All jobs are in out/g.yml, or in a file before this one.\n\n.fanout:no-jobs:\n  script:\n    - "true"\n',
    );
  });
});

describe("a pipeline whose text does not fit", () => {
  const large = pipelineOf(many(60, 200), { variables: { A: "1" } });
  const limits = { yamlBytes: 8_000 };

  test("is parts that the first file includes", () => {
    const files = cut(large, "include", limits);
    expect(files?.map(({ path, jobs }) => [path, jobs])).toEqual([
      ["out/g.yml", 0],
      ["out/g.2.yml", 23],
      ["out/g.3.yml", 23],
      ["out/g.4.yml", 14],
    ]);
    expect(files?.[0]?.text).toBe(
      [
        "# Written by hand.",
        "",
        "stages:",
        "  - build",
        "include:",
        "  - artifact: sub/out/g.2.yml",
        "    job: generate-config",
        "  - artifact: sub/out/g.3.yml",
        "    job: generate-config",
        "  - artifact: sub/out/g.4.yml",
        "    job: generate-config",
        "variables:",
        '  A: "1"',
        "",
      ].join("\n"),
    );
  });

  test("keeps what it includes itself before its parts, so that no other file changes a job", () => {
    const including = pipelineOf(many(60, 200), { include: "ci/more.yml" });
    const document = parseYaml(cut(including, "include", limits)?.[0]?.text ?? "", "g") as {
      include: unknown[];
    };
    expect(document.include.slice(0, 2)).toEqual([
      "ci/more.yml",
      { artifact: "sub/out/g.2.yml", job: "generate-config" },
    ]);
  });

  test("counts its own includes to the limit", () => {
    expect(cut(large, "include", { ...limits, includes: 3 })).toHaveLength(4);
    expect(cut(large, "include", { ...limits, includes: 2 })).toBeUndefined();
  });

  test("fills three listed files, the first with jobs too, and no fourth", () => {
    const jobs = (form: readonly { readonly jobs: number }[] | undefined) =>
      form?.map((file) => file.jobs);
    expect(jobs(cut(large, "trigger", limits))).toEqual([23, 23, 14]);
    expect(cut(pipelineOf(many(80, 200)), "trigger", limits)).toBeUndefined();
  });

  test("is not cut at all where parts are not wanted", () => {
    expect(cut(large, "never", limits)).toBeUndefined();
  });

  test("is cut within a service that is larger than a file", () => {
    const jobs = Array.from({ length: 60 }, (_, index) => job("big", `j${index}`, 200));
    const files = cut(pipelineOf(jobs), "include", limits);
    expect(files?.map((file) => file.jobs)).toEqual([0, 15, 15, 15, 15]);
  });

  test("cannot be cut within a job", () => {
    expect(cut(pipelineOf([job("big", "job", 9_000)]), "include", limits)).toBeUndefined();
  });
});

test("no part is over a limit, and all parts together are the pipeline", () => {
  const services = fc.array(
    fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
    { minLength: 1, maxLength: 30 },
  );
  const sizes = fc.record({
    yamlBytes: fc.integer({ min: 3_500, max: 20_000 }),
    parsedBytes: fc.integer({ min: 3_500, max: 30_000 }),
  });
  const forms = fc.constantFrom<PartsForm>("include", "trigger", "never");
  fc.assert(
    fc.property(services, sizes, forms, (made, overrides, form) => {
      const jobs = made.flatMap((own, service) =>
        own.map((size, index) => job(`s${service}`, `j${index}`, size)),
      );
      const pipeline = pipelineOf(jobs, { variables: { A: "1" } });
      const files = cut(pipeline, form, overrides);
      if (!files) return;
      for (const { bytes, parsedBytes, text } of files) {
        expect(bytes).toBe(Buffer.byteLength(text));
        expect(bytes).toBeLessThanOrEqual(overrides.yamlBytes);
        expect(parsedBytes).toBeLessThanOrEqual(overrides.parsedBytes);
      }
      const { include: _, ".fanout:no-jobs": __, ...merged } = read(files);
      const again = definePipeline(readConfiguration(merged, "g.yml"), limitsFor({}));
      const shown = ({ jobs: each }: Pipeline) => each.map(({ name, config }) => [name, config]);
      expect(shown(again)).toEqual(shown(pipeline));
      expect(again.variables).toEqual(pipeline.variables);
    }),
    { numRuns: 100 },
  );
});
