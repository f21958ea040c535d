import { expect, test } from "vitest";
import { UserError } from "../src/diagnostics/index.ts";
import { parseXml, type XmlElement } from "../src/xml.ts";

/** An element in one line: `name:line{attributes}"text"(children)`. */
function outline({ name, line, attributes, text, children }: XmlElement): string {
  const given = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  const inner = children.map(outline).join(" ");
  return `${name}:${line}${given.length ? `{${given}}` : ""}${text ? `"${text}"` : ""}${inner && `(${inner})`}`;
}

const read = async (text: string) => outline(await parseXml(text, "pom.xml"));

test.each([
  ["<a/>", "a:1"],
  ['<?xml version="1.0" encoding="utf-8"?>\n<a>\n  <b>x</b>\n  <c/>\n</a>\n', 'a:2(b:3"x" c:4)'],
  ["\uFEFF<a>\r\n<b/>\r\n</a>\r\n", "a:1(b:2)"],
  // The line of a name, wherever its tag ends.
  ['<a>\n<b\n  one="1"\n  two="2"\n/><c\n></c></a>', "a:1(b:2{one=1,two=2} c:5)"],
  ["<a> x <b/> y </a>", 'a:1"x  y"(b:1)'],
  ["<a><![CDATA[<b>&amp;]]></a>", 'a:1"<b>&amp;"'],
  ["<a b='&lt;&quot;'>&amp;&#65;&#x1F600;</a>", 'a:1{b=<"}"&A\u{1F600}"'],
  ["<!-- <b> --><a><!-- <b/> --><?do it?></a>", "a:1"],
  // Prefixes stand, and need not be declared.
  ['<m:a xmlns:m="urn:m"><n:b m:c="1"/></m:a>', "m:a:1{xmlns:m=urn:m}(n:b:1{m:c=1})"],
  // Names of properties that every object has are nothing special.
  ['<a __proto__="1" constructor="2"/>', "a:1{__proto__=1,constructor=2}"],
])("%j", async (text, expected) => {
  expect(await read(text)).toBe(expected);
});

test("an attribute that is not there is not that of every object", async () => {
  const { attributes } = await parseXml("<a/>", "pom.xml");
  expect(attributes.constructor).toBeUndefined();
});

test.each([
  ["<a>&nbsp;&oslash;</a>", 'a:1"&nbsp;&oslash;"'],
  ['<!DOCTYPE a [<!ENTITY b "text">]><a>&b;</a>', 'a:1"&b;"'],
  // Nothing is fetched, and nothing grows.
  ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a c="&b;">&b;</a>', 'a:1{c=&b;}"&b;"'],
  ['<!DOCTYPE a SYSTEM "http://example.com/a.dtd">\n<a/>', "a:2"],
  ["<a>&__proto__;&constructor;</a>", 'a:1"&__proto__;&constructor;"'],
])("entities beyond XML's own stay as they are written: %j", async (text, expected) => {
  expect(await read(text)).toBe(expected);
});

const next = "Mend the file, or leave it out with services.exclude";
test.each([
  ["", "1:1", "document must contain a root element"],
  ["no XML", "1:6", "text data outside of root node"],
  ["<a>\n  <b></a>", "2:9", "unexpected close tag"],
  ["<a>\n<b>\n", "3:1", "unclosed tag: b"],
  ["<a/>\n<b/>", "2:3", "documents may contain only one root"],
  ["<a b=1/>", "1:6", "unquoted attribute value"],
  ['<a b="1" b="2"/>', "1:16", "duplicate attribute: b"],
  ["<a>&#0;</a>", "1:7", "malformed character entity"],
  ["<a>& b;</a>", "1:7", "disallowed character in entity name"],
  ['\n<?xml version="1.0"?><a/>', "2:6", "an XML declaration must be at the start of the document"],
])("%j is no XML", async (text, place, problem) => {
  const error = await parseXml(text, "x/pom.xml").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toBe(`x/pom.xml:${place}: ${problem}. ${next}`);
});

test("nesting has no end", async () => {
  const depth = 100_000;
  const root = await parseXml(`${"<a>".repeat(depth)}x${"</a>".repeat(depth)}`, "pom.xml");
  let here = root;
  let count = 1;
  for (let inner = here.children[0]; inner; inner = here.children[0]) {
    here = inner;
    count++;
  }
  expect([count, here.text]).toEqual([depth, "x"]);
});
