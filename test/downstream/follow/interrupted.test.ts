import { describe, expect, test } from "vitest";
import { follow } from "../../../src/downstream/index.ts";
import { scene } from "./scene.ts";

describe("interrupted", () => {
  /** Follows until it is told that the root runs, then somebody interrupts. */
  async function interrupted(cancel: boolean) {
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
    const onInterrupt = (heard: () => void) => {
      listening = true;
      end = heard;
      return () => {
        listening = false;
      };
    };
    const err = (text: string) => {
      io.err(text);
      if (text.includes("group/lib#")) end();
    };
    const refs = [{ project: "group/app", id: root.id }];
    const options = { strategy: "depend", onManual: "wait", timeout: 3_600_000 } as const;
    const world = { io: { ...io, err, onInterrupt }, clock: lab.clock };
    const { ended, exit } = await follow(refs, { ...options, show: "lines", cancel }, world);
    return {
      ended,
      exit,
      listening,
      err: io.stderr(),
      statuses: lab.world.pipelines.map(lab.statusOf),
    };
  }

  test("what this run started is cancelled, in other projects too", async () => {
    const { err, ...rest } = await interrupted(true);
    const statuses = ["canceled", "canceled"];
    expect(rest).toEqual({ ended: "interrupted", exit: 1, listening: false, statuses });
    expect(err).toMatch(
      /Cancelling what this run started .*\ncancel group\/app#\d+: done\ncancel group\/lib#\d+: done\n$/,
    );
  });

  test("what others started goes on", async () => {
    const { err, ...rest } = await interrupted(false);
    const statuses = ["running", "running"];
    expect(rest).toEqual({ ended: "interrupted", exit: 1, listening: false, statuses });
    expect(err).not.toContain("cancel");
  });
});
