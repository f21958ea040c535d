import { expect, test } from "vitest";
import { markdownPreview } from "../../src/preview/markdown.ts";
import { codeName } from "../../src/preview/markdown-text.ts";
import { type Filters, select } from "../../src/preview/shown.ts";
import type { View } from "../../src/view/index.ts";
import fc from "../helpers/property.ts";
import { many, pipeline, service, shop, view } from "./short.ts";

const write = (shown: View, filters: Filters = {}, page?: string) =>
  markdownPreview(select(shown, filters), page);

test("a line that says it all, a table, the graph, and what is folded away", () => {
  const text = write(shop());
  const [before = "", after = ""] = text.split(/```mermaid\n[^`]*```/);
  expect(before).toBe(`\
**2 of 3 services affected: 6 jobs in 3 stages**, and 1 job in 1 further pipeline.

\`topic at 01234567: compared with the merge base with main (89abcdef)\`

| Stage | Jobs | Services |
| --- | --- | --- |
| \`build\` | 2: \`api:build\`, \`web:build\` | \`api\`, \`web\` |
| \`test\` | 2: \`api:test\`, \`web:test\` | \`api\`, \`web\` |
| \`deploy\` | 2 (1 by hand, 1 left out by rules): \`api:deploy\`, \`web:child\` | \`api\`, \`web\` |

`);
  expect(after).toBe(`

<details>
<summary>Why (2)</summary>

- \`api\`: \`services/api/index.js changed\`
- \`web\`: \`depends on api (services/web/package.json:7)\`

</details>

<details>
<summary>Not affected (1)</summary>

- \`docs\`

</details>

<details>
<summary>Further pipelines (1)</summary>

- \`web:child\` starts 1 job: \`check\`

</details>

<details>
<summary>Needs that were left out (1)</summary>

- \`web:test\` without \`docs:build\` (not affected)

</details>
`);
});

test("limits near their end, and warnings", () => {
  const told = write({
    ...shop(),
    limits: [
      { name: "jobs", value: 450, limit: 500, share: 0.9 },
      { name: "needs", value: 3, limit: 50, share: 0.06 },
      { name: "bytes", value: 3, limit: null, share: null },
    ],
    diagnostics: [
      { code: "X", severity: "warning", where: ["ci/a.ts", "web:test"], message: "odd, @all" },
      { code: "Y", severity: "info", where: [], message: "good to know" },
    ],
  });
  expect(told).toContain("nearly used up:\n\n- `jobs`: 450 of 500 (90 %)\n");
  expect(told).toContain("<summary>Warnings (1)</summary>\n\n- `ci/a.ts › web:test: odd, @all`\n");
  expect(told).not.toContain("good to know");
  expect(write(shop())).not.toContain("nearly used up");
});

test("another situation, and a pipeline that GitLab would not create", () => {
  const two = view({
    situations: [
      { id: "now", title: "now" },
      { id: "tag", title: "tag" },
    ],
    pipelines: [
      pipeline({
        jobs: [{ name: "a", verdicts: ["", "-no rule holds"] }],
        created: [
          { created: true, why: "" },
          { created: false, why: "no job is left" },
        ],
      }),
    ],
  });
  const text = write(two, { as: "tag" });
  expect(text).toContain("0 jobs in 0 stages");
  expect(text).toContain(
    "As it would be in: `tag`.\n\n**GitLab would not create this pipeline:** `no job is left`",
  );
  expect(text).toContain("| `test` | 0 (1 left out by rules) |  |");
  expect(text).not.toContain("mermaid");
});

test("a link to the page", () => {
  const address = "https://gitlab.example/g/p/-/jobs/1/artifacts/file/a (1).html";
  expect(write(shop(), {}, address)).toContain(
    "[Open the page](https://gitlab.example/g/p/-/jobs/1/artifacts/file/a%20%281%29.html).",
  );
});

test("2,000 services are told in short, whatever they are", () => {
  const text = write(many());
  expect(text.length).toBeLessThan(30_000);
  expect(text).toContain("| `build` | 2,000: `svc-0000:build`,");
  expect(text).toContain("and 1,994 more | `svc-0000`,");
  expect(text).toContain(
    "The graph is drawn by groups of services: 6,000 jobs would be more than GitLab draws.",
  );
  const odd = Array.from({ length: 2_000 }, (_, at) =>
    service(`s${at}`, { summary: "x".repeat(300) + at }),
  );
  const long = write(view({ services: odd }));
  expect(long.length).toBeLessThan(60_000);
  expect(long).toMatch(/- and 1,9\d\d more\n/);
});

test.each([
  ["web:test", "`web:test`"],
  ["a`b", "``a`b``"],
  ["`", "`` ` ``"],
  ["``x", "``` ``x ```"],
  [" x ", "`  x  `"],
  ["a\nb", "`a\\nb`"],
  ["x".repeat(200), `\`${"x".repeat(119)}…\``],
])("%j as code", (name, written) => {
  expect(codeName(name)).toBe(written);
});

/** What is not code: spans as CommonMark finds them, and the fenced graph, taken out. */
function outside(markdown: string): string {
  const lines = markdown.replace(/^```mermaid\n[\s\S]*?\n```$/gm, "graph").split("\n");
  return lines.map(withoutSpans).join("\n");
}

function withoutSpans(line: string): string {
  let rest = "";
  for (let at = 0; at < line.length; ) {
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (run === undefined) {
      rest += line[at];
      at++;
      continue;
    }
    const end = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`).exec(line.slice(at + run.length));
    if (!end) throw new Error(`code without an end: ${line}`);
    rest += "C";
    at += run.length + end.index + run.length;
  }
  return rest;
}

test("no name is more than code", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
    fc.string({
      unit: fc.constantFrom("`", "|", "\\", "\n", "@", "#", "~", "!", " ", "a"),
      minLength: 1,
    }),
    fc.constantFrom(
      "@all",
      "#1",
      "!1",
      "~bug",
      ":tada:",
      "/close",
      "<img src=x onerror=alert(1)>",
      "[x](y)",
      "https://x.example",
      "$`x`$",
      "\n/close\n",
      "</details>",
    ),
  );
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), (names) => {
      const evil = view({
        headline: names.join(" "),
        services: names.map((name, at) =>
          service(`${name}${at}`, { summary: name, state: at % 2 ? "not-affected" : "affected" }),
        ),
        pipelines: [
          pipeline({
            jobs: names.map((name, at) => ({
              name: `${name}${at}`,
              stage: name,
              service: at,
              dropped: [{ need: name, why: "cycle" as const }],
              opens: 1,
            })),
            created: [{ created: false, why: names[0]! }],
          }),
          pipeline({
            title: names[0]!,
            source: names[0]!,
            unknown: names[0]!,
            startedBy: { pipeline: 0, job: 0 },
            jobs: [],
          }),
        ],
        limits: [{ name: names[0]!, value: 9, limit: 10, share: 0.9, where: names[0]! }],
        diagnostics: names.map((name) => ({
          code: "X",
          severity: "error" as const,
          where: [name],
          message: name,
        })),
      });
      const text = write(evil);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      for (const each of outside(text).split("\n")) {
        if (!each.startsWith("|"))
          expect(each).toMatch(
            /^(?:[\w .,:()%*'-]*|<\/?details>|<summary>[\w ]+ \([\d,]+\)<\/summary>)$/,
          );
      }
      for (const each of text.split("\n").filter((row) => row.startsWith("|"))) {
        // Cells as cmark-gfm cuts them: a backslash takes the character behind it along.
        expect(each.replace(/\\[!-/:-@[-`{-~]/g, "").split("|")).toHaveLength(5);
      }
    }),
  );
});
