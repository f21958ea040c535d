import { expect, test } from "vitest";
import { parseToml } from "../src/toml.ts";

test("tables, and integers of all 64 bits", async () => {
  const text = '\uFEFF[a]\nsmall = 7\nlarge = 9223372036854775807\n[[b]]\nx = "y"\n';
  expect(await parseToml(text, "a.toml")).toEqual({
    a: { small: 7, large: 9223372036854775807n },
    b: [{ x: "y" }],
  });
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["a = 1\nb = [", "a.toml:2:5: unfinished array"],
  ["a = 1\na = 2", "a.toml:2:1: trying to redefine an already defined table or value"],
])("%j", async (text, problem) => {
  await expect(parseToml(text, "a.toml")).rejects.toThrow(`${problem}. ${next}`);
});
