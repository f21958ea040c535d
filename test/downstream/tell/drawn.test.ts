import { expect, test } from "vitest";
import { drawTree } from "../../../src/downstream/index.ts";
import { changes } from "../../../src/downstream/tell/lines.ts";
import { liveTree } from "../../../src/downstream/tell/live.ts";
import { jobNode, node } from "../nodes.ts";

const lib = node({
  project: "group/lib",
  id: 9,
  status: "failed",
  jobs: [
    jobNode({ id: 90, status: "failed", failureReason: "script_failure", url: "https://u/90" }),
  ],
});
const root = node({
  status: "running",
  url: "https://u/7",
  jobs: [
    jobNode({ id: 70, name: "build" }),
    jobNode({ id: 71, name: "lib", kind: "trigger", status: "running", downstream: lib }),
    jobNode({ id: 72, name: "deploy", status: "manual" }),
  ],
});
const plain = { color: false, all: false, urls: false };

test("pipelines with what goes on or failed", () => {
  expect(drawTree([root], plain)).toEqual([
    "group/app#7  running  3 jobs: 1 success, 1 running, 1 manual",
    "└─ lib  running",
    "   group/lib#9  failed  1 job: 1 failed",
    "   └─ unit  failed  script failure",
  ]);
});

test("all jobs, with addresses", () => {
  expect(drawTree([root], { ...plain, all: true, urls: true })).toEqual([
    "group/app#7  running  3 jobs: 1 success, 1 running, 1 manual  https://u/7",
    "├─ build  success",
    "├─ lib  running",
    "│  group/lib#9  failed  1 job: 1 failed",
    "│  └─ unit  failed  script failure  https://u/90",
    "└─ deploy  manual",
  ]);
});

test("no name is an order for the terminal", () => {
  const hostile = node({
    project: "a\u001b[2J",
    jobs: [jobNode({ name: "\u001b]0;x\u0007", status: "failed" })],
  });
  expect(drawTree([hostile], plain).join("\n")).not.toMatch(/[\u001b\u0007]/);
});

test("the tree is drawn in its own place, within the terminal, and only where it changed", () => {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const io = { out: write, terminal: { columns: 20, color: false } };
  const live = liveTree(io);
  live.show([root]);
  expect(out).toBe(
    "group/app#7  runnin…\n└─ lib  running\n   group/lib#9  fai…\n   └─ unit  failed …\n",
  );
  out = "";
  live.show([root]);
  expect(out).toBe("");
  live.show([lib]);
  expect(out).toBe("\u001b[4A\r\u001b[Jgroup/lib#9  failed…\n└─ unit  failed  sc…\n");
  out = "";
  live.clear();
  expect(out).toBe("\u001b[2A\r\u001b[J");
});

test("a tree that is too tall is cut", () => {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const io = { out: write, terminal: { columns: 40, color: false } };
  const jobs = Array.from({ length: 50 }, (_, id) =>
    jobNode({ id, name: `j${id}`, status: "running" }),
  );
  liveTree(io).show([node({ status: "running", jobs })]);
  expect(out.split("\n")).toHaveLength(21);
  expect(out).toContain("... and 32 more\n");
});

test("changes are told once, what is only good to know with --verbose", () => {
  const told = changes(false);
  expect(told([root])).toEqual([
    "group/app#7 deploy waits for somebody to start it",
    "group/app#7 runs",
    "group/lib#9 unit failed (script failure)",
    "group/lib#9 failed, started by lib of group/app#7",
  ]);
  expect(told([root])).toEqual([]);
  expect(told([{ ...root, status: "success" }])).toEqual(["group/app#7 succeeded"]);
  expect(changes(true)([lib, root])).toContain("group/app#7 build succeeded");
});

test("what cannot be read is told once", () => {
  const told = changes(false);
  const hidden = node({ status: "created", problem: "GitLab refuses" });
  expect(told([hidden])).toEqual(["group/app#7 cannot be read: GitLab refuses"]);
  expect(told([hidden])).toEqual([]);
});
