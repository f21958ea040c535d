import { expect, test } from "vitest";
import { UserError } from "../../src/diagnostics/index.ts";
import {
  type HclBody,
  type HclExpression,
  parseHcl,
  parseHclTemplate,
} from "../../src/hcl/index.ts";
import fc from "../helpers/property.ts";

/** Expressions as short text: literals in quotes, `?(...)` for what fanout does not look into. */
function shown(value: HclExpression): string {
  const all = (values: readonly HclExpression[]) => values.map(shown).join(", ");
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.text);
    case "template":
      return `<${all(value.parts)}>`;
    case "name":
      return value.name;
    case "member":
      return `${shown(value.of)}.${value.name}`;
    case "call":
      return `${value.name}(${all(value.arguments)})`;
    case "list":
      return `[${all(value.items)}]`;
    case "object":
      return `{${value.entries.map(([key, held]) => `${shown(key)}: ${shown(held)}`).join(", ")}}`;
    case "other":
      return `?(${all(value.inner)})`;
  }
}

/** One line an attribute or block, as `line name = value` and `type label {`. */
function lines(body: HclBody, indent = ""): string[] {
  return [
    ...body.attributes.map(({ name, value }) => `${indent}${value.line} ${name} = ${shown(value)}`),
    ...body.blocks.flatMap(({ type, labels, body: inner }) => [
      `${indent}${[type, ...labels].join(" ")} {`,
      ...lines(inner, `${indent}  `),
    ]),
  ];
}
const read = (text: string) => lines(parseHcl(text, "a.tf"));

test("blocks, labels, attributes and their lines", () => {
  const text = `\uFEFF# a comment
// another
/* and
 ** one more **/ terraform { required_version = "~> 1.9" } // behind
module "net" {
  source = "../net" # where

  providers = { aws = aws.eu, "b" : 1 }
  backend "s3" {}
}
resource "aws_x" y {
  tags = {
    Name = "a" // one
    (var.k) = "b",
  }
  dynamic "rule" { for_each = var.rules }
}
`;
  const expected = [
    "terraform {",
    '  4 required_version = "~> 1.9"',
    "module net {",
    '  6 source = "../net"',
    '  8 providers = {aws: aws.eu, "b": ?()}',
    "  backend s3 {",
    "resource aws_x y {",
    '  12 tags = {Name: "a", var.k: "b"}',
    "  dynamic rule {",
    "    16 for_each = var.rules",
  ];
  expect(read(text)).toEqual(expected);
  expect(read(text.replaceAll("\n", "\r\n"))).toEqual(expected);
});

test.each([
  ['"a\\n\\t\\"\\\\\\u00e9\\U0001F600"', '"a\\n\\t\\"\\\\é😀"'],
  ['"a$b %c $${x} %%{y} $"', '"a$b %c ${x} %{y} $"'],
  ['"${path.module}/../x/${var.a["}"]}.json"', '<path.module, "/../x/", var.a.}, ".json">'],
  ['"${"a"}b"', '"ab"'],
  ['"%{ if a }b%{ endif }"', '<?(?(if, a)), "b", ?(endif)>'],
  ['"${~ a ~}"', "<?(a)>"],
  ['file("${path.module}/x")', 'file(<path.module, "/x">)'],
  ['[\n  "a", # first\n  b[0].c,\n]', '["a", ?(b, ?()).c]'],
  ["f(\n a,\n b...\n)", "f(a, ?(b))"],
  ["a ? { b = c } : [d]", "?(a, {b: c}, [d])"],
  ["{ for k, v in m : k => file(v) if v != 1 }", "?(?(for, k, v, in, m, k, file(v), if, v, ?()))"],
  ["[for s in x : upper(s)]", "?(?(for, s, in, x, upper(s)))"],
  ["x.*.id", "?(x).id"],
  ["x[*].id", "?(x, ?()).id"],
  ["provider::a::b(1)", "provider::a::b(?())"],
  ["(a.b)", "a.b"],
  ["!a || -1 <= 2", "?(a, ?(), ?())"],
  ["(a\n +\n b\n)", "?(a, b)"],
])("%s", (text, expected) => {
  expect(read(`v = ${text}\nw = "end"\n`)).toEqual([
    `1 v = ${expected}`,
    `${text.split("\n").length + 1} w = "end"`,
  ]);
});

test("a heredoc ends at its name only, and holds templates", () => {
  const text = `a = <<EOT
  } "no \${file("x}")} EOT
  \${f(<<B
b
B
)}
EOT
b = g(<<-E
\tx
\tE
, y)
`;
  const expected = [
    '1 a = <"  } \\"no ", file("x}"), " EOT\\n  ", f("b\\n"), "\\n">',
    '8 b = g("\\tx\\n", y)',
  ];
  expect(read(text)).toEqual(expected);
});

test("a template of JSON syntax", () => {
  expect(shown(parseHclTemplate('a\n"${b}', "a.json"))).toBe('<"a\\n\\"", b>');
  expect(shown(parseHclTemplate("", "a.json"))).toBe('""');
});

const deep = "[".repeat(101);
test.each([
  ['a = "b\nc"', "1:5", "a string is never closed"],
  ['a = "b', "1:5", "a string is never closed"],
  ['a = "${b', "1:6", "no } closes what begins here"],
  ["a {\n  b = 1\n", "1:1", "this block is never closed"],
  ["a = 1\n}\n", "2:1", '"}" does not belong here'],
  ["a = \nb = 2\n", "1:5", "a value is missing"],
  ["a = 1, 2\n", "1:6", '"," does not belong here'],
  ["a = [1\n", "1:5", "no ] closes what begins here"],
  ["a = (1]\n", "1:7", '"]" does not belong here'],
  ["a = {\n  b 1\n}\n", "2:5", '"1" does not belong here'],
  ["a = {\n  b\n}\n", "2:4", "the line ends too early"],
  ["a = {", "1:5", "no } closes what begins here"],
  ["a = <<E\nb\n", "1:5", "no E ends this text"],
  ["/* a\n", "1:1", "a comment is never closed"],
  ["a b\n", "1:1", '"a" is followed by neither = nor a block'],
  ["a", "1:1", '"a" is followed by neither = nor a block'],
  ["😀 = 1", "1:1", '"😀" does not belong here'],
  ['a "${b}" {}', "1:3", "a name holds a template"],
  ['a = "\\q"', "1:6", "HCL has no such escape"],
  ['a = "\\UFFFFFFFF"', "1:16", "there is no such character"],
  ["a = b.\n", "1:7", "the line ends too early"],
  ["a = b.", "1:7", "the text ends too early"],
  [`a = ${deep}`, "1:105", "it is nested too deeply"],
])("%j is refused", (text, place, problem) => {
  try {
    parseHcl(text, "x/a.tf");
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).diagnostics).toEqual([
      {
        code: "MANIFEST_SYNTAX",
        severity: "error",
        where: [`x/a.tf:${place}`],
        message: `${problem}. Mend the file, or leave it out with services.exclude`,
      },
    ]);
  }
});

test("whatever the text, it is read or refused", () => {
  const piece = fc.constantFrom(
    ...'a=\n"${}[](),.:#/*<-E \\%1é',
    "${",
    "%{",
    "<<E\n",
    "\nE\n",
    "for ",
  );
  const body = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(body, (text) => {
      try {
        parseHcl(text, "a.tf");
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("long texts are read in one pass", () => {
  const text = `${"# c\n".repeat(50_000)}${"a = <<E\n$ /* \nE\n".repeat(20_000)}`;
  const { attributes } = parseHcl(text, "a.tf");
  expect(attributes.at(-1)?.value).toEqual({ kind: "literal", text: "$ /* \n", line: 109_998 });
});
