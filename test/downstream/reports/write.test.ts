import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PipelineNode } from "../../../src/downstream/index.ts";
import { type AskedReports, writeReports } from "../../../src/downstream/reports/index.ts";
import { gitlab } from "../../../src/gitlab/index.ts";
import { parseXml } from "../../../src/xml.ts";
import { stand } from "../../gitlab/stand.ts";
import { temporary } from "../../helpers/fanout.ts";
import { testIo } from "../../helpers/io.ts";
import { job, pipeline } from "./trees.ts";

/** A pipeline of group/app with tests and artifacts, and what writing its reports gives. */
async function reports(
  asked: AskedReports,
  token: "personal" | "job" = "personal",
  storage = false,
) {
  const { lab, app, ada } = await stand();
  lab.world.storage = storage;
  const made = lab.pipeline(app, lab.user("ada"), {
    jobs: [{ name: "unit", polls: ["success"], artifacts: { "out/a.txt": "hello", "b.txt": "b" } }],
    tests: [
      {
        name: "unit",
        cases: [
          { name: "adds", classname: "Cart", status: "success", time: 0.25 },
          { name: "takes", classname: "Cart", status: "failed", output: "expected 1 & got <2>" },
        ],
      },
    ],
  });
  const node: PipelineNode = pipeline("group/app", made.id, [
    job("unit", { id: made.jobs[0]!.id }),
  ]);
  const own = lab.jobToken(app, lab.user("ada")).value;
  const cwd = temporary();
  const io = testIo(cwd, {
    CI_API_V4_URL: `${lab.url}/api/v4`,
    ...(token === "job" ? { CI_JOB_TOKEN: own } : { GITLAB_TOKEN: ada }),
  });
  const api = gitlab(io, { clock: lab.clock });
  const told = await writeReports([node], asked, { io, api: () => api });
  return { told, node, text: (path: string) => readFileSync(join(cwd, path), "utf8"), cwd, lab };
}

test("nothing is written that nobody asked for", async () => {
  const { told, cwd, lab } = await reports({});
  expect(told).toEqual([]);
  expect(existsSync(join(cwd, "junit.xml"))).toBe(false);
  expect(lab.calls).toEqual([]);
});

test("all files at once", async () => {
  const { told, text, node } = await reports({
    dotenv: "down.env",
    annotations: "links.json",
    junit: "reports/junit.xml",
  });
  expect(told).toEqual([]);
  expect(text("down.env")).toContain(`FANOUT_GROUP_APP_ID=${node.id}\n`);
  expect(JSON.parse(text("links.json"))["Downstream pipelines"]).toHaveLength(1);
  const root = await parseXml(text("reports/junit.xml"), "junit.xml");
  expect(root.attributes).toMatchObject({ tests: "2", failures: "1", time: "0.25" });
  expect(root.children[0]?.children[1]?.children[0]?.text).toBe("expected 1 & got <2>");
});

test("a job token may read no tests: told, with what to do", async () => {
  const { told, text, node } = await reports({ junit: "junit.xml" }, "job");
  expect(told.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    [
      "TESTS_UNREAD",
      "warning",
      `the tests of a pipeline cannot be read (group/app#${node.id}: GitLab's API refuses CI_JOB_TOKEN (401 Unauthorized)). No job token may read test reports: put a token with the scope read_api, of somebody who may see these pipelines, into GITLAB_TOKEN`,
    ],
  ]);
  expect(await parseXml(text("junit.xml"), "junit.xml")).toMatchObject({ children: [] });
});

test.each([false, true])(
  "artifacts by path and by pattern (stored elsewhere: %s)",
  async (storage) => {
    const asked = { artifacts: "in", artifact: ["unit:b.txt", "u*:out/**"] };
    const { told, text, node, lab } = await reports(asked, "personal", storage);
    expect(told).toEqual([]);
    expect(text(`in/group_app-${node.id}/unit/b.txt`)).toBe("b");
    expect(text(`in/group_app-${node.id}/unit/out/a.txt`)).toBe("hello");
    const elsewhere = lab.calls.filter(({ path }) => path.includes("storage"));
    expect(elsewhere.map(({ token }) => token)).toEqual(storage ? ["none"] : []);
  },
);

test("what is left out of a report is told", async () => {
  const { told } = await reports({ dotenv: "down.env", dotenvLimit: 2 });
  expect(told).toMatchObject([{ code: "REPORT_CUT", where: ["down.env"], severity: "warning" }]);
});
