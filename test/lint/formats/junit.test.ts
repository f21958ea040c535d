import { expect, test } from "vitest";
import { junitReport } from "../../../src/lint/formats/junit.ts";
import { plain } from "../../../src/lint/formats/plain.ts";
import { parseXml } from "../../../src/xml.ts";
import { finding, hostile, outcome } from "./findings.ts";

test("a case for each rule in each file, and one for a clean file", () => {
  expect(junitReport(outcome)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fanout lint" tests="5" failures="3" errors="0" skipped="0" time="0">
  <testsuite name="a.yml" tests="3" failures="3" errors="0" skipped="0" time="0">
    <testcase classname="a.yml" name="NEEDS" file="a.yml" time="0">
      <failure type="error" message="jobs:a needs b">a.yml:9:3: error: jobs:a needs b</failure>
    </testcase>
    <testcase classname="a.yml" name="child-depth" file="a.yml" time="0">
      <failure type="error" message="the job clones all of the history">a.yml:2:3: error: the job clones all of the history. Start fewer</failure>
    </testcase>
    <testcase classname="a.yml" name="clone-depth" file="a.yml" time="0">
      <failure type="warning" message="the job clones all of the history">a.yml:2:3: warning: the job clones all of the history</failure>
    </testcase>
  </testsuite>
  <testsuite name="b c/é.yml" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase classname="b c/é.yml" name="globs" file="b c/é.yml" time="0">
      <system-out>b c/é.yml:1:1: info: the job clones all of the history</system-out>
    </testcase>
  </testsuite>
  <testsuite name="z.yml" tests="1" failures="0" errors="0" skipped="0" time="0">
    <testcase classname="z.yml" name="nothing found" file="z.yml" time="0"/>
  </testsuite>
</testsuites>
`);
});

test("several of one rule are one case, and what was silenced is skipped with its reason", () => {
  const findings = [
    finding({ line: 5 }),
    finding({ severity: "error" }),
    finding({ code: "globs", silenced: "they are meant" }),
  ];
  expect(junitReport({ files: [], findings })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fanout lint" tests="2" failures="1" errors="0" skipped="1" time="0">
  <testsuite name="a.yml" tests="2" failures="1" errors="0" skipped="1" time="0">
    <testcase classname="a.yml" name="clone-depth" file="a.yml" time="0">
      <failure type="error" message="2 findings">a.yml:2:3: error: the job clones all of the history
a.yml:5:3: warning: the job clones all of the history</failure>
    </testcase>
    <testcase classname="a.yml" name="globs" file="a.yml" time="0">
      <skipped>a.yml:2:3: warning: the job clones all of the history (silenced: they are meant)</skipped>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test("no file at all is a report without suites", () => {
  expect(junitReport({ files: [], findings: [] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="fanout lint" tests="0" failures="0" errors="0" skipped="0" time="0">
</testsuites>
`);
});

/** Every character that XML 1.0 allows. */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

test.each(hostile)("any name can be read back: %s", async (_, text) => {
  const one = finding({ file: text, code: text, message: text });
  const silenced = finding({ file: "b", code: "c", message: text, silenced: text });
  const report = junitReport({ files: [], findings: [one, silenced] });
  expect(report).toMatch(allowed);
  expect(report).not.toContain("[[ATTACHMENT|");
  const root = await parseXml(report, "report.xml");
  const suites = root.children.map(({ attributes }) => attributes.name);
  const shown = plain(text).replace("[[ATTACHMENT|", "[[ATTACHMENT |");
  expect(suites.toSorted()).toEqual(["b", shown].toSorted());
  const suite = root.children.find(({ attributes }) => attributes.name === shown);
  const [testcase] = suite?.children ?? [];
  expect(testcase?.attributes).toEqual({ classname: shown, name: shown, file: shown, time: "0" });
  expect(testcase?.children[0]?.text).toBe(`${shown}:2:3: warning: ${shown}`);
});
