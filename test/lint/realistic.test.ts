import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type Code, UserError } from "../../src/diagnostics/index.ts";
import { gitlabVerdict } from "../../src/lint/words/index.ts";
import {
  compiledJobs,
  compileJob,
  definePipeline,
  expandedJobs,
  type Pipeline,
  readConfiguration,
} from "../../src/model/index.ts";
import { matchGlob } from "../../src/rules/index.ts";
import { parseYaml } from "../../src/yaml/read.ts";
import fc from "../helpers/property.ts";
import { mutatedOf } from "./mutations.ts";

// Configurations as people have them. GitLab 18.11 takes each, so whatever is said of one is wrong.
// They lie in one repository: its tracked files are in `paths.txt`, those that are read in `repository`.
const directory = resolve(import.meta.dirname, "../fixtures/configurations");
const names = readdirSync(directory)
  .filter((name) => name.endsWith(".yml"))
  .sort();
const textOf = (name: string) => readFileSync(resolve(directory, name), "utf8");

interface Header {
  readonly spec: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> };
}

const written = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** A file as a pipeline without given inputs reads it: the defaults of its header filled in. */
function filled(text: string, path: string): string {
  const [header = "", body] = text.split(/^---$/m);
  if (body === undefined) return text;
  const { inputs } = (parseYaml(header, path) as Header).spec;
  return body.replaceAll(/\$\[\[ inputs\.(\w+) \]\]/g, (_, name) => written(inputs[name]?.default));
}

const documentOf = (...paths: readonly string[]): object =>
  Object.assign({}, ...paths.map((path) => parseYaml(filled(textOf(path), path), path) as object));
const draftOf = (...paths: readonly string[]) =>
  readConfiguration(documentOf(...paths), paths.at(-1) ?? "");
const pipelineOf = (...paths: readonly string[]) => definePipeline(draftOf(...paths));

/** The codes of everything that the model says of a file, refusals and warnings. */
function said(make: () => Pipeline): readonly Code[] {
  try {
    return make().warnings.map(({ code }) => code);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

test("there are 32 of them, each about a page long", () => {
  expect(names).toHaveLength(32);
  const odd = names.filter((name) => {
    const lines = textOf(name).trimEnd().split("\n").length;
    return lines < 60 || lines > 150;
  });
  expect(odd).toEqual([]);
});

describe("the model has nothing to say against it", () => {
  test.each(names)("%s", (name) => {
    expect(said(() => pipelineOf(name))).toEqual([]);
  });
});

describe("every visible job compiles", () => {
  /** Jobs that are merged with those of files that GitLab alone has. */
  const elsewhere = new Set(["semgrep-sast", "secret_detection"]);
  test.each(names)("%s", (name) => {
    const pipeline = pipelineOf(name);
    const visible = pipeline.jobs.filter((job) => job.kind !== "hidden");
    expect(visible.length).toBeGreaterThan(1);
    for (const job of visible) {
      const keys = Object.keys(compileJob(pipeline, job.name) ?? {});
      const work = job.kind === "trigger" ? "trigger" : "script";
      if (!elsewhere.has(job.name)) expect(keys, job.name).toContain(work);
      expect(keys, job.name).not.toContain("extends");
    }
    // Without the checks the same comes out.
    const compiled = new Map(visible.map((job) => [job.name, compileJob(pipeline, job.name)]));
    expect(compiledJobs(draftOf(name))).toEqual(compiled);
    // The same comes of what lint expands to look for what GitLab refuses.
    const { expanded } = gitlabVerdict(documentOf(name));
    expect(expandedJobs(readConfiguration(expanded, ""))).toEqual(compiled);
  });
});

describe("what they include is there, and stands by itself", () => {
  const cellar = (file: string) => [
    "repository/ci/vineyard/shared.yml",
    `repository/ci/vineyard/${file}`,
  ];
  test.each([
    [cellar("red.yml"), ["press red", "taste red"]],
    [cellar("white.yml"), ["press white", "taste white"]],
    [["repository/ci/circus/animals.yml"], ["animals"]],
  ])("%s", (paths, jobs) => {
    const pipeline = pipelineOf(...paths);
    const visible = pipeline.jobs.filter((job) => job.kind !== "hidden");
    expect(visible.map((job) => job.name)).toEqual(jobs);
    expect(pipeline.warnings).toEqual([]);
  });
});

/** What stands under keys of these names, anywhere in a document. */
function under(keys: readonly string[], value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!keys.includes(key)) return under(keys, inner);
    const list = Array.isArray(inner) ? inner : (inner as { paths?: string[] }).paths;
    return (list ?? []).filter((item): item is string => typeof item === "string");
  });
}

describe("every path that a rule or a cache key names is in the repository", () => {
  const paths = textOf("paths.txt").trimEnd().split("\n");
  test.each(names)("%s", (name) => {
    const document = parseYaml(filled(textOf(name), name), name);
    const globs = under(["changes", "exists", "files"], document);
    const idle = globs.filter((glob) => !paths.some((path) => matchGlob(glob, path)));
    expect(idle).toEqual([]);
  });
  test("no path is listed twice or out of order", () => {
    expect(paths).toEqual([...new Set(paths)].sort());
  });
});

test("one with mistakes in it is taken or refused, and nothing else", () => {
  const seen = { taken: 0, refused: new Set<Code>() };
  const judge = (text: string) => {
    const codes = said(() => {
      const pipeline = definePipeline(readConfiguration(parseYaml(text, "a.yml"), "a.yml"));
      for (const job of pipeline.jobs) compileJob(pipeline, job.name);
      seen.taken += 1;
      return pipeline;
    });
    for (const code of codes) seen.refused.add(code);
  };
  const texts = names.map((name) => filled(textOf(name), name));
  fc.assert(fc.property(mutatedOf(texts), judge), { seed: 20_261_121, numRuns: 300 });
  // Enough of them stay sound, and enough go wrong in many ways.
  expect(seen.taken).toBeGreaterThan(30);
  expect(seen.refused.size).toBeGreaterThan(12);
});
