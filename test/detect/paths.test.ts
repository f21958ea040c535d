import { describe, expect, test } from "vitest";
import { decodeList, decodePath, encodePath, showPath, sortPaths } from "../../src/detect/paths.ts";
import fc from "../helpers/property.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

describe("paths as text", () => {
  test.each<[string, Buffer, string]>([
    ["ASCII", bytes("a b/c"), "a b/c"],
    ["UTF-8", Buffer.from("ü/😀"), "ü/😀"],
    ["Latin-1", bytes("caf\xe9"), "caf\udce9"],
    ["both", Buffer.concat([Buffer.from("ü"), bytes("\xff"), Buffer.from("😀")]), "ü\udcff😀"],
    ["a sequence cut off", bytes("a\xf0\x9f\x98"), "a\udcf0\udc9f\udc98"],
    ["a surrogate spelt out", bytes("\xed\xb2\x80"), "\udced\udcb2\udc80"],
    ["an overlong slash", bytes("\xc0\xaf"), "\udcc0\udcaf"],
  ])("%s", (_, raw, path) => {
    expect(decodePath(raw)).toBe(path);
    expect(encodePath(path)).toEqual(raw);
  });

  test("every sequence of bytes survives", () => {
    const unit = fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const raw = Buffer.concat(parts);
        const path = decodePath(raw);
        expect(encodePath(path)).toEqual(raw);
        expect(decodePath(encodePath(path))).toBe(path);
      }),
    );
  });

  test("different bytes are different paths", () => {
    const raw = fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(raw, raw, (a, b) => {
        expect(decodePath(a) === decodePath(b)).toBe(a.equals(b));
      }),
    );
  });

  test("a list is split before it is read", () => {
    const name = fc
      .uint8Array({ minLength: 1, maxLength: 6 })
      .map((array) => Buffer.from(array).map((byte) => byte || 1));
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const list = Buffer.concat(names.flatMap((each) => [each, Buffer.of(0)]));
        expect(decodeList(list)).toEqual(names.map((each) => decodePath(Buffer.from(each))));
      }),
    );
  });

  test("sorted by code unit, without doubles", () => {
    expect(sortPaths(["b", "a", "a", "Z", "\u{1F600}", "\uFB00"])).toEqual([
      "Z",
      "a",
      "b",
      "\u{1F600}",
      "\uFB00",
    ]);
    expect(sortPaths([])).toEqual([]);
  });
});

test.each([
  ["plain/ü.txt", "plain/ü.txt"],
  ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
  ["\u001b[31mred\u009b", "\\x1b[31mred\\x9b"],
  ["caf\udce9", "caf\\xe9"],
  ["back\\slash", "back\\\\slash"],
  ["\u202egnp.exe", "\\u{202e}gnp.exe"],
  ["\u2028", "\\u{2028}"],
  ["😀", "😀"],
])("%o is printed as %s", (path, shown) => {
  expect(showPath(path)).toBe(shown);
});
