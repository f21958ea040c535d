import { describe, expect, test } from "vitest";
import { junitOf } from "../../../src/downstream/reports/junit.ts";
import { listed } from "../../../src/downstream/reports/listed.ts";
import { type TestCase, toldOnce } from "../../../src/downstream/reports/tests.ts";
import { clean } from "../../../src/downstream/reports/xml-text.ts";
import { parseXml } from "../../../src/xml.ts";
import fc from "../../helpers/property.ts";
import { pipeline, starts } from "./trees.ts";

const tested = (name: string, rest: Partial<TestCase> = {}): TestCase => ({
  ...{ name, classname: "Cart", file: undefined, status: "success", time: 0.5, output: "" },
  ...rest,
});
const suite = (name: string, ...cases: TestCase[]) => ({ name, problem: undefined, cases });
const node = pipeline("group/app", 12);

test("suites by pipeline and job, with totals and what went wrong", async () => {
  const { text, count, left } = junitOf([
    {
      node,
      suites: [
        suite(
          "unit",
          tested("adds"),
          tested("takes", {
            status: "failed",
            output: "\u001b[31mexpected <1>\u001b[0m & got ]]>\r\n2",
          }),
          tested("later", { status: "skipped", file: "a.ts" }),
        ),
        { name: "e2e", problem: "JUnit XML parsing failed: 1:1", cases: [] },
      ],
    },
  ]);
  expect({ count, left }).toEqual({ count: 4, left: 0 });
  const root = await parseXml(text, "junit.xml");
  expect(root.attributes).toEqual({
    ...{ name: "Downstream pipelines", tests: "4", failures: "1", errors: "1", skipped: "1" },
    time: "1.5",
  });
  const [unit, e2e] = root.children;
  expect(unit?.attributes).toMatchObject({
    name: "group/app#12: unit",
    tests: "3",
    failures: "1",
  });
  expect(unit?.children.map(({ attributes }) => attributes)).toEqual([
    { name: "adds", classname: "Cart", time: "0.5" },
    { name: "takes", classname: "Cart", time: "0.5" },
    { name: "later", classname: "Cart", file: "a.ts", time: "0.5" },
  ]);
  expect(unit?.children[1]?.children[0]).toMatchObject({
    name: "failure",
    text: "expected <1> & got ]]>\r\n2",
  });
  expect(e2e?.children[0]?.children[0]).toMatchObject({
    name: "error",
    text: "JUnit XML parsing failed: 1:1",
  });
});

test("without tests there is an empty document", async () => {
  const { text } = junitOf([{ node, suites: [suite("unit")] }]);
  expect(await parseXml(text, "junit.xml")).toMatchObject({ name: "testsuites", children: [] });
});

test("where there is no room for all, what failed comes first", async () => {
  const cases = Array.from({ length: 400 }, (_, at) =>
    tested(`test ${at}`, { status: at % 4 === 3 ? "failed" : "success", output: "x".repeat(50) }),
  );
  const { text, left } = junitOf([{ node, suites: [suite("unit", ...cases)] }], 20_000);
  expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  const root = await parseXml(text, "junit.xml");
  expect(root.attributes.failures).toBe("100");
  expect(Number(root.attributes.tests)).toBe(400 - left);
  expect(left).toBeGreaterThan(100);
  const names = root.children[0]?.children.map(({ attributes }) => attributes.name) ?? [];
  expect(names).toEqual(cases.map(({ name }) => name).filter((name) => names.includes(name)));
});

test("of a long output beginning and end are kept", () => {
  const output = `first${"-".repeat(20_000)}last`;
  const { text } = junitOf([
    { node, suites: [suite("unit", tested("a", { status: "error", output }))] },
  ]);
  expect(text).toMatch(
    /<error>first-+\n\[\.\.\. 12009 characters left out \.\.\.\]\n-+last<\/error>/,
  );
});

test("any text comes back as it was, without what XML cannot hold", async () => {
  const any = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom(
        "\u001b",
        "[",
        "3",
        "m",
        "]]>",
        "<",
        "&",
        '"',
        "\0",
        "\ud800",
        "\r",
        "\n",
        "\ufffe",
        "é",
      ),
    }),
  );
  const verdict = fc.constantFrom("success", "failed", "skipped", "error");
  const one = fc.record({ name: any, classname: any, file: any, output: any, status: verdict });
  await fc.assert(
    fc.asyncProperty(any, fc.array(one, { minLength: 1, maxLength: 5 }), async (name, given) => {
      const cases = given.map((each) => ({ ...each, time: 1 }));
      const root = await parseXml(
        junitOf([{ node, suites: [suite(name, ...cases)] }]).text,
        "a.xml",
      );
      const [own] = root.children;
      expect(own?.attributes.name).toBe(clean(`group/app#12: ${name}`));
      expect(own?.attributes.tests).toBe(String(cases.length));
      for (const [at, each] of cases.entries()) {
        const { attributes, children } = own!.children[at]!;
        const { name: called, classname, file } = attributes;
        expect([called, classname, file]).toEqual(
          [each.name, each.classname, each.file].map(clean),
        );
        expect(children).toHaveLength(each.status === "success" ? 0 : 1);
        if (children[0]) expect(children[0].text).toBe(clean(each.output).trim());
      }
    }),
  );
});

describe("toldOnce", () => {
  const child = pipeline("group/app", 12);
  const other = pipeline("group/lib", 13);
  const root = pipeline("group/app", 11, [starts("child", child), starts("lib", other)]);
  const told = (parent: readonly TestCase[]) =>
    toldOnce(listed([root]), [
      { node: root, suites: [suite("unit", ...parent)] },
      { node: child, suites: [suite("unit", tested("a"), tested("b"))] },
      { node: other, suites: [suite("unit", tested("c"))] },
    ]).map(({ suites }) => suites.flatMap(({ cases }) => cases.map(({ name }) => name)));

  test("a parent's report that has its child's is told without them", () => {
    expect(told([tested("a"), tested("b"), tested("own")])).toEqual([["own"], ["a", "b"], ["c"]]);
  });

  test("another time, another project, a second time: another test", () => {
    const parent = [tested("a", { time: 2 }), tested("b"), tested("b"), tested("c")];
    expect(told(parent)).toEqual([["a", "b", "c"], ["a", "b"], ["c"]]);
  });
});
