import { expect, test } from "vitest";
import { byFile, inOrder } from "../../src/lint/finding.ts";
import { finding } from "./formats/findings.ts";

test("by file, line, column, code and message, each more than all that follow", () => {
  const ordered = [
    finding({ file: "B", line: 9, column: 9, code: "z", message: "z" }),
    finding({ file: "a", line: 1, column: 9, code: "z", message: "z" }),
    finding({ file: "a", line: 2, column: 1, code: "z", message: "z" }),
    finding({ file: "a", line: 2, column: 10, code: "a", message: "z" }),
    finding({ file: "a", line: 2, column: 10, code: "b", message: "a" }),
    finding({ file: "a", line: 2, column: 10, code: "b", message: "b", path: ["a"] }),
    finding({ file: "a", line: 2, column: 10, code: "b", message: "b", path: ["b"] }),
  ];
  expect(inOrder(ordered.toReversed())).toEqual(ordered);
});

test("a file without findings is there, and one that nobody named", () => {
  const found = finding({ file: "__proto__" });
  expect([...byFile({ files: ["b", "a", "b"], findings: [found] })]).toEqual([
    ["__proto__", [found]],
    ["a", []],
    ["b", []],
  ]);
});
