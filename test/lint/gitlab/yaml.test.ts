import { describe, expect, test } from "vitest";
import { findings, refusals } from "./helper.ts";

const job = "b: {script: x}\n";
const loadClass = (name: string) => [`Tried to load unspecified class: ${name}`];

/** Values that Psych loads with the permitted class Symbol, and what GitLab says where it does not. */
const values: readonly (readonly [value: string, says: readonly string[]])[] = [
  ["!ruby/object:Foo {a: b}", loadClass("Foo")],
  ["!ruby/object {a: b}", loadClass("Object")],
  ["!ruby/object: {a: b}", loadClass("Object")],
  ["!ruby/object:Set {hash: {}}", loadClass("Set")],
  ["!ruby/object:Gem::Requirement {a: b}", loadClass("Gem::Requirement")],
  ["!<!ruby/object:Foo> {a: b}", loadClass("Foo")],
  ["!ruby/regexp /x/", loadClass("Regexp")],
  ["!ruby/range 1..2", loadClass("Range")],
  ["!ruby/range {begin: 1, end: 2, excl: false}", loadClass("Range")],
  ["!ruby/class String", loadClass("String")],
  ["!ruby/module Kernel", loadClass("Kernel")],
  ["!ruby/struct {a: b}", loadClass("Struct")],
  ["!ruby/struct:Foo {a: b}", loadClass("Foo")],
  ["!ruby/exception {a: b}", loadClass("Exception")],
  ["!ruby/exception:Foo {a: b}", loadClass("Foo")],
  ["!ruby/hash:Foo {a: b}", loadClass("Foo")],
  ["!ruby/hash-with-ivars:Foo {a: b}", loadClass("Foo")],
  ["!map:Foo {a: b}", loadClass("Foo")],
  ["!ruby/array:Foo [a]", loadClass("Foo")],
  ["!seq:Foo [a]", loadClass("Foo")],
  ["!ruby/string:Foo a", loadClass("Foo")],
  ["!str:Foo a", loadClass("Foo")],
  ["!ruby/object:BigDecimal 18:0.1", loadClass("BigDecimal")],
  ["!ruby/object:DateTime 2020-01-01 00:00:00.0 Z", loadClass("DateTime")],
  ["!ruby/object:Complex {real: 1, image: 2}", loadClass("Complex")],
  ["!!set {a, b}", loadClass("Psych::Set")],
  ["!set {a}", loadClass("Psych::Set")],
  ["{!ruby/regexp x: a}", loadClass("Regexp")],
  ["[a, !ruby/object:Foo {a: b}]", loadClass("Foo")],
  ["2020-01-01", loadClass("Date")],
  ["2020-02-31", loadClass("Date")],
  ["!!timestamp 2020-01-01", loadClass("Date")],
  ["2020-01-01 00:00:00", loadClass("Time")],
  ["2020-01-01T00:00:00Z", loadClass("Time")],
  ["{2020-01-01: a}", loadClass("Date")],
  // A tag counts only on what it is made for.
  ["!ruby/object:Foo a", []],
  ["!ruby/object:Hash {a: b}", []],
  ["!ruby/regexp [a]", []],
  ["!ruby/class {a: b}", []],
  ["!ruby/struct", []],
  ["!ruby/exception a", []],
  ["!ruby/hash {a: b}", []],
  ["!ruby/array [a]", []],
  ["!ruby/string a", []],
  ["!map:Foo [a]", []],
  ["!str:Foo [a]", []],
  ["!set [a]", []],
  ["!foo a", []],
  ["!foo [a]", []],
  ["!foo {a: b}", []],
  ["!!foo a", []],
  ["!!omap [a: b]", []],
  ["!!binary Zm9v", []],
  ["!!str 2020-01-01", []],
  ['"2020-01-01"', []],
  ["2020-13-01", []],
  [":symbol", []],
  ["!ruby/sym symbol", []],
  ["!ruby/symbol symbol", []],
];

describe("classes of Ruby", () => {
  test.each(values)("%s", async (value, says) => {
    expect(await refusals(`${job}.a: {x: ${value}}`)).toEqual(says);
  });
});

/** `code line:column` of what is told of a text beside GitLab's refusals. */
async function told(text: string): Promise<readonly string[]> {
  const found = await findings(text);
  return found.map(({ code, severity, line, column }) => `${severity} ${code} ${line}:${column}`);
}

describe("what GitLab takes otherwise than it looks", () => {
  test.each([
    ["an unknown tag", `${job}.a: !foo x`, ["warning load-tag 2:10"]],
    ["a tag of text", `${job}.a: !!str 12`, []],
    ["a symbol", `${job}.a: :x`, ["warning load-symbol 2:5"]],
    ["a symbol by its tag", `${job}.a: !ruby/sym x`, ["warning load-symbol 2:15"]],
    ["text that looks like one", `${job}.a: ":x"`, []],
    ["two colons", `${job}.a: x::y`, []],
    ["a key twice", `${job}.a: {x: 1, x: 2}`, ["warning load-key-twice 2:12"]],
    ["a job twice", `${job}b: {script: y}`, ["warning load-key-twice 2:1"]],
    ["a document behind", `${job}---\nc: {script: x}`, ["warning load-documents 3:1"]],
    ["a header and a document", `spec: {}\n---\n${job}`, []],
    ["an empty header", `---\n${job}`, []],
    ["a comment as header", `# spec\n---\n${job}`, []],
    ["no number for all that its tag says", `${job}.a: !!float x`, ["error load-yaml 2:13"]],
  ])("%s", async (_, text, expected) => {
    expect(await told(text)).toEqual(expected);
  });

  test.each([
    ["the last of two keys counts", "b: {script: x, script: 1}"],
    ["the last of two jobs counts", "b: {script: x}\nb: {script: 1}"],
    ["a number in spite of its quotes, by its tag", 'b: {script: ! "1"}'],
    ["a number by a tag that nobody knows", 'b: {script: !foo "1"}'],
    ["a number by its tag", 'b: {script: !!float "1"}'],
  ])("%s", async (_, text) => {
    expect(await refusals(text)).toEqual([
      "jobs:b:script config should be a string or a nested array of strings up to 10 levels deep",
    ]);
  });

  test.each([
    ["a script", "b: {script: :x}"],
    ["a key", "b: {:script: x}"],
    ["a job's name", "b: {script: x}\nc: {extends: :b}"],
  ])("a symbol is text without its colon: %s", async (_, text) => {
    expect(await refusals(text)).toEqual([]);
  });

  test.each(["b: {script: x}\n--- \n- c", "--- \n- c\n", "text", "12", "- {script: x}"])(
    "%j is no configuration",
    async (text) => {
      expect(await refusals(text)).toEqual(["Invalid configuration format"]);
    },
  );
});
