import { describe, expect, test } from "vitest";
import { compacted } from "../../../src/emit/compact/compact.ts";
import { differing, settled } from "../../../src/emit/compact/prove.ts";
import { compact, emit } from "../../../src/emit/index.ts";
import {
  compileJob,
  definePipeline,
  type JobDraft,
  limitsFor,
  type Pipeline,
  reference,
} from "../../../src/model/index.ts";
import { type Document, pipeline } from "../../model/helper.ts";

const unlimited = limitsFor({ overrides: { parsedBytes: 1e9, yamlBytes: 1e9, totalBytes: 1e9 } });
const size = (made: Pipeline): number =>
  emit(made, { path: "a.yml", header: [], services: new Map() }, unlimited).files[0]!.parsedBytes;
const configs = (made: Pipeline) =>
  Object.fromEntries(made.jobs.map(({ name, config }) => [name, config]));

const install = ['cd "$SERVICE_DIR"', "npm ci --cache .npm --prefer-offline"];

const rules = [{ if: '$CI_COMMIT_BRANCH == "main"', when: "on_success" }, { when: "never" }];

/** Jobs of a service as a generator for npm makes them, with the rules of a whole house. */
function jobsOf(index: number): readonly JobDraft[] {
  const service = `service-${String(index).padStart(4, "0")}`;
  const shared = {
    image: "node:22",
    interruptible: true,
    cache: { key: { files: ["package-lock.json"] }, paths: [".npm"] },
    variables: { SERVICE_NAME: service, SERVICE_DIR: `services/${service}` },
    rules,
  };
  const job = (key: string, config: object): JobDraft => ({
    name: `${service}:${key}`,
    service,
    origin: "generators/node.ts",
    config: { ...shared, stage: key, ...config },
  });
  return [
    job("build", {
      needs: [],
      script: [...install, "npm run build"],
      artifacts: { paths: [`services/${service}/dist/`], expire_in: "1 day" },
    }),
    job("test", { needs: [`${service}:build`], script: [...install, "npm run test"] }),
    job("deploy", { needs: [`${service}:test`], script: [...install, "npm run deploy"] }),
  ];
}

const services = (count: number) =>
  definePipeline({ jobs: Array.from({ length: count }, (_, index) => jobsOf(index)).flat() });

test("200 services of three jobs take at most a third of the parsed size", () => {
  const plain = services(200);
  const { pipeline: small, kept } = compacted(plain);
  expect(kept).toEqual([]);
  expect(differing(plain, small)).toEqual([]);
  expect(size(small)).toBeLessThanOrEqual(size(plain) / 3);
});

const script = [
  "npm ci --prefer-offline --no-audit --no-fund",
  "npm run build --if-present --workspaces",
  "npm run test --if-present --workspaces",
];
const three = (keywords: (name: string) => Document): Document =>
  Object.fromEntries(["a", "b", "c"].map((name) => [name, { script, ...keywords(name) }]));

/** Enough jobs, with enough in common, that a hidden job costs less than references. */
const names = ["a", "b", "c", ..."klmnopq"];
const ten = (keywords: (name: string) => Document): Document =>
  Object.fromEntries(names.map((name) => [name, { script, rules, ...keywords(name) }]));

test("members of a hash move, and lists move whole", () => {
  const plain = pipeline(
    ten((name) => ({
      artifacts: { expire_in: "1 day", paths: [name] },
      variables: { MODE: "fast", NAME: name },
    })),
  );
  expect(configs(compact(plain))).toEqual({
    ".fanout:1": { script, rules, artifacts: { expire_in: "1 day" }, variables: { MODE: "fast" } },
    ...Object.fromEntries(
      names.map((name) => [
        name,
        { extends: ".fanout:1", artifacts: { paths: [name] }, variables: { NAME: name } },
      ]),
    ),
  });
});

describe("what few jobs share is written once, and referred to", () => {
  test("by the keyword", () => {
    const variables = (name: string) => ({ NAME: name === "a" ? "a" : "others", MODE: "fast" });
    const plain = pipeline(three((name) => ({ variables: variables(name) })));
    expect(configs(compact(plain))).toEqual({
      a: { script, variables: variables("a") },
      b: { script: reference("a", "script"), variables: variables("b") },
      c: { script: reference("a", "script"), variables: reference("b", "variables") },
    });
  });

  test("as far as no hidden job holds it", () => {
    const plain = pipeline({
      ...ten(() => ({ variables: { MODE: "fast" } })),
      ...Object.fromEntries(
        ["x", "y"].map((name) => [
          name,
          { script, rules, variables: { MODE: "fast", SERVICE: "services/x" } },
        ]),
      ),
    });
    expect(configs(compact(plain))).toMatchObject({
      x: { extends: ".fanout:1", variables: { SERVICE: "services/x" } },
      y: { extends: ".fanout:1", variables: reference("x", "variables") },
    });
  });

  test("but no small value", () => {
    const small = { when: "on_failure", allow_failure: true };
    const made = configs(compact(pipeline(three(() => small))));
    expect(made.c).toEqual({ script: reference("a", "script"), ...small });
  });
});

describe("what all jobs have", () => {
  const all = { image: "registry.example.org/node:22", tags: ["docker"], interruptible: true };
  const made = (more: Document = {}) => compact(pipeline({ ...ten(() => all), ...more }));

  test("moves into default", () => {
    expect(made().default).toEqual(all);
    expect(configs(made())).toMatchObject({
      ".fanout:1": { script, rules },
      a: { extends: ".fanout:1" },
    });
    expect(Object.keys(configs(made()).a as object)).toEqual(["extends"]);
  });

  test.each<[string, Document, readonly string[]]>([
    ["a job that has none would get one", { d: { script: ["d"], tags: ["x"] } }, []],
    ["another value", { d: { ...all, script: ["d"], image: "alpine" } }, ["interruptible", "tags"]],
    [
      "a null takes the default",
      { d: { ...all, script: ["d"], tags: null } },
      ["image", "interruptible"],
    ],
    [
      "a job that inherits nothing",
      { d: { script: ["d"], inherit: { default: false } } },
      Object.keys(all),
    ],
    [
      "one that inherits some",
      { d: { script: ["d"], inherit: { default: ["tags"] } } },
      ["image", "interruptible"],
    ],
    ["a trigger job takes interruptible only", { d: { trigger: "a/b" } }, ["image", "tags"]],
    [
      "a job that extends one",
      { d: { extends: ".x", script: ["d"] }, ".x": all },
      Object.keys(all),
    ],
    ["the default has it", { default: { image: "alpine" } }, ["image", "interruptible", "tags"]],
  ])("%s", (_, more, moved) => {
    const small = made(more);
    expect(Object.keys(small.default ?? {}).sort()).toEqual([...moved].sort());
    expect(differing(pipeline({ ...ten(() => all), ...more }), small)).toEqual([]);
    if (more.default) expect(small.default).toMatchObject(more.default);
  });

  test("default is not worth it for a word", () => {
    expect(compact(pipeline(three(() => ({ retry: 2 })))).default).toBeUndefined();
  });
});

test("a hidden job belongs to the service whose jobs alone extend it", () => {
  const jobs = [..."abcdefgh"].map((service) =>
    names.map((key) => ({
      name: `${service}:${key}`,
      service,
      origin: "x",
      config: { script, rules: [...rules, { if: service }], artifacts: { paths: [service] } },
    })),
  );
  const owners = (made: Pipeline) =>
    made.jobs.filter(({ kind }) => kind === "hidden").map(({ service }) => service);
  expect(owners(compact(definePipeline({ jobs: jobs.flat() })))).toEqual([..."abcdefgh"]);
  expect(owners(compact(services(20)))).toEqual([undefined, undefined, undefined]);
});

test("a name that is taken is passed over", () => {
  const plain = pipeline({ ".fanout:1": { script: ["mine"] }, ...ten(() => ({})) });
  expect(configs(compact(plain))).toMatchObject({
    ".fanout:1": { script: ["mine"] },
    ".fanout:2": { script, rules },
    a: { extends: ".fanout:2" },
  });
});

test("trigger jobs share as well, and keep their kind", () => {
  const trigger = { include: [{ local: "ci/child-pipeline.yml" }], strategy: "depend" };
  const job = (name: string) => ({ trigger, rules, variables: { NAME: name } });
  const small = compact(pipeline(Object.fromEntries(names.map((name) => [name, job(name)]))));
  expect(configs(small)).toMatchObject({ a: { extends: ".fanout:1", variables: { NAME: "a" } } });
  expect(small.jobs.filter(({ kind }) => kind === "trigger")).toHaveLength(10);
  expect(compileJob(small, "b")).toEqual(job("b"));
});

test("an empty hash and a null stay what they are", () => {
  const defaults = { default: { image: "node:22", cache: { paths: [".npm"] } } };
  const own: Readonly<Record<string, Document>> = {
    a: { variables: {}, image: null },
    b: { variables: { A: "1" }, image: "node:20" },
    c: { variables: { A: "1" }, cache: {} },
  };
  const plain = pipeline({ ...defaults, ...three((name) => own[name]!) });
  const small = compact(plain);
  expect(small).not.toBe(plain);
  expect(compileJob(small, "a")).toMatchObject({ variables: {}, image: "node:22" });
  expect(compileJob(small, "b")).toMatchObject({ variables: { A: "1" }, image: "node:20" });
  expect(compileJob(small, "c")).toMatchObject({ cache: {} });
});

describe("stays as it is:", () => {
  test("nothing is shared", () => {
    const plain = pipeline({ a: { script: ["a"] }, b: { script: ["b"], image: "node:22" } });
    expect(compact(plain)).toBe(plain);
  });

  test("what is shared costs less than a hidden job", () => {
    const plain = pipeline({ a: { script: "x" }, b: { script: "x" } });
    expect(compact(plain)).toBe(plain);
  });

  test("a file is included", () => {
    const plain = pipeline({ include: [{ local: "ci/base.yml" }], ...three(() => ({})) });
    expect(compact(plain)).toBe(plain);
  });

  test.each<[string, Document]>([
    ["a reference reads it", { e: reference("d") }],
    ["a reference of the top level reads it", { default: { image: reference("d", "image") } }],
  ])("a job, since %s", (_, more) => {
    const d = { image: "node:22", script, rules };
    const plain = { ...ten(() => ({ image: "node:22" })), ...more, d, f: { script, rules } };
    const kept = configs(compact(pipeline(plain))).d;
    expect(kept).toMatchObject({ image: "node:22" });
    if ("e" in more) expect(kept).toEqual(d);
  });
});

describe("what is merged already is merged with more:", () => {
  const base = { ".base": { image: "node:22", variables: { MODE: "slow", BASE: "1" } } };
  const all = { artifacts: { expire_in: "1 day" }, variables: { MODE: "fast" } };

  test("after what a job extends, so that its own values win", () => {
    const plain = pipeline({ ...base, ...ten(() => ({ ...all, extends: ".base" })) });
    const small = compact(plain);
    expect(configs(small)).toMatchObject({
      ".base": base[".base"],
      ".fanout:1": { script, rules, ...all },
      a: { extends: [".base", ".fanout:1"] },
    });
    expect(compileJob(small, "a")).toMatchObject({ variables: { MODE: "fast", BASE: "1" } });
    expect(differing(plain, small)).toEqual([]);
  });

  test("hidden jobs share as well", () => {
    const hidden = names.map((name) => [`.${name}`, { script, rules, variables: { NAME: name } }]);
    const jobs = names.map((name) => [name, { extends: `.${name}` }]);
    const plain = pipeline(Object.fromEntries([...hidden, ...jobs]));
    const small = compact(plain);
    expect(configs(small)).toMatchObject({
      ".a": { extends: ".fanout:1", variables: { NAME: "a" } },
      a: { extends: ".a" },
    });
    expect(differing(plain, small)).toEqual([]);
  });

  test("what a reference reads stays where it is, and all else moves", () => {
    const reads = { script: [reference("a", "script")] };
    const plain = pipeline({ ...ten(() => all), x: { ...all, ...reads, rules } });
    const small = compact(plain);
    expect(configs(small).a).toMatchObject({ script, rules: reference(".fanout:1", "rules") });
    expect(configs(small).x).toMatchObject({ ...reads, rules: reference(".fanout:1", "rules") });
    expect(differing(plain, small)).toEqual([]);
  });
});

test("the jobs may come in any order", () => {
  const jobs = Array.from({ length: 5 }, (_, index) => jobsOf(index)).flat();
  const small = compact(definePipeline({ jobs }));
  expect(compact(definePipeline({ jobs: jobs.toReversed() }))).toEqual(small);
  expect(small.jobs[0]?.name).toBe(".fanout:1");
});

test("the result is compact: once more changes nothing", () => {
  const small = compact(services(5));
  expect(compact(small)).toBe(small);
});

test("warnings stay those of what people wrote", () => {
  const environment = { url: "https://example.org/some/long/address", action: "prepare" };
  const plain = pipeline({
    ".odd": { scritp: ["x"] },
    ...three((name) => ({ environment: { name, ...environment } })),
  });
  const small = compact(plain);
  expect(plain.warnings).toHaveLength(1);
  expect(small).not.toBe(plain);
  expect(small.warnings).toEqual(plain.warnings);
});

describe("a job that would compile to something else", () => {
  const plain = pipeline(three(() => ({})));
  const wrong = (config: Document): readonly JobDraft[] => [
    { name: ".fanout:1", origin: "fanout", config: { script, image: "node:22" } },
    { name: "a", origin: "child.yml", config },
    { name: "b", origin: "child.yml", config: { script } },
    { name: "c", origin: "child.yml", config: { extends: ".fanout:1", image: null, script } },
  ];

  test("is told apart", () => {
    const made = definePipeline({ jobs: wrong({ extends: ".fanout:1" }) });
    expect(differing(plain, made)).toEqual(["a", "c"]);
  });

  test("is put back, and said", () => {
    const { pipeline: made, kept } = settled(
      plain,
      definePipeline({ jobs: wrong({ extends: ".fanout:1" }) }),
    );
    expect(kept).toEqual(["a", "c"]);
    expect(configs(made)).toMatchObject({ a: { script }, b: { script }, c: { script } });
    expect(differing(plain, made)).toEqual([]);
  });
});
