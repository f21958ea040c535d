import { expect, test } from "vitest";
import type { Failure } from "../../../src/downstream/index.ts";
import { resultsText } from "../../../src/downstream/reports/results.ts";
import fc from "../../helpers/property.ts";
import { job, pipeline, starts } from "./trees.ts";

const failure = (rest: Partial<Failure>): Failure => ({
  ...{ project: "group/app", pipeline: 12, job: "unit", stage: "test", reason: "script_failure" },
  ...{ what: "a line of the script failed", next: "Read its log", log: [], logProblem: undefined },
  url: "https://gitlab.example/j/7",
  ...rest,
});

test("a sentence, a table, and what failed with its log", () => {
  const child = pipeline(
    "group/app",
    12,
    [job("unit", { status: "failed", url: "https://gitlab.example/j/7" })],
    "failed",
  );
  const root = pipeline("group/app", 11, [starts("child", child)], "failed");
  const other = { ...pipeline("group/lib", 13), problem: "404" };
  const text = resultsText([root, other], [failure({ log: ["$ npm test", "/close"] })]);
  expect(text).toBe(`**2 downstream pipelines: 1 failed, 1 success**

| Pipeline | Status | Jobs | Failed |
| --- | --- | --- | --- |
| [\`group/app#11\`](https://gitlab.example/group/app/-/pipelines/11) | failed | 1 |  |
| [\`group/lib#13\`](https://gitlab.example/group/lib/-/pipelines/13) | success | \`not read: 404\` |  |
| [\`group/app#12\`](https://gitlab.example/group/app/-/pipelines/12) | failed | 1 | [\`unit\`](https://gitlab.example/j/7) |

- [\`group/app#12 unit\`](https://gitlab.example/j/7) failed: \`a line of the script failed. Read its log\`

<details>
<summary>The end of its log</summary>

\`\`\`text
  $ npm test
  /close
\`\`\`

</details>`);
});

test("of many pipelines and jobs the first are shown, and how many more there are", () => {
  const jobs = Array.from({ length: 8 }, (_, at) => job(`j${at}`, { status: "failed" }));
  const text = resultsText([
    pipeline("a", 1, jobs, "failed"),
    ...Array.from({ length: 120 }, (_, at) => pipeline("b", at + 2)),
  ]);
  expect(text).toContain(", 3 more |");
  expect(text).toContain("| and 21 more |  |  |  |");
});

/** What is left of Markdown without code, links' addresses and fences. */
const outside = (text: string) =>
  text
    .replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, "")
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "")
    .replace(/\]\([^()\s|]*\)/g, "]");

test("no name and no log says anything outside of code", () => {
  const evil = fc.constantFrom(
    "`",
    "``",
    "|",
    "\n",
    "@ada",
    "<img>",
    "![x](http://a)",
    "~~~",
    "```",
    "/close",
    "</details>",
    "a",
    " ",
    "\u202e",
    "\\",
  );
  const text = fc.array(evil, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      text,
      text,
      fc.array(text, { minLength: 1, maxLength: 4 }),
      (project, name, log) => {
        const node = pipeline(
          project,
          5,
          [job(name, { status: "failed", url: `https://a/${name}` })],
          "failed",
        );
        const made = resultsText(
          [node],
          [failure({ project, job: name, url: `https://a/${name}`, log })],
        );
        expect(outside(made)).not.toMatch(/@ada|<img|!\[|\/close/);
        expect(made).not.toMatch(/^\/close/m);
        expect(made.match(/^<\/details>/gm)).toHaveLength(1);
        expect(made.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(3);
      },
    ),
  );
});
