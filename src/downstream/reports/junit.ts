import { nameOf } from "../tree.ts";
import type { Suite, TestCase, Tested } from "./tests.ts";
import { xmlAttribute, xmlText } from "./xml-text.ts";

/** So large the file becomes at most, in bytes; GitLab reads it in one piece. */
export const junitBytes = 10_000_000;

/** Characters that are kept of what a test printed: its beginning and its end. */
const kept = { first: 2_000, last: 6_000 };

export interface JunitFile {
  readonly text: string;
  /** How many tests there are, and how many of them found no room. */
  readonly count: number;
  readonly left: number;
}

/** Characters that are kept of a name. */
const mostName = 1_000;

/** A suite with the texts of those tests that are written. */
interface Written {
  readonly name: string;
  readonly cases: { readonly of: TestCase; readonly text: string }[];
}

/**
 * The tests of all pipelines as one JUnit document: a suite a job, called by pipeline and job. The
 * totals are those of what is written. Where there is no room for all, tests that did not succeed
 * come first.
 */
export function junitOf(reports: readonly Tested[], most = junitBytes): JunitFile {
  const suites = reports.flatMap(({ node, suites: own }) =>
    own.map((suite) => ({
      name: `${nameOf(node)}: ${suite.name}`,
      cases: [...unreadable(suite), ...suite.cases],
    })),
  );
  const count = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  const written = fitting(suites, most);
  const cases = written.flatMap((suite) => suite.cases.map(({ of }) => of));
  const text = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="Downstream pipelines"${totals(cases)}>`,
    ...written.flatMap((suite) => [
      `  <testsuite name="${xmlAttribute(suite.name)}"${totals(suite.cases.map(({ of }) => of))}>`,
      ...suite.cases.map((each) => each.text),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ].join("\n");
  return { text: `${text}\n`, count, left: count - cases.length };
}

/** A report that GitLab could not read is a test that went wrong: otherwise nobody would see it. */
function unreadable({ name, problem, cases }: Suite): TestCase[] {
  if (problem === undefined) return [];
  const { time, file } = { time: 0, file: undefined };
  const called = cases.length > 0 ? "the rest of the report" : "the report";
  return [{ name: called, classname: name, file, status: "error", time, output: problem }];
}

/** The suites with as many of their tests as fit, in their order. */
function fitting(
  suites: readonly { readonly name: string; readonly cases: readonly TestCase[] }[],
  most: number,
): Written[] {
  // The document around, and the lines around each suite with its totals.
  let room = most - 500;
  const open = new Set<number>();
  const chosen = new Map<TestCase, string>();
  const choose = (wanted: (each: TestCase) => boolean) => {
    for (const [at, { name, cases }] of suites.entries()) {
      for (const each of cases) {
        if (!wanted(each)) continue;
        const text = caseText(each);
        const around = open.has(at) ? 0 : Buffer.byteLength(xmlAttribute(name)) + 200;
        const size = Buffer.byteLength(text) + 1 + around;
        if (size > room) continue;
        room -= size;
        open.add(at);
        chosen.set(each, text);
      }
    }
  };
  choose(({ status }) => status === "failed" || status === "error");
  choose(({ status }) => status === "success" || status === "skipped");
  return suites
    .map(({ name, cases }) => ({
      name,
      cases: cases.flatMap((of) => {
        const text = chosen.get(of);
        return text === undefined ? [] : [{ of, text }];
      }),
    }))
    .filter(({ cases }) => cases.length > 0);
}

function totals(cases: readonly TestCase[]): string {
  const count = (status: TestCase["status"]) =>
    cases.filter((each) => each.status === status).length;
  const time = cases.reduce((sum, each) => sum + each.time, 0);
  const numbers = [
    ...[`tests="${cases.length}"`, `failures="${count("failed")}"`],
    ...[`errors="${count("error")}"`, `skipped="${count("skipped")}"`, `time="${seconds(time)}"`],
  ];
  return ` ${numbers.join(" ")}`;
}

const elements = { failed: "failure", error: "error", skipped: "skipped" } as const;

function caseText({ name, classname, file, time, status, output }: TestCase): string {
  const attributes = [
    `name="${xmlAttribute(name.slice(0, mostName))}"`,
    `classname="${xmlAttribute(classname.slice(0, mostName))}"`,
    ...(file === undefined ? [] : [`file="${xmlAttribute(file.slice(0, mostName))}"`]),
    `time="${seconds(time)}"`,
  ].join(" ");
  if (status === "success") return `    <testcase ${attributes}/>`;
  const element = elements[status];
  const text = xmlText(shortened(output));
  return `    <testcase ${attributes}><${element}>${text}</${element}></testcase>`;
}

const seconds = (time: number): string => String(Math.round(time * 1_000_000) / 1_000_000);

function shortened(text: string): string {
  const left = text.length - kept.first - kept.last;
  if (left <= 0) return text;
  return `${text.slice(0, kept.first)}\n[... ${left} characters left out ...]\n${text.slice(-kept.last)}`;
}
