import { expect, test } from "vitest";
import { sentence, showText } from "../../src/diagnostics/index.ts";

const finding = (where: readonly (string | number)[], message: string) =>
  sentence({ code: "PATHS_UNOWNED", severity: "warning", where, message });

test("a sentence tells where, and what", () => {
  expect(finding(["a.ts", "web:test", "needs", 0], "is wrong")).toBe(
    "a.ts › web:test › needs[0]: is wrong",
  );
  expect(finding([], "is wrong")).toBe("is wrong");
});

test("no name reaches a terminal as an order", () => {
  expect(finding(["a\u001b[2Jb\n"], "the \u001b]0;x\u0007 of \u202ex")).toBe(
    "a\\x1b[2Jb\\n: the \\x1b]0;x\\x07 of \\u{202e}x",
  );
});

test("what to write instead stays on lines of its own", () => {
  expect(finding(["a"], "write:\n\tb\n")).toBe("a: write:\n\tb\n");
});

test("bytes that are not UTF-8 are told as bytes", () => {
  expect(showText("a\udc80\ud800")).toBe("a\\x80\\u{d800}");
});
