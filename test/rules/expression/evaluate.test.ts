import { describe, expect, test } from "vitest";
import { evaluateExpression } from "../../../src/rules/index.ts";
import { verdicts } from "../verdicts.ts";

interface Row {
  readonly e: string;
  readonly v: Record<string, string>;
  readonly valid: boolean;
  readonly truthful: boolean | null;
}

test("GitLab's own verdicts", () => {
  const rows = verdicts<Row>("expressions.jsonl");
  const other = rows.filter(({ e, v, valid, truthful }) => {
    const made = evaluateExpression(e, v);
    return made.valid !== valid || (made.valid ? made.truthful : null) !== truthful;
  });
  expect(rows).toHaveLength(400);
  expect(other).toEqual([]);
});

const variables = {
  SET: "main",
  EMPTY: "",
  BLANK: " \t",
  WIDE: "\u00a0\u3000\u0085",
  MARK: "\ufeff",
  TRUE: "true",
  REGEX: "/^ma/",
  SHORT: "/a/",
  BROKEN: "/ma(/",
  LINES: "first\n/MAIN/i\nlast",
  SLASHES: "/a\\/b/",
};

const value = (expression: string) => {
  const made = evaluateExpression(expression, variables);
  return made.valid ? made.value : `${made.column}: ${made.problem}`;
};
const truthful = (expression: string) => {
  const made = evaluateExpression(expression, variables);
  return made.valid ? made.truthful : undefined;
};

describe("a value alone matches unless it is blank", () => {
  test.each([
    ["$SET", true],
    ["$UNSET", false],
    ["$EMPTY", false],
    ["$BLANK", false],
    ["$WIDE", false],
    ["$MARK", true],
    ['"false"', true],
    ["''", false],
    ["true", true],
    ["false", false],
    ["null", false],
    ["/ab/", true],
    ["$toString", false],
    ["$__proto__", false],
  ])("%s: %s", (expression, expected) => expect(truthful(expression)).toBe(expected));
});

describe("== and !=", () => {
  test.each([
    ['$SET == "main"', true],
    ["$SET == 'Main'", false],
    ["$UNSET == null", true],
    ['$UNSET == ""', false],
    ["$EMPTY == null", false],
    ["$UNSET == $OTHER", true],
    ["$UNSET != $EMPTY", true],
    ["$TRUE == true", true],
    ['"false" == false', true],
    ["null == false", false],
    ['$SET == "main" == true', true],
    ['"/ab/" == /ab/', false],
    ["/ab/ == /ab/", true],
    ["/ab/ == /ab/i", false],
    ["true != /ab/", true],
  ])("%s: %s", (expression, expected) => expect(value(expression)).toBe(expected));
});

describe("&& and || give an operand, and an empty text holds", () => {
  test.each([
    ["$EMPTY || $SET", ""],
    ["$EMPTY && $SET", "main"],
    ["$UNSET || $SET", "main"],
    ["$UNSET && $SET", null],
    ["false || $EMPTY", ""],
    ["$SET && false", false],
    ['$UNSET || "a" && "b"', "b"],
    ['"a" || $UNSET && null', "a"],
    ["/ab/i && /c\\/d/", "/c\\/d/"],
  ])("%s: %j", (expression, expected) => expect(value(expression)).toBe(expected));
});

describe("! binds tighter than any comparison", () => {
  test.each([
    ["!$UNSET", true],
    ["!$EMPTY", true],
    ["!$BLANK", true],
    ["!!$SET", true],
    ['!$SET == "main"', false],
    ['!($SET == "main")', false],
    ["!$SET == false", true],
    ["true == !$UNSET", true],
    ["!/ab/", false],
    ["! $UNSET && $SET", "main"],
  ])("%s: %j", (expression, expected) => expect(value(expression)).toBe(expected));
});

describe("=~ and !~", () => {
  test.each([
    ["$SET =~ /ai/", true],
    ["$SET =~ /^ai/", false],
    ["$SET =~ /MAIN/", false],
    ["$SET =~ /MAIN/i", true],
    ["$SET =~ /m.n/ismU", false],
    ["$LINES =~ /^last$/", false],
    ["$LINES =~ /^last$/m", true],
    ["$LINES =~ /first.+last/", false],
    ["$LINES =~ /first.+last/s", true],
    ['"a/b" =~ /^a\\/b$/', true],
    ['"a/" =~ /a//', true],
    ['"$SET" =~ /$SET/', false],
    ["$SET !~ /ai/", false],
    ["$UNSET =~ /^$/", true],
    ["$UNSET !~ /.+/", true],
    ["true =~ /^true$/", true],
    ["$SET =~ null", false],
    ["$SET !~ null", true],
    ["$SET =~ $UNSET", false],
    ["$SET !~ $UNSET", true],
    ["$SET =~ false", false],
    ["$SET !~ false", true],
    ['"é" =~ /^.$/', true],
  ])("%s: %s", (expression, expected) => expect(value(expression)).toBe(expected));

  test.each([
    ["a pattern in a variable", "$SET =~ $REGEX", true],
    ["a pattern in a string", '$SET =~ "/^ai/"', false],
    ["of one character", '"a" =~ $SHORT', true],
    ["of one character, not found", '"b" =~ $SHORT', false],
    ["on the first line that has one", "$SET =~ $LINES", true],
    ["with a slash in it", '"a/b" =~ $SLASHES', true],
    ["one that RE2 refuses is a text", '"ma(" =~ $BROKEN', true],
    ["a text holds the left side", '"ai" =~ $SET', true],
    ["not the right one", '"mainly" =~ $SET', false],
    ["every text holds the empty one", "$UNSET =~ $SET", true],
    ["the empty one holds none but itself", "$EMPTY =~ $EMPTY", true],
    ["the empty one holds no other", "$SET =~ $EMPTY", false],
    ["and the other way round", "$SET !~ $EMPTY", true],
  ])("%s: %s is %s", (_, expression, expected) => expect(value(expression)).toBe(expected));
});

describe("where GitLab itself fails", () => {
  test.each([
    ["$SET =~ true", "6: expected a pattern or a text after =~"],
    ["$SET !~ (1 == 2)", "10: expected a value or an operator, found 1"],
    ['/ab/ == "ab"', "6: a pattern cannot be compared with this"],
    ["/ab/ != null", "6: a pattern cannot be compared with this"],
    ["!($UNSET == null =~ true)", "18: expected a pattern or a text after =~"],
  ])("%s", (expression, expected) => expect(value(expression)).toBe(expected));

  test("but not where it does not come to that", () => {
    expect(value("$UNSET && $SET =~ true")).toBe(null);
  });
});

test("inputs are values by name", () => {
  const inputs = { name: "main", "a-b": true, count: 3 };
  const ask = (expression: string) => evaluateExpression(expression, {}, { inputs });
  expect(ask('$[[ inputs.name ]] == "main"')).toMatchObject({ value: true });
  expect(ask("$[[inputs.a-b]] == 'true'")).toMatchObject({ value: true });
  expect(ask("$[[ inputs.count ]]")).toMatchObject({ truthful: true, value: 3 });
  expect(ask("$[[ inputs.count ]] =~ /^3$/")).toMatchObject({ value: true });
  expect(ask("$[[ inputs.missing ]]")).toMatchObject({ truthful: false, value: null });
});
