import { expect, test } from "vitest";
import { parseJsonc } from "../src/jsonc.ts";

test("comments, trailing commas and a byte order mark are no faults", async () => {
  expect(await parseJsonc('\uFEFF{ // a\n "a": [1, /* b */ 2,], }', "a.json")).toEqual({
    a: [1, 2],
  });
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ['{"a": 1,\n b: 2}', "a.json:2:2: invalid symbol"],
  ["", "a.json:1:1: value expected"],
  ['{"a": ', "a.json:1:7: value expected"],
  ['{"a": 1}}', "a.json:1:9: end of file expected"],
])("%j", async (text, problem) => {
  await expect(parseJsonc(text, "a.json")).rejects.toThrow(`${problem}. ${next}`);
});

test("what is nested too deeply is a fault of the file", async () => {
  await expect(parseJsonc("[".repeat(200_000), "a.json")).rejects.toThrow(
    "a.json: it is nested too deeply",
  );
});
