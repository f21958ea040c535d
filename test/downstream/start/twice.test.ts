import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openJournal } from "../../../src/downstream/journal.ts";
import { diskFiles } from "../../../src/io.ts";
import type { Trouble } from "../../helpers/gitlab/index.ts";
import { brief, scene, target, temporary } from "./scene.ts";

const post = { method: "POST", path: /pipeline$/ };

describe("an answer that is lost", () => {
  const html: Trouble = { status: 502, body: "<html>" };
  const cases: readonly (readonly [string, Trouble, readonly string[]])[] = [
    ["cut within the answer", "cut within", ["found"]],
    ["carried out, no answer", "lost", ["found"]],
    ["cut before it was carried out", "cut before", ["asked again"]],
    ["502, not carried out", html, ["asked again"]],
    ["no answer in time", "hang", ["asked again"]],
    ["a proxy's page", "html", ["asked again"]],
  ];
  for (const who of ["api", "job", "both"] as const) {
    test.each(cases)(`${who}: %s`, async (_, as, [end]) => {
      const { start, lab, app, startedIn, posts } = await scene();
      lab.fail({ ...post, nth: 1, as });
      const { outcomes } = await start([target("group/app")], who);
      const found = end === "found" ? ", found" : "";
      expect(brief(outcomes)).toEqual([
        `group/app main by ${who === "api" ? "api" : "job token"}${found}`,
      ]);
      expect(startedIn(app)).toHaveLength(1);
      expect(posts()).toHaveLength(end === "found" ? 1 : 2);
    });
  }

  test("nothing can be looked at: not asked again, and it is said", async () => {
    const { start, lab, app, startedIn, posts } = await scene();
    lab.fail({ ...post, nth: 1, as: "lost" });
    const { outcomes } = await start([target("group/app", { token: "APP_TOKEN" })], "trigger");
    expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open"]);
    expect([startedIn(app).length, posts().length]).toEqual([1, 1]);
  });

  test("an older instance lets no job token look", async () => {
    const { start, lab, app, startedIn } = await scene();
    lab.world.jobTokensRead = false;
    lab.fail({ ...post, nth: 1, as: "lost" });
    const { outcomes } = await start([target("group/app")], "job");
    expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open"]);
    expect(startedIn(app)).toHaveLength(1);
  });

  test("pipelines of others are not taken for it where the marker can be read", async () => {
    const { start, lab, app, ada, startedIn } = await scene();
    lab.fail({ ...post, nth: 1, as: "cut before" });
    const other = () => lab.pipeline(app, ada, { polls: ["running"] }, "pipeline");
    const { outcomes } = await start([target("group/app")], "both", { tell: other });
    expect(brief(outcomes)).toEqual(["group/app main by job token"]);
    expect(startedIn(app).some(({ variables }) => variables.length > 0)).toBe(true);
  });

  test("two that it may be: not asked again, and both are named", async () => {
    const { start, lab, app, ada, posts } = await scene();
    lab.fail({ ...post, nth: 1, as: "lost" });
    const other = (line: string) => {
      if (line.includes("no clear answer")) lab.pipeline(app, ada, {}, "pipeline");
    };
    const { outcomes } = await start([target("group/app")], "job", { tell: other });
    expect(outcomes).toMatchObject([
      { open: true, problem: { message: expect.stringContaining("it may be one of these") } },
    ]);
    expect(posts()).toHaveLength(1);
  });

  test("somebody else's pipeline is not ours: a job token looks for its own user's", async () => {
    const { start, lab, app } = await scene();
    lab.fail({ ...post, nth: 1, as: "cut before" });
    const bob = lab.user("bob");
    const other = (line: string) => {
      if (line.includes("no clear answer")) lab.pipeline(app, bob, {}, "pipeline");
    };
    const { outcomes } = await start([target("group/app")], "job", { tell: other });
    expect(brief(outcomes)).toEqual(["group/app main by job token"]);
  });

  test("without the marker the only new one counts, and it is said", async () => {
    const { start, lab, app } = await scene();
    app.variablesRole = "no_one_allowed";
    lab.fail({ ...post, nth: 2, as: "lost" });
    const { outcomes, told } = await start([target("group/app")], "api");
    expect(brief(outcomes)).toEqual(["group/app main by api, found"]);
    expect(told).toContain("is the only new one there");
  });

  test("it is looked for as long as GitLab may be at work on it", async () => {
    const { start, lab, app, ada, posts } = await scene();
    lab.fail({ ...post, nth: 1, as: "cut before" });
    let begun = 0;
    const late = (line: string) => {
      if (!line.includes("no clear answer")) return;
      begun = lab.clock.now();
      void lab.clock.sleep(50_000).then(() => lab.pipeline(app, ada, {}, "pipeline"));
    };
    const { outcomes } = await start([target("group/app")], "job", { tell: late });
    expect(brief(outcomes)).toEqual(["group/app main by job token, found"]);
    expect(posts()).toHaveLength(1);
    expect(lab.clock.now() - begun).toBeGreaterThanOrEqual(50_000);
  });
});

describe("a run that goes on for another", () => {
  test("starts nothing that was started, and what is new", async () => {
    const { start, app, lib, startedIn } = await scene();
    const resume = join(temporary(), "journal.json");
    const first = await start([target("group/app")], "api", { resume });
    const both = [target("group/app"), target("group/lib")];
    const second = await start(both, "api", { resume });
    expect(brief(first.outcomes)).toEqual(["group/app main by api"]);
    expect(brief(second.outcomes)).toEqual([
      "group/app main by api, found",
      "group/lib main by api",
    ]);
    expect([startedIn(app).length, startedIn(lib).length]).toEqual([1, 1]);
  });

  test("other variables are another pipeline", async () => {
    const { start, app, startedIn } = await scene();
    const resume = join(temporary(), "journal.json");
    for (const A of ["1", "2", "1"]) {
      await start([target("group/app", { variables: { A } })], "api", { resume });
    }
    expect(startedIn(app)).toHaveLength(2);
  });

  test("nobody knows what was there before: without the marker none counts", async () => {
    const { start, lab, app, startedIn, envs } = await scene();
    const resume = join(temporary(), "journal.json");
    lab.world.jobTokensRead = false;
    lab.fail({ ...post, nth: 1, as: "cut before" });
    const asked = [target("group/app")];
    await start(asked, "job", { resume });
    lab.world.jobTokensRead = true;
    lab.pipeline(app, lab.user("ada"), {}, "pipeline");
    for (const who of [envs.job, envs.both]) {
      const { outcomes } = await start(asked, who, { resume });
      expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open"]);
    }
    expect(startedIn(app)).toHaveLength(1);
  });

  test("one pipeline that two calls may have started counts for neither", async () => {
    const { start, lab, app, ada, posts } = await scene();
    const resume = join(temporary(), "journal.json");
    const both = ["1", "2"].map((A) => target("group/app", { variables: { A } }));
    const journal = openJournal(diskFiles, resume);
    for (const each of both) {
      const entry = { project: "group/app", ref: "main", how: "job token", marker: "m" } as const;
      journal.put({ ...entry, key: journal.keyOf(each), baseline: 0, at: lab.clock.now() });
    }
    lab.pipeline(app, ada, {}, "pipeline");
    const { outcomes } = await start(both, "job", { resume });
    expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open", "TRIGGER_UNKNOWN open"]);
    expect(posts()).toEqual([]);
  });

  test("who asks to end is not kept waiting: it stays open", async () => {
    const { start, lab } = await scene();
    const begun = lab.clock.now();
    let ending = false;
    lab.fail({ ...post, nth: 1, as: "cut before" });
    const manner = {
      ending: () => ending,
      tell: (line: string) => {
        ending ||= line.includes("looking whether");
      },
    };
    const { outcomes } = await start([target("group/app")], "api", manner);
    expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open"]);
    expect(lab.clock.now() - begun).toBeLessThan(10_000);
  });

  test("what is open stays open as long as nobody can look", async () => {
    const { start, lab, app, startedIn, personal } = await scene();
    const resume = join(temporary(), "journal.json");
    const asked = [target("group/app", { token: "APP_TOKEN" })];
    lab.fail({ ...post, nth: 1, as: "lost" });
    for (let run = 0; run < 2; run++) {
      const { outcomes } = await start(asked, "trigger", { resume });
      expect(brief(outcomes)).toEqual(["TRIGGER_UNKNOWN open"]);
    }
    // Nobody knows what was there before, but the marker says which one it is.
    const able = { APP_TOKEN: lab.trigger(app, lab.user("ada")), GITLAB_TOKEN: personal };
    const { outcomes } = await start(asked, able, { resume });
    expect(brief(outcomes)).toEqual(["group/app main by trigger token, found"]);
    expect(startedIn(app)).toHaveLength(1);
  });

  test("no variable and no token stands in the file, and nobody else may read it", async () => {
    const { start, personal } = await scene();
    const resume = join(temporary(), "deep/journal.json");
    const variables = { PASSWORD: "correct horse battery" };
    await start([target("group/app", { variables })], "api", { resume });
    const text = readFileSync(resume, "utf8");
    expect(text).toContain("group/app");
    expect(text).not.toContain(variables.PASSWORD);
    expect(text).not.toContain(personal);
  });

  test.each([
    ["no JSON", "{"],
    ["something else", '{"version":1}'],
    ["an entry that is none", '{"version":1,"salt":"a","entries":[{"key":"a"}]}'],
  ])("%s is refused before anything is started", async (_, text) => {
    const { start, lab } = await scene();
    const resume = join(temporary(), "journal.json");
    writeFileSync(resume, text);
    await expect(start([target("group/app")], "api", { resume })).rejects.toThrow(
      "what was started before cannot be read",
    );
    expect(lab.calls).toEqual([]);
    expect(readFileSync(resume, "utf8")).toBe(text);
  });

  test("a file that cannot be written is refused before anything is started", async () => {
    const { start, lab } = await scene();
    const directory = temporary();
    writeFileSync(join(directory, "file"), "");
    const resume = join(directory, "file/journal.json");
    await expect(start([target("group/app")], "api", { resume })).rejects.toThrow(
      "cannot be written down",
    );
    expect(lab.calls).toEqual([]);
  });
});
