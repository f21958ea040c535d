import { expect, test } from "vitest";
import { findings, silent, told } from "./helper.ts";

const text = "a: { script: [x] }\nchild: { trigger: { include: b.yml } }\n";
const place = { file: ".gitlab-ci.yml", line: 2, column: 5 };
const unread = [
  { kind: "template", key: "template:A.gitlab-ci.yml", place },
  { kind: "template", key: "template:A.gitlab-ci.yml", place },
  { kind: "remote", key: "https://example.test/b.yml" },
] as const;

test("what is not read is told once, at its place", async () => {
  const found = await findings(text, { unread });
  const own = found.filter(({ code }) => code === "include-unread");
  expect(own.map(({ message, place: at, hint }) => [message, at, hint])).toEqual([
    [
      "template:A.gitlab-ci.yml is not read here, so what needs all files is not checked",
      place,
      "Name a copy with `--map template:A.gitlab-ci.yml=PATH`; without a path the rest is judged alone",
    ],
    [
      "https://example.test/b.yml is not read here, so what needs all files is not checked",
      undefined,
      "Name a copy with `--map https://example.test/b.yml=PATH`; without a path the rest is judged alone",
    ],
  ]);
});

test("a generator that fails is told at the trigger job", async () => {
  const made = async () => [{ job: "child", problem: "no" }];
  expect(await told("generator-fails", text, { made })).toEqual(["child.trigger: no"]);
});

silent("include-unread", [["all is read", text, { unread: [] }]]);
silent("generator-fails", [
  ["nothing is made", text],
  ["it is made", text, { made: async () => [{ job: "child", texts: new Map() }] }],
]);
