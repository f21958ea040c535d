import { describe, expect, test } from "vitest";
import { cli } from "../src/cli.ts";
import { validateConfig } from "../src/config/index.ts";
import { UserError } from "../src/diagnostics/index.ts";
import { readParams } from "../src/params.ts";
import { parseYaml } from "../src/yaml/read.ts";
import { testIo } from "./helpers/io.ts";
import { repo } from "./helpers/repo.ts";

type Specs = Parameters<typeof readParams>[0];

const read = (specs: Specs, env: Record<string, string> = {}, param?: readonly string[]) =>
  readParams(specs, { param }, env);

/** What is told of a fault, line by line. */
function told(step: () => unknown): string[] {
  try {
    step();
  } catch (error) {
    if (error instanceof UserError) return [String(error.exit), ...error.message.split("\n")];
    throw error;
  }
  return [];
}

describe("types", () => {
  const one = (type: Specs[string]["type"], text: string) =>
    read({ p: { type } }, {}, [`p=${text}`]).p;

  test.each([
    ["eu,us,ap", ["eu", "us", "ap"]],
    [" eu , ,us,", ["eu", "us"]],
    ['["eu", "a,b", 3, true]', ["eu", "a,b", "3", "true"]],
    ["", []],
  ])("list %j", (text, value) => expect(one("list", text)).toEqual(value));

  test.each([
    ["true", true],
    ["1", true],
    ["Yes", true],
    ["false", false],
    ["0", false],
    ["no", false],
  ])("boolean %j", (text, value) => expect(one("boolean", text)).toBe(value));

  test.each([
    ["3", 3],
    ["-0.5", -0.5],
    [" 7 ", 7],
    ["1e3", 1000],
  ])("number %j", (text, value) => expect(one("number", text)).toBe(value));

  test.each(["", " a = b ", "[x"])("string %j", (text) => expect(one("string", text)).toBe(text));

  test.each([
    ["number", "", "a number"],
    ["number", "0x10", "a number"],
    ["number", "Infinity", "a number"],
    ["number", "1e999", "a number"],
    ["number", "3 replicas", "a number"],
    ["boolean", "on", "true or false"],
    ["boolean", "constructor", "true or false"],
    ["list", "[eu, us]", "a list"],
  ] as const)("%s refuses %j", (type, text, allowed) => {
    expect(told(() => one(type, text))).toEqual([
      "2",
      `params › p: --param p is ${JSON.stringify(text)}, which is not allowed. Allowed is ${allowed}`,
    ]);
  });

  test("an item of a JSON list is text", () => {
    expect(told(() => one("list", '["eu", ["us"], null]'))).toEqual([
      "2",
      'params › p: --param p is "[\\"eu\\", [\\"us\\"], null]", of which ["us"], null are not allowed. Allowed is a list',
    ]);
  });
});

describe("order", () => {
  const specs = { env: { type: "string", env: "ENVIRONMENT", default: "dev" } } as const;

  test("the flag, the variable, the default", () => {
    expect(read(specs, { ENVIRONMENT: "prod" }, ["env=qa"]).env).toBe("qa");
    expect(read(specs, { ENVIRONMENT: "prod" }).env).toBe("prod");
    expect(read(specs).env).toBe("dev");
  });

  test("an empty variable counts as not set, an empty flag counts", () => {
    expect(read(specs, { ENVIRONMENT: "" }).env).toBe("dev");
    expect(read(specs, { ENVIRONMENT: "prod" }, ["env="]).env).toBe("");
  });

  test("of two flags the last counts, and a value may hold =", () => {
    expect(read(specs, {}, ["env=a", "env=b=c"]).env).toBe("b=c");
  });

  test("without a value it is there, and undefined", () => {
    const params = read({ p: { type: "list", env: "P" } });
    expect(Object.keys(params)).toEqual(["p"]);
    expect(params.p).toBeUndefined();
  });

  test("no generator can change them for the next", () => {
    const params = read({ p: { type: "list", default: ["a"] } });
    expect(Object.isFrozen(params) && Object.isFrozen(params.p)).toBe(true);
  });
});

describe("checks", () => {
  test("all that is wrong is told together", () => {
    const specs: Specs = {
      environments: { type: "list", env: "ENVIRONMENTS", options: ["eu", "us", "ap"] },
      replicas: { type: "number", env: "REPLICAS", min: 1, max: 5 },
      timeout: { type: "number", min: 60 },
      share: { type: "number", max: 1 },
      size: { type: "number", options: [1, 2] },
      version: { type: "string", pattern: "v\\d+|latest" },
      hosts: { type: "list", pattern: "[a-z]+" },
      region: { type: "string", env: "REGION", required: true, options: ["eu"] },
      zones: { type: "list", required: true },
      dry: { type: "boolean", default: true },
    };
    const env = { ENVIRONMENTS: "eu,xx", REPLICAS: "9" };
    const flags = ["timeout=5", "share=1.5", "size=3", "version=v1; rm", "hosts=a,B,c1"];
    const more = ["zones=,", "enviroments=eu", "colour=red", "dry"];
    expect(told(() => read(specs, env, [...flags, ...more]))).toEqual([
      "2",
      '--param: the configuration has no parameter "enviroments". Did you mean "environments"?',
      '--param: the configuration has no parameter "colour". It has environments, replicas, timeout, share, size, version, hosts, region, zones, dry',
      '--param: "dry" is given no value. Write --param dry=VALUE',
      'params › environments: $ENVIRONMENTS is "eu,xx", of which "xx" is not allowed. Allowed is a list of eu, us, ap',
      'params › replicas: $REPLICAS is "9", which is not allowed. Allowed is a number from 1 to 5',
      'params › timeout: --param timeout is "5", which is not allowed. Allowed is a number of at least 60',
      'params › share: --param share is "1.5", which is not allowed. Allowed is a number of at most 1',
      'params › size: --param size is "3", which is not allowed. Allowed is one of 1, 2',
      'params › version: --param version is "v1; rm", which is not allowed. Allowed is text that matches v\\d+|latest',
      'params › hosts: --param hosts is "a,B,c1", of which "B", "c1" are not allowed. Allowed is a list whose items match [a-z]+',
      "params › region: has no value, but one is required: one of eu. Set the CI variable REGION, or give --param region=VALUE",
      "params › zones: has no value, but one is required: a list. Give --param zones=VALUE",
    ]);
  });

  test("what is allowed is let through", () => {
    const specs: Specs = {
      environments: { type: "list", options: ["eu", "us"], required: true },
      replicas: { type: "number", min: 1, max: 5 },
      version: { type: "string", pattern: "v\\d+|latest" },
    };
    const flags = ["environments=us,eu", "replicas=5", "version=latest"];
    expect(read(specs, {}, flags)).toEqual({
      environments: ["us", "eu"],
      replicas: 5,
      version: "latest",
    });
  });

  test("a long value is cut short", () => {
    const [, line = ""] = told(() =>
      read({ p: { type: "number" } }, {}, [`p=${"9x".repeat(500)}`]),
    );
    expect(line.length).toBeLessThan(140);
    expect(line).toContain('9x9x...", which');
  });

  test("where the configuration has none, no flag is known", () => {
    expect(told(() => read({}, {}, ["a=b"]))).toEqual([
      "2",
      '--param: the configuration has no parameter "a". Declare it in `params` of the configuration',
    ]);
  });
});

describe("declarations", () => {
  test.each([
    [
      { type: "number", pattern: "x" },
      'pattern: should be left out for type "number", but it is "x"',
    ],
    [
      { type: "boolean", options: ["true"] },
      'options: should be left out for type "boolean", but it is ["true"]',
    ],
    [{ type: "list", min: 1 }, 'min: should be left out for type "list", but it is 1'],
    [{ type: "string", pattern: "(" }, 'pattern: should be a regular expression, but it is "("'],
    [{ type: "number", options: ["1"] }, 'options: should hold numbers only, but it is ["1"]'],
    [{ type: "list", options: [1] }, "options: should hold text only, but it is [1]"],
    [
      { type: "number", min: 2, default: 1 },
      "default: should be a number of at least 2, but it is 1",
    ],
    [
      { type: "list", options: ["eu"], default: ["us"] },
      'default: should be a list of eu, but it is ["us"]',
    ],
    [{ type: "list", default: "eu" }, 'default: should be a list, but it is "eu"'],
    [
      { type: "string", env: "$NAME" },
      'env: should be the name of a variable, without $, but it is "$NAME"',
    ],
  ])("%j", (spec, problem) => {
    expect(told(() => validateConfig({ params: { p: spec } }, "fanout.config.yml"))).toEqual([
      "2",
      `fanout.config.yml › params › p › ${problem}. See docs/configuration.md`,
    ]);
  });

  test("a default that is allowed stays", () => {
    const params = { p: { type: "list", options: ["eu", "us"], default: ["us"] } };
    expect(validateConfig({ params }, "x").params).toEqual(params);
  });
});

describe("in a run", () => {
  const files = {
    "fanout.config.mjs": `export default {
  services: { define: { cloud: { root: "cloud" } } },
  params: {
    environments: { type: "list", env: "ENVIRONMENTS", options: ["eu", "us", "ap"] },
    mode: { type: "string", default: "fast" },
  },
  generators: ["./environments.mjs", "./environments.yml.hbs"],
};
`,
    "environments.mjs": `export default {
  name: "environments",
  jobs: (service, ctx) => Object.fromEntries(
    (ctx.params.environments ?? []).map((name) => [
      "create-env-" + name,
      { stage: "deploy", variables: { ENVIRONMENT: name }, script: ["./create-env"] },
    ]),
  ),
};
`,
    "environments.yml.hbs": `check:
{{#if params.environments}}
  script:
{{#each params.environments as |name|}}
    - ./check {{name}} {{@root.params.mode}}
{{/each}}
{{else}}
  script: [./check none]
{{/if}}
`,
    "cloud/main.tf": "",
  };

  async function generate(env: Record<string, string>, flags: readonly string[] = []) {
    const work = repo(files);
    const started = {
      CI_PIPELINE_SOURCE: "web",
      CI_COMMIT_BRANCH: "main",
      CI_COMMIT_SHA: work.sha(),
    };
    const io = testIo(work.root, { ...started, ...env });
    const exit = await cli(["generate", "--all", ...flags], io);
    const text = io.files.text(`${work.root}/generated-config.yml`);
    const jobs = parseYaml(text ?? "{}", "g") as Record<string, Record<string, unknown>>;
    return { exit, err: io.stderr(), written: text !== undefined, jobs };
  }
  const created = (jobs: object) => Object.keys(jobs).filter((key) => key.includes("create-env"));

  test("ENVIRONMENTS=eu,us,ap gives three create-env jobs, and a template sees them", async () => {
    const { exit, jobs } = await generate({ ENVIRONMENTS: "eu,us,ap" });
    expect(exit).toBe(0);
    expect(created(jobs)).toEqual([
      "cloud:create-env-ap",
      "cloud:create-env-eu",
      "cloud:create-env-us",
    ]);
    expect(jobs["cloud:create-env-us"]).toMatchObject({ variables: { ENVIRONMENT: "us" } });
    expect(jobs["cloud:check"]?.script).toEqual([
      "./check eu fast",
      "./check us fast",
      "./check ap fast",
    ]);
  });

  test("an array input of a pipeline arrives as JSON", async () => {
    const { jobs } = await generate({ ENVIRONMENTS: '["ap","eu"]' });
    expect(created(jobs)).toEqual(["cloud:create-env-ap", "cloud:create-env-eu"]);
  });

  test("--param may be repeated, keeps commas, and goes before the variable", async () => {
    const flags = ["--param", "environments=us,ap", "--param", "mode=slow"];
    const { jobs } = await generate({ ENVIRONMENTS: "eu" }, flags);
    expect(created(jobs)).toEqual(["cloud:create-env-ap", "cloud:create-env-us"]);
    expect(jobs["cloud:check"]?.script).toEqual(["./check us slow", "./check ap slow"]);
  });

  test("without a value there are none, and a template may ask", async () => {
    const { exit, jobs } = await generate({});
    expect(exit).toBe(0);
    expect(created(jobs)).toEqual([]);
    expect(jobs["cloud:check"]?.script).toEqual(["./check none"]);
  });

  test("a wrong value ends in exit code 2 and writes nothing", async () => {
    expect(await generate({ ENVIRONMENTS: "eu,mars" })).toMatchObject({
      exit: 2,
      written: false,
      err: 'error: params › environments: $ENVIRONMENTS is "eu,mars", of which "mars" is not allowed. Allowed is a list of eu, us, ap\n',
    });
  });
});
