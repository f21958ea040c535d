import { expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { tokensOf } from "../../../src/workspace/discover/gradle/tokens.ts";
import fc from "../../helpers/property.ts";

/** Words as they are, strings in quotes with `<code>` for what is put in, and lines that begin. */
const outline = (text: string, path = "build.gradle") =>
  tokensOf(text, path)
    .map(({ kind, text: said, codes, line, first }) => {
      let next = 0;
      const filled = said.replaceAll("\0", () => `<${codes[next++]}>`);
      return (first ? `${line}:` : "") + (kind === "string" ? JSON.stringify(filled) : filled);
    })
    .join(" ");

test.each([
  ["include ':a',\n    ':b' // c\n", `1:include ":a" , 2:":b"`],
  ["/* a\n'b */ x /* y */ z", "2:x z"],
  ["/* a /* b */ x", "1:x"],
  ["#!/usr/bin/env it's\nx", "2:x"],
  ["\uFEFFa\r\nb", "1:a 2:b"],
  [`'it\\'s' "a\\"b" 'c\\\\' "\\$d"`, `1:"it's" "a\\"b" "c\\\\" "$d"`],
  [`'$a' "$a" "$a.b.c/d" "\${a.b}/c" "$1 $"`, `1:"$a" "<a>" "<a.b.c>/d" "<a.b>/c" "$1 $"`],
  ['"a${b("c}d") { "${e}" }}f" g', `1:"a<b(\\"c}d\\") { \\"\${e}\\" }>f" g`],
  [`'''a'b\n''c''' d`, `1:"a'b\\n''c" d`],
  ['"""a"b\n${c}""" d', `1:"a\\"b\\n<c>" d`],
  // Regular expressions, which may hold quotes and brackets, and divisions.
  ["x =~ /it's (/ + a / b / c", `1:x = ~ "it's (" + a / b / c`],
  ["f(/'/, 1) / 2", `1:f ( "'" , 1 ) / 2`],
  ["a split /'/", `1:a split "'"`],
  ["a = b /c", "1:a = b / c"],
  ["$/a 'b' /$ c", `1:"a 'b' " c`],
  ["`a b` ünï _c $d 1.5", "1:a b ünï _c $d 1.5"],
])("Groovy: %j", (text, expected) => {
  expect(outline(text)).toBe(expected);
});

test.each([
  ['include(":a", ":b")', `1:include ( ":a" , ":b" )`],
  ["/* a /* b */ ' */ x", "1:x"],
  ['"$a.b ${a.b}"', `1:"<a>.b <a.b>"`],
  ['"""\\n"$a""""', `1:"\\\\n\\"<a>\\""`],
  [`'"' 'x'`, `1:"\\"" "x"`],
  ["a / b / '/'", `1:a / b / "/"`],
  ["`java-library`", "1:java-library"],
])("Kotlin: %j", (text, expected) => {
  expect(outline(text, "build.gradle.kts")).toBe(expected);
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["\n'a\n'", 2, "a string is never closed"],
  ['"a${b"', 1, "a string is never closed"],
  ["x\n/* a", 2, "a comment is never closed"],
  ["x `a", 1, "a name in backticks is never closed"],
  ["a {\n b(\n}\n", 3, "} closes nothing"],
  ["a {\n b(\n)\n", 1, "{ is never closed"],
  [")", 1, ") closes nothing"],
])("%j is no script", (text, line, problem) => {
  expect(() => tokensOf(text, "x/build.gradle")).toThrow(
    new UserError([
      {
        code: "MANIFEST_SYNTAX",
        severity: "error",
        where: [`x/build.gradle:${line}`],
        message: `${problem}. ${next}`,
      },
    ]),
  );
});

test("whatever the text, it is read or told, and soon", () => {
  const part = fc.constantFrom(
    ..."'\"/$\\{}()[]`*\n a",
    '"""',
    "'''",
    "${",
    "//",
    "/*",
    "*/",
    "include",
    "\uD800",
    "\0",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.boolean(), (parts, kotlin) => {
      try {
        const tokens = tokensOf(parts.join(""), kotlin ? "a.gradle.kts" : "a.gradle");
        for (const { kind, text, codes } of tokens) {
          const filled = kind === "string" ? text.split("\0").length - 1 : 0;
          expect(codes).toHaveLength(filled);
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }),
  );
});

test("deep nesting", () => {
  const depth = 50_000;
  expect(tokensOf("(".repeat(depth) + ")".repeat(depth), "a.gradle")).toHaveLength(2 * depth);
  expect(tokensOf('"${'.repeat(depth) + '}"'.repeat(depth), "a.gradle")).toHaveLength(1);
});
