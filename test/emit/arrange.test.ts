import { describe, expect, test } from "vitest";
import { type EmitOptions, emit } from "../../src/emit/index.ts";
import {
  compileJob,
  definePipeline,
  type Hash,
  type JobDraft,
  limitsFor,
} from "../../src/model/index.ts";

const router = {
  command: "fanout generate --base 1a2b",
  job: { image: "node:24", tags: ["big"], variables: { TOKEN_FILE: "x" } },
  strategy: "depend",
} as const;

const job = (name: string, config: object = {}, service = name.split(":")[0]): JobDraft => ({
  name,
  origin: "test",
  config: { stage: "build", script: ["x"], ...config },
  ...(service && { service }),
});

/** Four services of two jobs; c and d need what comes before them. */
const jobs: readonly JobDraft[] = [
  job("a:build", { artifacts: { paths: ["a"] } }),
  job("a:test", { stage: "test", needs: ["a:build"] }),
  job("b:build"),
  job("b:test", { stage: "test", needs: ["b:build"] }),
  job("c:build", { needs: [{ job: "a:build", artifacts: false }] }),
  job("c:test", { stage: "test", needs: ["c:build"] }),
  job("d:build", { needs: ["a:build"] }),
  job("d:test", { stage: "test", needs: ["d:build"] }),
];

function emitted(
  more: readonly JobDraft[],
  overrides: Record<string, number>,
  options: EmitOptions = {},
) {
  const draft = { stages: ["build", "test"], jobs: [...jobs, ...more] };
  const limits = limitsFor({ overrides });
  const notes = { path: "g.yml", header: ["x"], services: new Map() };
  return emit(definePipeline(draft, limits), notes, limits, { router, ...options });
}

/** The jobs of each pipeline by the name of its trigger. */
const shape = ({ pipelines }: ReturnType<typeof emit>) =>
  Object.fromEntries(
    pipelines.map(({ name, pipeline }) => [name, pipeline.jobs.map((each) => each.name)]),
  );

const configOf = ({ pipelines }: ReturnType<typeof emit>, name: string): Hash => {
  const place = pipelines.find(({ pipeline }) => pipeline.jobs.some((each) => each.name === name));
  return (place && compileJob(place.pipeline, name)) ?? {};
};

describe("more jobs than a pipeline may have", () => {
  const made = emitted([], { jobs: 5 });

  test("become shards, those that need each other together where they can", () => {
    expect(shape(made)).toEqual({
      "": ["fanout-generate-1", "fanout-generate-2", "fanout-shard-1", "fanout-shard-2"],
      "fanout-shard-1": expect.arrayContaining(["a:build", "a:test"]),
      "fanout-shard-2": expect.any(Array),
    });
    expect(made.shards).toBe(2);
  });

  test("are written by jobs that come to the same plan", () => {
    expect(configOf(made, "fanout-generate-2")).toEqual({
      stage: "build",
      image: "node:24",
      tags: ["big"],
      inherit: { default: ["image", "tags", "retry", "interruptible"], variables: false },
      variables: { GIT_DEPTH: "0", TOKEN_FILE: "x" },
      needs: [],
      script: [`fanout generate --base 1a2b --shard 2/2 --plan ${made.plan}`],
      artifacts: { paths: ["g.shard-2.yml"], expire_in: "30 days" },
    });
    expect(made.plan).toMatch(/^[0-9a-f]{16}$/);
  });

  test("are started in the order of their needs, with what the child was given", () => {
    expect(configOf(made, "fanout-shard-2")).toEqual({
      stage: "build",
      needs: ["fanout-generate-2", "fanout-shard-1"],
      inherit: { variables: false },
      trigger: {
        include: [{ artifact: "g.shard-2.yml", job: "fanout-generate-2" }],
        strategy: "depend",
        forward: { yaml_variables: true, pipeline_variables: true },
      },
    });
  });

  test("and one job fewer is one pipeline", () =>
    expect(shape(emitted([], { jobs: 8 }))).toEqual({
      "": jobs.map(({ name }) => name).sort(byStage),
    }));

  test("lose artifacts between shards, which is told once", () => {
    const lost = made.diagnostics.filter(({ code }) => code === "NEED_ARTIFACTS_LOST");
    expect(lost.map(({ message }) => message.split(" would ")[0])).toEqual(["d:build"]);
  });

  test("are refused where there can be no grandchildren, with the reason", () => {
    const whole = { router: undefined, whole: "it is so" };
    expect(() => emitted([], { jobs: 5 }, whole)).toThrow(
      /limit "jobs" is 5 jobs, and this has 8.*\n.*did not start further pipelines.*: it is so/,
    );
  });
});

const byStage = (a: string, b: string) => {
  const rank = (name: string) => Number(name.endsWith(":test"));
  return rank(a) - rank(b) || (a < b ? -1 : 1);
};

describe("services apart", () => {
  const apart = new Set(["a", "c"]);
  const made = emitted([], {}, { apart });

  test("are pipelines of their own, and the rest stays", () =>
    expect(shape(made)).toEqual({
      "": [
        "a:pipeline",
        "b:build",
        "c:pipeline",
        "d:build",
        "fanout-generate-1",
        "b:test",
        "d:test",
      ],
      "a:pipeline": ["a:build", "a:test"],
      "c:pipeline": ["c:build", "c:test"],
    }));

  test("are written by one job, as long as one archive holds them", () => {
    const paths = (each: ReturnType<typeof emit>) =>
      each.pipelines[0]?.pipeline.jobs
        .flatMap(({ config }) => [(config.artifacts as { paths?: string[] })?.paths ?? []])
        .filter((list) => list.some((path) => path.startsWith("g.")));
    expect(paths(made)).toEqual([["g.service-a.yml", "g.service-c.yml"]]);
    const small = emitted([], { artifactArchiveBytes: 6_000 }, { apart });
    expect(paths(small)).toEqual([["g.service-a.yml"], ["g.service-c.yml"]]);
    expect(small.files.map(({ path, shard }) => [path, shard])).toEqual([
      ["g.yml", undefined],
      ["g.service-a.yml", 1],
      ["g.service-c.yml", 2],
    ]);
  });

  test("wait for each other by their trigger jobs, and so does who stays", () => {
    expect(configOf(made, "c:pipeline").needs).toEqual(["fanout-generate-1", "a:pipeline"]);
    expect(configOf(made, "d:build").needs).toEqual(["a:pipeline"]);
  });

  test("wait for what comes before every stage", () => {
    const first = job("check", { stage: ".pre" }, "");
    const maybe = job("maybe", { stage: ".pre", rules: [{ if: "$X" }] }, "");
    const { needs } = configOf(emitted([first, maybe], {}, { apart }), "c:pipeline");
    expect(needs).toEqual([
      "fanout-generate-1",
      "check",
      { job: "maybe", optional: true },
      "a:pipeline",
    ]);
  });

  test("have names that nobody else has", () => {
    const odd = [job("A:build"), job("a:pipeline"), job("x/y:build"), job("x-y:build")];
    const names = new Set(["a", "A", "x/y", "x-y"]);
    const { pipelines } = emitted(odd, {}, { apart: names });
    expect(pipelines.map(({ name, files }) => [name, ...files])).toEqual([
      ["", "g.yml"],
      ["A:pipeline", "g.service-a.yml"],
      ["a:pipeline-2", "g.service-a-2.yml"],
      ["x-y:pipeline", "g.service-x-y.yml"],
      ["x/y:pipeline", "g.service-x-y-2.yml"],
    ]);
  });

  test("have a job that is sure to exist, each", () => {
    const rules = [{ if: "$X" }];
    const { pipelines } = emitted([job("e:build", { rules })], {}, { apart: new Set(["e"]) });
    expect(pipelines[1]?.pipeline.jobs.map(({ name }) => name)).toEqual([
      "e:build",
      "fanout:always",
    ]);
  });

  test("and the others in shards, where they are still too many", () => {
    const made = emitted([], { jobs: 6 }, { apart: new Set(["a"]), parts: "never" });
    expect(Object.keys(shape(made))).toEqual([
      "",
      "a:pipeline",
      "fanout-shard-1",
      "fanout-shard-2",
    ]);
    const { needs } = configOf(made, "fanout-shard-1");
    expect(needs).toContain("a:pipeline");
    expect(made.shards).toBe(3);
  });
});

test("a shard that does not fit is cut again", () => {
  const long = Array.from({ length: 30 }, (_, index) =>
    job(`s${index}:build`, { script: [`${index}`.repeat(400)] }),
  );
  const made = emitted(long, { yamlBytes: 8_000 }, { parts: "never" });
  expect(made.pipelines.length).toBeGreaterThan(3);
  expect(Math.max(...made.files.map(({ bytes }) => bytes))).toBeLessThanOrEqual(8_000);
});
