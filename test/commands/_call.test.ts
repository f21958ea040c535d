import { expect, test } from "vitest";
import { optionsOfCall } from "../../src/commands/_call.ts";

test.each<[string, ReturnType<typeof optionsOfCall>]>([
  ["", {}],
  ["-o x.yml --all", { output: "x.yml", all: true }],
  ["--output=x.yml --no-color -q", { output: "x.yml", color: false, quiet: true }],
  ["--services a,b --param x=1 --param=y=2", { services: ["a", "b"], param: ["x=1", "y=2"] }],
  ["-C sub --shard 1/2", { cwd: "sub", shard: "1/2" }],
  ["--report $REPORT", { report: "$REPORT" }],
  ["--html $PAGE --markdown --all", { html: "$PAGE", all: true }],
  ["--markdown note.md --annotations a.json", { markdown: "note.md", annotations: "a.json" }],
  ["--base $BASE", "the value of --base, $BASE, is not known here"],
  ["$ARGS", "$ARGS is not known here"],
  ["--as push", '"--as" is no option of it'],
  ["-o", '"-o" wants a value'],
  ["constructor", '"constructor" is no option of it'],
])("options of %j", (line, options) => {
  expect(optionsOfCall(line.split(" ").filter(Boolean))).toEqual(options);
});
