import { expect, test } from "vitest";
import { isNoteName, noteText, saysTheSame } from "../../../src/downstream/reports/note-text.ts";
import fc from "../../helpers/property.ts";

test("a marker, then the body", () => {
  expect(noteText("fanout", "# Title\r\n\r\ntext\n\n")).toEqual({
    text: "<!-- gitlab-fanout: fanout -->\n# Title\n\ntext",
    left: 0,
  });
});

test("no line is an order to GitLab", () => {
  const { text } = noteText("a", "/merge\n```\n/close now\n```\n/ 5\n//x\n\r/approve");
  expect(text.split("\n").slice(1)).toEqual([
    ...[" /merge", "```", " /close now", "```", "/ 5", "//x", "", " /approve"],
  ]);
});

test("what is too long is cut at the end of a line, and says so above", () => {
  const { text, left } = noteText("a", `${"line\n".repeat(100)}`, 200);
  expect(text.length).toBeLessThanOrEqual(200);
  expect(text).toMatch(/^<!-- gitlab-fanout: a -->\n\*\*This note is cut.*\*\*\n\n(line\n)+line$/s);
  expect(left).toBe(499 - (text.match(/line/g)!.length * 5 - 1));
});

test("characters are counted as GitLab counts them, and none is cut in two", () => {
  const { text, left } = noteText("a", "😀".repeat(300), 200);
  expect([...text]).toHaveLength(200);
  expect(left).toBe(300 - text.match(/😀/gu)!.length);
  expect(noteText("a", "😀".repeat(170), 200).left).toBe(0);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (body) => {
      const made = noteText("a", body, 150);
      expect([...made.text].length).toBeLessThanOrEqual(150);
      expect(made.text).not.toMatch(/^\/[a-z]/im);
    }),
  );
});

test.each(["fanout", "e2e-tests", "a.b", "5"])("%s is a name", (name) => {
  expect(isNoteName(name)).toBe(true);
});

test.each(["", "a b", "-->", "a--b", "-a", "a-", "ä", "a".repeat(61), "a\n"])(
  "%j is none",
  (name) => {
    expect(isNoteName(name)).toBe(false);
  },
);

test("line ends and spaces at the end make no other note", () => {
  expect(saysTheSame("a\r\nb\n", "a\nb")).toBe(true);
  expect(saysTheSame("a\nb", "a b")).toBe(false);
});
