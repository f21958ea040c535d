import { describe, expect, test } from "vitest";
import { mermaidPreview } from "../../src/preview/mermaid.ts";
import { label } from "../../src/preview/mermaid-text.ts";
import { type Filters, select } from "../../src/preview/shown.ts";
import type { View } from "../../src/view/index.ts";
import fc from "../helpers/property.ts";
import { many, pipeline, service, shop, view } from "./short.ts";

const draw = (shown: View, filters: Filters = {}) => mermaidPreview(select(shown, filters));

test("a node a job, in stages, with needs and what is started", () => {
  expect(draw(shop())).toEqual({
    level: "jobs",
    text: `flowchart LR
subgraph s0["build"]
n1["api:build"]
n2["web:build"]
end
subgraph s3["test"]
n4["api:test ×3"]
n5["web:test"]
end
subgraph s6["deploy"]
n7("api:deploy")
n8[["web:child"]]
end
subgraph s9["started by web:child"]
n10["check"]
end
n1-->n2
n1-->n4
n2-->n5
n4-->n5
n8-.->s9
n4~~~n7
n4~~~n8
`,
  });
});

test("another project is a node of its own", () => {
  const foreign = view({
    pipelines: [
      pipeline({ jobs: [{ name: "deploy", opens: 1 }] }),
      pipeline({
        title: "group/other",
        source: "group/other",
        unknown: "it is another project's",
        startedBy: { pipeline: 0, job: 0 },
        jobs: [],
      }),
    ],
  });
  expect(draw(foreign).text).toContain(
    'subgraph s2["group/other"]\nn3{{"group/other"}}\nend\nn1-.->s2\n',
  );
});

test("jobs that rules leave out are not there, nor are needs on them", () => {
  const absent = view({
    pipelines: [
      pipeline({
        jobs: [
          { name: "a", verdicts: ["-no rule"] },
          { name: "b", needs: ["a"] },
        ],
      }),
    ],
  });
  expect(draw(absent).text).toBe('flowchart LR\nsubgraph s0["test"]\nn1["b"]\nend\n');
});

describe("more than GitLab draws", () => {
  test("is drawn by services", () => {
    const services = ["api", "docs", "web"];
    const jobs = services.flatMap((name, at) =>
      Array.from({ length: 40 }, (_, each) => ({ name: `${name}:check-${each}`, service: at })),
    );
    const some = view({
      services: services.map((name) => service(name)),
      pipelines: [pipeline({ jobs })],
    });
    expect(draw(some).level).toBe("services");
    expect(draw(some).text).toBe(`flowchart LR
%% drawn by services: 120 jobs would be more than GitLab draws
subgraph s0["test"]
n1["api: 40 jobs"]
n2["docs: 40 jobs"]
n3["web: 40 jobs"]
end
`);
  });

  test("or by groups of services", () => {
    const { level, text, folded } = draw(many());
    expect(level).toBe("groups of services");
    expect(folded).toBe("drawn by groups of services: 6,000 jobs would be more than GitLab draws");
    expect(text).toContain('["svc-0001 … (1,900 services): 1,900 jobs"]');
    expect(text.split("\n").filter((line) => line.includes("-->"))).toHaveLength(5);
  });

  test("or by stages, and of those as many as fit", () => {
    const jobs = Array.from({ length: 400 }, (_, at) => {
      return {
        name: `j${at}`,
        stage: `stage ${at % 20}`,
        service: at,
        needs: at ? [`j${at - 1}`] : [],
      };
    });
    const services = jobs.map((_, at) => service(`s${at}`));
    const { level, text } = draw(view({ services, pipelines: [pipeline({ jobs })] }));
    expect(level).toBe("stages");
    expect(text).toContain('["20 jobs of 20 services"]');
    expect(text).toContain('["12 more"]');
  });

  test("pipelines that one node starts are one", () => {
    const names = Array.from({ length: 100 }, (_, at) => `s${at}`);
    const split = view({
      services: names.map((name) => service(name)),
      pipelines: [
        pipeline({ jobs: names.map((name, at) => ({ name, service: at, opens: at + 1 })) }),
        ...names.map((name, at) =>
          pipeline({
            startedBy: { pipeline: 0, job: at },
            jobs: [
              { name: `${name}:a`, service: at },
              { name: `${name}:b`, service: at },
            ],
          }),
        ),
      ],
    });
    expect(draw(split).text).toContain('{{"100 pipelines, 200 jobs"}}');
  });

  test("a filter brings the jobs back", () => {
    expect(draw(many(), { services: ["svc-0001"] }).text).toContain('["svc-0001:deploy"]');
  });
});

test.each([
  ["web:test", "web:test"],
  ['a"b', "a#34;b"],
  ["a#b;", "a#35;b#59;"],
  ["`a`", "#96;a#96;"],
  ["a\nb", "a#92;nb"],
  ["%%{init}%%", "#37;#37;#123;init#125;#37;#37;"],
  ["a & b", "a #38; b"],
  ["_a_", "#95;a#95;"],
  ["1. one", "#49;. one"],
  ["12) two", "#49;2) two"],
  ["- x", "#45; x"],
  ["a-b", "a-b"],
  ["http://x.de", "http#58;//x.de"],
  ["www.x.de", "#119;ww.x.de"],
  ["fa:fa-car", "#102;a:fa-car"],
  ["style:x#1;", "#115;tyle:x#35;1#59;"],
  ["日本語", "日本語"],
  ["🚀", "#128640;"],
  ["\u001b[31m", "#92;x1b#91;31m"],
  ["  ", " "],
])("%j as a label", (text, written) => {
  expect(label(text, 60)).toBe(`"${written}"`);
});

test("a label is cut between entities", () => {
  expect(label('"'.repeat(40), 20)).toBe('"#34;#34;#34;#34;…"');
  expect(label("x".repeat(40), 20)).toBe(`"${"x".repeat(17)}…"`);
});

const line =
  /^(?:flowchart LR|%% [\w ,:]+|subgraph s\d+\["[^"]*"\]|n\d+(?:\["[^"]*"\]|\("[^"]*"\)|\[\["[^"]*"\]\]|\{\{"[^"]*"\}\})|end|[ns]\d+(?:-->|-\.->|~~~)[ns]\d+)$/;

test("whatever the names are: lines of this form only, and no longer than GitLab draws", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
    fc.constantFrom(
      '"]',
      "end",
      "%%{init: {}}%%",
      "#quot;",
      "`x`",
      "a\nb-->c",
      "click x",
      "&&&&&&",
      ";",
      "日本",
    ),
  );
  const jobs = fc.array(
    fc.record({
      name: hostile,
      stage: hostile,
      service: fc.nat(3),
      verdicts: fc.array(hostile, { minLength: 1, maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(jobs, fc.boolean(), (list, starts) => {
      const named = list.map((job, at) => ({
        ...job,
        name: `${job.name}${at}`,
        needs: at > 1 ? [`${list[at >> 1]!.name}${at >> 1}`] : [],
        ...(starts && at % 3 === 0 ? { opens: 1 } : {}),
      }));
      const evil = view({
        services: list.slice(0, 4).map(({ name }, at) => service(`${name}${at}`)),
        pipelines: [
          pipeline({ jobs: named }),
          pipeline({
            title: list[0]!.name,
            source: list[0]!.stage,
            startedBy: { pipeline: 0, job: 0 },
            jobs: [],
          }),
        ],
      });
      const { text } = draw(evil);
      expect(text.length).toBeLessThanOrEqual(2_000);
      expect(text).not.toContain("&");
      for (const each of text.trimEnd().split("\n")) expect(each).toMatch(line);
    }),
  );
});
