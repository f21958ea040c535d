import { describe, expect, test } from "vitest";
import { follow } from "../../../src/downstream/index.ts";
import type { Rule } from "../../helpers/gitlab/index.ts";
import { scene, short } from "./scene.ts";

describe("interrupted", () => {
  /** Follows until it is told what the root started, then somebody interrupts, and `rule` holds. */
  async function interrupted(cancel: boolean, rule?: Rule) {
    const { lab, app, ada, io } = await scene();
    const child = { project: "group/lib", plan: { polls: ["running"] as const } };
    const root = lab.pipeline(app, ada, {
      jobs: [
        { name: "unit", polls: ["running"] },
        { name: "lib", starts: child },
      ],
    });
    let end = () => {};
    let listening = false;
    const onInterrupt = (heard: (by: "SIGINT") => void) => {
      listening = true;
      end = () => heard("SIGINT");
      return () => {
        listening = false;
      };
    };
    const err = (text: string) => {
      io.err(text);
      if (!text.includes("group/lib#")) return;
      end();
      end = () => {};
      if (rule) lab.fail(rule);
    };
    const refs = [{ project: "group/app", id: root.id }];
    const options = { strategy: "depend", onManual: "wait", timeout: 3_600_000 } as const;
    const world = { io: { ...io, err, onInterrupt }, clock: lab.clock };
    const begun = lab.clock.now();
    const followed = await follow(refs, { ...options, show: "lines", cancel }, world);
    return {
      ...followed,
      listening,
      seen: followed.roots.map(short),
      err: io.stderr(),
      took: lab.clock.now() - begun,
      statuses: lab.world.pipelines.map(lab.statusOf),
    };
  }

  test("what this run started is cancelled, in other projects too, and seen to be", async () => {
    const { err, statuses, seen, ...rest } = await interrupted(true);
    expect(rest).toMatchObject({ ended: "interrupted", exit: 130, listening: false });
    expect(statuses).toEqual(["canceled", "canceled"]);
    expect(seen).toEqual(["group/app canceled [unit canceled, lib success > group/lib canceled]"]);
    expect(rest.why).toEqual([
      expect.stringMatching(/^group\/app#\d+ was cancelled$/),
      expect.stringMatching(/^group\/lib#\d+ was cancelled$/),
    ]);
    expect(err).toMatch(
      /Cancelling what this run started .*\ncancel group\/app#\d+: done\ncancel group\/lib#\d+: done\n$/,
    );
  });

  test("a fault that passes does not keep it from being seen", async () => {
    const { seen } = await interrupted(true, { method: "GET", nth: [1, 2], as: { status: 502 } });
    expect(seen).toEqual(["group/app canceled [unit canceled, lib success > group/lib canceled]"]);
  });

  test("where nothing is to be seen any more, what was seen last is told as such", async () => {
    const { roots, why, took } = await interrupted(true, { method: "GET", as: "cut before" });
    expect(roots).toMatchObject([
      { status: "running", problem: "what became of it could not be seen within 5 seconds" },
    ]);
    expect(why[0]).toMatch(
      /^group\/app#\d+ was not over when it was last seen: what became of it could not be seen/,
    );
    expect(took).toBeLessThan(30_000);
  });

  test("what others started goes on", async () => {
    const { err, statuses, ...rest } = await interrupted(false);
    expect(statuses).toEqual(["running", "running"]);
    expect(rest).toMatchObject({ ended: "interrupted", exit: 130, listening: false });
    expect(err).not.toContain("cancel");
  });
});
