import { describe, expect, test } from "vitest";
import { compareSides } from "../../src/diff/compare.ts";
import { foldAlike } from "../../src/diff/fold.ts";
import { markdownDifference } from "../../src/diff/markdown.ts";
import { printDifference } from "../../src/diff/print.ts";
import type { Side } from "../../src/diff/types.ts";
import { pipelineOf, sideOf } from "./sides.ts";

const plain = { columns: undefined, color: false };

const toldOf = (before: Side, after: Side) => ({
  from: "11111111",
  to: "22222222",
  why: "--from: compared with main",
  difference: compareSides(before, after),
});

const print = (before: Side, after: Side, all = false, terminal: object = plain) =>
  printDifference(toldOf(before, after), terminal as typeof plain, all);

const services = (count: number) => Array.from({ length: count }, (_, at) => `s${at + 1}`);

/** A pipeline with a job `task` of each service, which `config` makes. */
const each = (names: readonly string[], config: (name: string) => object, more: object = {}) =>
  sideOf(
    {
      "": pipelineOf({
        ...Object.fromEntries(names.map((name) => [`${name}:build`, config(name)])),
        ...more,
      }),
    },
    [...names],
  );

describe("for a terminal", () => {
  test("services are told one by one, short values in one line, scripts by line", () => {
    const before = each(["a", "b"], () => ({ image: "x", script: ["one", "two", "three"] }), {
      "a:old": { script: ["x"] },
    });
    const after = each(
      ["a", "b"],
      (name) =>
        name === "a"
          ? { image: "y", script: ["one", "2", "three"], tags: ["t"] }
          : { image: "y", script: ["one", "two", "three"] },
      { clean: { script: ["x"], stage: ".post" } },
    );
    expect(print(before, after)).toBe(`from 11111111 to 22222222 (--from: compared with main)
1 job added, 1 removed, 2 changed, 0 alike; 2 services looked at

a  a changed
  ~ a:build  image, tags, script
      image x → y
      tags
        + t
      script
        - two
        + "2"
  - a:old  (test)

b  b changed
  ~ b:build  image x → y

jobs of no service
  + clean  (.post)
`);
  });

  test("what changes alike in many services is told once", () => {
    const names = services(5);
    const before = each(names, (name) => ({ image: "x", script: [`cd ${name}`] }));
    const after = each(names, (name) => ({ image: "y", script: [`cd ${name}`] }));
    expect(print(before, after)).toBe(`from 11111111 to 22222222 (--from: compared with main)
0 jobs added, 0 removed, 5 changed, 0 alike; 5 services looked at

~ build of 5 services  image x → y  s1, s2, s3 and 2 more
`);
    expect(print(before, after, true)).toContain("s5  s5 changed\n  ~ s5:build  image x → y");
  });

  test("the name of each service does not tell jobs apart", () => {
    const names = services(4);
    const before = each(names, (name) => ({ script: [`make ${name}`] }));
    const after = each(names, (name) => ({ script: [`make -j ${name} ${name}x`] }));
    const { folds, single } = foldAlike(compareSides(before, after).jobs);
    expect(single).toHaveLength(4);
    expect(folds).toEqual([]);
    const alike = each(names, (name) => ({ script: [`make -j ${name}`] }));
    expect(print(before, alike)).toContain(`~ build of 4 services  script  s1, s2, s3, s4
    script
      - make <service>
      + make -j <service>
`);
  });

  test("nothing differs", () => {
    const side = each(["a"], () => ({ script: ["x"] }));
    expect(print(side, side)).toBe(`from 11111111 to 22222222 (--from: compared with main)
nothing differs: 1 job alike, 1 service looked at
`);
  });

  test("the top level of pipelines, and whole pipelines", () => {
    const child = (top: object) => pipelineOf({ a: { script: ["x"] } }, top);
    const before = sideOf({ "": child({ variables: { A: "1" } }) });
    const after = sideOf({
      "": child({ variables: { A: "2" }, stages: ["test", "deploy"] }),
      "api:pipeline": pipelineOf({ b: { script: ["x"] } }),
    });
    const text = print(before, after);
    expect(text).toContain(`
~ the child pipeline
    stages
      - build
    variables.A "1" → "2"
`);
    expect(text).toContain("\n+ the pipeline that api:pipeline starts\n");
  });

  test("long lists of lines are counted", () => {
    const lines = (word: string) => Array.from({ length: 30 }, (_, at) => `${word} ${at}`);
    const before = each(["a"], () => ({ script: lines("old") }));
    const after = each(["a"], () => ({ script: lines("new") }));
    expect(print(before, after)).toContain("and 40 more lines (--verbose)");
    expect(print(before, after, true)).toContain("+ new 29");
  });

  test("colours only where they are welcome, and lines cut to the width", () => {
    const before = each(["a"], () => ({ script: ["x"] }));
    const after = each(["a"], () => ({ script: ["y"] }));
    const text = print(before, after, false, { columns: 30, color: true });
    expect(text).toContain("\u001b[31m");
    expect(text).toContain("\u001b[32m");
    const widths = text
      .replace(/\u001b\[\d+m/g, "")
      .split("\n")
      .map((line) => line.length);
    expect(Math.max(...widths)).toBe(30);
    expect(print(before, after)).not.toContain("\u001b");
  });
});

describe("for a note of a merge request", () => {
  test("a summary, a table, and lines folded away", () => {
    const before = each(["a"], () => ({ image: "x", script: ["one"] }));
    const after = each(["a"], () => ({ image: "y", script: ["two"] }), {
      "a:new": { script: ["x"] },
    });
    expect(
      markdownDifference(toldOf(before, after)),
    ).toBe(`**1 job added, 0 removed, 1 changed, 0 alike; 1 service looked at**

\`from 11111111 to 22222222 (--from: compared with main)\`

| | Job | What differs |
| --- | --- | --- |
| changed | \`a:build\` | \`image\` \`x → y\`; \`script\` |
| added | \`a:new\` |  |

<details>
<summary>Lines that differ (1)</summary>

\`a:build\`, \`script\`:

\`\`\`diff
- one
+ two
\`\`\`

</details>
`);
  });

  test("what comes of the repository stands in code only, and ends none", () => {
    const name = "a`|<img src=x onerror=alert(1)>@all";
    const script = ["```", "</details>", "| x |", "\u001b[31m"];
    const before = sideOf({ "": pipelineOf({ [name]: { script: ["x"], image: "a|`b`" } }) });
    const after = sideOf({ "": pipelineOf({ [name]: { script, image: "</table>|" } }) });
    const text = markdownDifference(toldOf(before, after));
    expect(text).toContain("| changed | ``a`\\|<img src=x onerror=alert(1)>@all`` |");
    expect(text).toContain("````diff\n- x\n+ ```\n+ </details>\n+ | x |\n+ \\x1b[31m\n````");
    expect(text).not.toContain("\u001b");
  });

  test("stays short whatever differs", () => {
    const names = services(300);
    const script = (name: string, word: string) =>
      Array.from(
        { length: 60 },
        (_, at) => `${word} ${at} ${name.length} ${Number(name.slice(1)) * 7}`,
      );
    const before = each(names, (name) => ({ script: script(name, "old") }));
    const after = each(names, (name) => ({ script: script(name, "new") }));
    const text = markdownDifference(toldOf(before, after));
    expect(text.length).toBeLessThan(80_000);
    expect(text).toContain("| and 240 more |");
    expect(text.endsWith("</details>\n")).toBe(true);
  });
});
