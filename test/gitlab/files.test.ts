import { describe, expect, test } from "vitest";
import { gitlab } from "../../src/gitlab/index.ts";
import { gitlabStand, type JobPlan } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

/** A client of a project with a pipeline of one job; the path of that job. */
async function job(plan: Partial<JobPlan>) {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const pipeline = lab.pipeline(app, lab.user("ada"), {
    jobs: [{ name: "a", polls: ["failed"], ...plan }],
  });
  const { value } = lab.token(lab.user("ada"));
  const told: string[] = [];
  const io = testIo("/", { GITLAB_TOKEN: value });
  const api = gitlab(io, {
    url: `${lab.url}/api/v4`,
    clock: lab.clock,
    verbose: (line) => told.push(line),
  });
  return { lab, api, told, value, path: `projects/${app.id}/jobs/${pipeline.jobs[0]?.id}` };
}

describe("the end of a log", () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}\n`).join("");

  test("whole, where it is short", async () => {
    const { api, path } = await job({ trace: "one\ntwö\n" });
    expect(await api.tail(`${path}/trace`, { bytes: 100 })).toEqual({
      value: { text: "one\ntwö\n", size: 9, cut: false },
    });
  });

  test("from the beginning of a line, where it is long", async () => {
    const { api, path } = await job({ trace: lines });
    expect(await api.tail(`${path}/trace`, { bytes: 30 })).toEqual({
      value: { text: "line 19998\nline 19999\n", size: lines.length, cut: true },
    });
  });

  test("without the tokens of this run, which somebody may have printed", async () => {
    const { api, path, lab } = await job({});
    const { value } = lab.world.tokens[0]!;
    Object.assign(lab.world.pipelines[0]!.jobs[0]!.plan, { trace: `a ${value} b\n` });
    expect(await api.tail(`${path}/trace`, { bytes: 100 })).toMatchObject({
      value: { text: "a [masked] b\n" },
    });
  });

  test("is asked for again over a fault", async () => {
    const { api, path, lab } = await job({ trace: "x\n" });
    lab.fail({ path: /trace/, nth: [1, 2], as: "cut within" });
    expect(await api.tail(`${path}/trace`, { bytes: 100 })).toMatchObject({
      value: { text: "x\n" },
    });
    expect(lab.calls).toHaveLength(3);
  });
});

describe("a file", () => {
  const artifacts = { "report.xml": "<testsuite/>" };

  test("comes as bytes", async () => {
    const { api, path } = await job({ artifacts });
    const zip = await api.download(`${path}/artifacts`, { bytes: 10_000 });
    expect("value" in zip && zip.value.subarray(0, 2).toString()).toBe("PK");
    const one = await api.download(`${path}/artifacts/report.xml`, { bytes: 12 });
    expect(one).toEqual({ value: Buffer.from("<testsuite/>") });
  });

  test("from another host, which sees no token; the address is told without its signature", async () => {
    const { api, path, lab, told } = await job({ artifacts });
    lab.world.storage = true;
    const zip = await api.download(`${path}/artifacts`, { bytes: 10_000 });
    expect("value" in zip && zip.value.subarray(0, 2).toString()).toBe("PK");
    expect(lab.calls.map(({ token }) => token)).toEqual(["personal", "none"]);
    expect(lab.calls[1]?.headers.authorization).toBeUndefined();
    expect(told[1]).toMatch(/^GET localhost:\d+\/storage\/\S+\/artifacts\.zip\?\.\.\. 200 /);
  });

  test("that is larger than is taken", async () => {
    const { api, path, lab } = await job({ artifacts });
    expect(await api.download(`${path}/artifacts/report.xml`, { bytes: 11 })).toEqual({
      kind: "unreadable",
      problem: `GitLab's API at ${new URL(lab.url).host} gives too much (the answer is larger than 11 bytes)`,
      lost: false,
    });
    expect(lab.calls).toHaveLength(1);
  });

  test("that is not there", async () => {
    const { api, path } = await job({});
    expect(await api.download(`${path}/artifacts`, { bytes: 100 })).toMatchObject({
      kind: "refused",
      status: 404,
      said: "404 Not Found",
    });
  });
});
