import { describe, expect, test } from "vitest";
import { pipelinesNamed } from "../../src/downstream/index.ts";
import { testIo } from "../helpers/io.ts";

const job = { CI_API_V4_URL: "https://gitlab.test/git/api/v4", CI_PROJECT_PATH: "group/app" };
const named = async (
  name: string,
  env: Record<string, string> = job,
  remote = "",
  url?: string,
) => {
  const io = testIo("/", env);
  const run = async () => ({ code: remote === "" ? 1 : 0, stdout: `${remote}\n`, stderr: "" });
  return (await pipelinesNamed([name], url, { ...io, run }))[0];
};

describe("in a job", () => {
  test.each([
    ["123", { project: "group/app", id: 123, url: undefined }],
    [" 123 ", { project: "group/app", id: 123, url: undefined }],
    ["group/lib#5", { project: "group/lib", id: 5, url: undefined }],
    ["77#5", { project: "77", id: 5, url: undefined }],
    [
      "https://gitlab.test/git/group/sub/lib/-/pipelines/5",
      { project: "group/sub/lib", id: 5, url: undefined },
    ],
    [
      "https://other.test/group/lib/-/pipelines/5/builds?x=1#y",
      { project: "group/lib", id: 5, url: "https://other.test" },
    ],
  ])("%s", async (name, ref) => {
    expect(await named(name)).toEqual(ref);
  });

  test("--url is the instance of what is no address", async () => {
    expect(await named("group/lib#5", job, "", "https://other.test")).toEqual({
      ...{ project: "group/lib", id: 5, url: "https://other.test" },
    });
  });
});

describe("elsewhere the remote tells", () => {
  test.each([
    ["git@gitlab.test:group/app.git", "group/app", "https://gitlab.test"],
    ["ssh://git@gitlab.test:2222/group/sub/app.git", "group/sub/app", "https://gitlab.test"],
    ["https://oauth2:secret@gitlab.test:8443/group/app", "group/app", "https://gitlab.test:8443"],
  ])("%s", async (remote, project, url) => {
    expect(await named("123", {}, remote)).toEqual({ project, id: 123, url });
  });

  test("without one it is asked for", async () => {
    await expect(named("123", {})).rejects.toThrow("it is not clear of which project 123 is");
  });
});

test.each(["", "abc", "group/app", "group app#1", "#1", "1.5", "https://gitlab.test/group/app"])(
  "%j names no pipeline",
  async (name) => {
    await expect(named(name)).rejects.toThrow("names no pipeline");
  },
);
