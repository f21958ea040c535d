import { expect, test } from "vitest";
import { readZip } from "../../../src/downstream/reports/zip.ts";
import fc from "../../helpers/property.ts";
import { archiveOf, type Entry } from "./archive.ts";

const read = (entries: readonly Entry[], comment?: string) => {
  const found = readZip(archiveOf(entries, comment));
  if (typeof found === "string") return found;
  return found.map(({ name, bytes, plain }) => [name, plain, bytes().toString()]);
};

test("files, packed or not, without directories", () => {
  const entries = [
    { name: "dist/", mode: 0o040755 },
    { name: "dist/a.js", content: "a".repeat(1_000) },
    { name: "é.txt", content: "plain", method: 0 },
    { name: "empty" },
  ];
  expect(read(entries, "made by somebody")).toEqual([
    ["dist/a.js", true, "a".repeat(1_000)],
    ["é.txt", true, "plain"],
    ["empty", true, ""],
  ]);
  expect(read([])).toEqual([]);
});

test("links and devices are no plain files", () => {
  const entries = [0o120777, 0o020644, 0o010644].map((mode, at) => ({
    name: `${at}`,
    mode,
    content: "x",
  }));
  expect(read(entries)).toEqual([0, 1, 2].map((at) => [`${at}`, false, "x"]));
});

test.each<[string, readonly Entry[], unknown]>([
  [
    "more than it says",
    [{ name: "a", content: "aaaa", size: 2 }],
    "it is not as long as the archive says",
  ],
  [
    "less than it says",
    [{ name: "a", content: "aa", size: 9 }],
    "it is not as long as the archive says",
  ],
  ["another checksum", [{ name: "a", content: "aa", checksum: 5 }], "its checksum is wrong"],
])("an entry that holds %s", (_, entries, problem) => {
  expect(read(entries)).toEqual([["a", true, problem]]);
});

test.each<[string, readonly Entry[], string]>([
  ["encrypted", [{ name: "a", flags: 0x801 }], "it is encrypted"],
  ["packed otherwise", [{ name: "a", method: 12 }], "it is packed in a way that is not known (12)"],
  ["not UTF-8", [{ name: Buffer.from([0x61, 0xff]) }], "a name in it is not UTF-8"],
  [
    "overlapping",
    [
      { name: "a", content: "a" },
      { name: "a", content: "a", shares: true },
    ],
    "its entries share bytes",
  ],
])("an archive that is %s", (_, entries, problem) => {
  expect(read(entries)).toBe(problem);
});

test("whatever is done to an archive, reading it ends in files or in words", () => {
  const whole = archiveOf([
    { name: "a/b", content: "b".repeat(300) },
    { name: "c", content: "c" },
  ]);
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, length) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      for (const given of [bytes, bytes.subarray(0, length), bytes.subarray(length)]) {
        const found = readZip(given);
        if (typeof found === "string") continue;
        for (const { bytes: unpack, size } of found) {
          const made = unpack();
          if (typeof made !== "string") expect(made).toHaveLength(size);
        }
      }
    }),
  );
});
