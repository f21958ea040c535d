import { describe, expect, test } from "vitest";
import { cli } from "../../src/cli.ts";
import { gitlabStand } from "../helpers/gitlab/index.ts";
import { testIo } from "../helpers/io.ts";

describe("fanout webhook-url", () => {
  test("prints the address with the token as a placeholder", async () => {
    const io = testIo("/", { CI_SERVER_URL: "https://gitlab.example.com" });
    const words = ["--project", "group/app", "--ref", "feature/a b", "--var", "FROM=lib & co"];
    expect(await cli(["webhook-url", ...words], io)).toBe(0);
    expect(io.stdout()).toBe(
      "https://gitlab.example.com/api/v4/projects/group%2Fapp/ref/feature%2Fa%20b/trigger/pipeline?token=TOKEN&variables%5BFROM%5D=lib%20%26%20co\n",
    );
    expect(io.stderr()).toContain("refuses Pipeline events");
  });

  test("a call of it starts a pipeline, and one for a pipeline event does not", async () => {
    const lab = await gitlabStand();
    const app = lab.project("group/app", { ada: "maintainer" });
    const io = testIo("/");
    app.branches.set("feature/a", "6".repeat(40));
    const words = ["--project", "group/app", "--ref", "feature/a", "--url", lab.url];
    await cli(["webhook-url", ...words, "--var", "A=$b c"], io);
    const url = io
      .stdout()
      .trim()
      .replace("TOKEN", lab.trigger(app, lab.user("ada")));
    const hook = (event: string) =>
      fetch(url, { method: "POST", headers: { "x-gitlab-event": event }, body: "{}" });
    expect((await hook("Pipeline Hook")).status).toBe(403);
    expect((await hook("Push Hook")).status).toBe(201);
    const [pipeline] = lab.world.pipelines;
    expect(pipeline?.ref).toBe("feature/a");
    expect(pipeline?.variables[0]).toMatchObject({ key: "A", value: "$b c" });
  });

  test.each([
    [[], "--project: is missing"],
    [["--project", "group/app", "--project", "group/lib"], "--project: takes one project"],
    [["--project", "group/app"], "--ref: is missing"],
    [["--project", "group/app", "--ref", "main"], "nothing names a GitLab"],
  ])("%j: %s", async (words, says) => {
    const io = testIo("/");
    expect(await cli(["webhook-url", ...words], io)).toBe(2);
    expect(io.stderr()).toContain(says);
  });
});
