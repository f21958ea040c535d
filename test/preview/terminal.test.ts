import { describe, expect, test } from "vitest";
import { type Filters, select } from "../../src/preview/shown.ts";
import { type Look, terminalPreview } from "../../src/preview/terminal.ts";
import { width } from "../../src/terminal-width.ts";
import type { View } from "../../src/view/index.ts";
import fc from "../helpers/property.ts";
import { many, pipeline, service, shop, view } from "./short.ts";

const draw = (shown: View, look: Partial<Look> = {}, filters: Filters = {}) =>
  terminalPreview(select(shown, filters), { columns: undefined, color: false, ...look });

/** Behind the head line and the tally. */
const body = (...given: Parameters<typeof draw>) =>
  draw(...given)
    .split("\n\n")
    .slice(1)
    .join("\n\n");

test("without a terminal: a tree of stages, services and jobs, then the reasons", () => {
  expect(draw(shop())).toBe(`topic at 01234567: compared with the merge base with main (89abcdef)
2 of 3 services affected

build
  api
    api:build
  web
    web:build  needs api:build

test
  api
    api:test  3 in parallel; needs api:build
  web
    web:test  needs web:build, api:test (optional); without docs:build (not affected)

deploy
  api
    api:deploy  manual, by rules[1]
  web
    web:old  left out: no rule holds
    web:child  starts 1 job

in the pipeline that web:child starts

test
  web
    check

why
  api  services/api/index.js changed
  web  depends on api (services/web/package.json:7)
  docs  not affected
`);
});

test("a wide terminal: a column a stage", () => {
  expect(body(shop(), { columns: 90 }).split("\n\nin the")[0]).toBe(`\
     build              test                              deploy
     ─────────────────  ────────────────────────────────  ─────────────────────────
api  api:build          api:test                          api:deploy
                          3 in parallel                     manual, by rules[1]
                          needs api:build

web  web:build          web:test                          web:old
       needs api:build    needs web:build, api:test         left out: no rule holds
                          (optional)                      web:child
                          without docs:build (not           starts 1 job
                          affected)`);
});

test("columns shrink before they give way to the tree", () => {
  const narrow = body(shop(), { columns: 70 });
  expect(narrow).toContain("api  api:build");
  expect(Math.max(...narrow.split("\n").map(width))).toBeLessThanOrEqual(70);
  expect(body(shop(), { columns: 50 })).toContain("  api\n    api:build");
});

test("a narrow terminal: what does not fit goes on below", () => {
  expect(body(shop(), { columns: 40 })).toContain(`test
  api
    api:test  3 in parallel; needs
      api:build
  web
    web:test  needs web:build,
      api:test (optional); without
      docs:build (not affected)
`);
  expect(draw(shop(), { columns: 40 })).toContain(
    "  web  depends on api\n      (services/web/package.json:7)\n",
  );
});

test("bold and dim only where colour is welcome", () => {
  expect(draw(shop(), { columns: 100 })).not.toContain("\u001b");
  const painted = draw(shop(), { columns: 100, color: true });
  expect(painted).toContain("\u001b[1m");
  expect(painted.replace(/\u001b\[\d+m/g, "")).toBe(draw(shop(), { columns: 100 }));
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
  expect(draw(two, {}, { as: "tag" })).toContain(
    "as tag\nGitLab would not create this pipeline: no job is left\n\ntest\n  a  left out: no rule holds\n",
  );
  expect(body(two)).toBe("test\n  a\n");
});

test("a need on a job that no service has is told only where all is", () => {
  const dropped = [{ need: "lib:build", why: "no-such-job" as const }];
  const shown = view({ pipelines: [pipeline({ jobs: [{ name: "a", dropped }] })] });
  expect(body(shown)).toBe("test\n  a\n");
  expect(body(shown, { all: true })).toBe("test\n  a  without lib:build (no such job)\n");
});

test("who is out stands behind who is in", () => {
  const services = [
    service("a", { state: "not-affected", summary: "x" }),
    service("b", { state: "gone", summary: "gone" }),
    service("c"),
  ];
  expect(body(view({ services }))).toBe(
    "why\n  c  services/c/index.js changed\n  b  gone\n  a  x\n",
  );
});

test("a pipeline elsewhere is told by its trigger job", () => {
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
  expect(body(foreign)).toBe("test\n  deploy  starts group/other: it is another project's\n");
});

describe("many services", () => {
  test("whose jobs are alike are told together", () => {
    const text = draw(many(), { columns: 120 });
    expect(text).toContain("svc-0000 … svc-1980 (100  *:build");
    expect(text).toContain("needs *:test, *:build of");
    expect(text.split("\n").length).toBeLessThan(70);
    expect(text).toContain(
      "svc-0001 … svc-0019 (19 services)  depends on svc-0000 (*/package.json:7)",
    );
    expect(text).toContain("… and 61 more reasons of 1,159 services (--service NAME, --verbose)");
  });

  test("one by one where they are asked for", () => {
    const text = body(many(), {}, { services: ["svc-001*"], stages: ["deploy"] });
    expect(text).toContain("svc-0010:deploy  needs svc-0010:test, svc-0000:build\n");
    expect(text).not.toContain("*");
    const all = draw(many(100), { all: true });
    for (let at = 0; at < 100; at++)
      expect(all).toContain(`svc-00${String(at).padStart(2, "0")}:test`);
  });

  test("all different: their number is told", () => {
    const odd = view({
      services: Array.from({ length: 100 }, (_, at) =>
        service(`s${at}`, { summary: `reason ${at}` }),
      ),
      pipelines: [
        pipeline({
          jobs: Array.from({ length: 100 }, (_, at) => ({ name: `s${at}:j${at}`, service: at })),
        }),
      ],
    });
    const text = draw(odd);
    expect(text).toContain("  s59\n    s59:j59\n\n… and the jobs of 40 more services");
    expect(text).toContain("… and 60 more reasons of 60 services");
  });

  test("whose names begin alike keep apart", () => {
    const names = ["a", ...Array.from({ length: 30 }, (_, at) => `a${at}`)];
    const alike = view({
      services: names.map((name) => service(name)),
      pipelines: [
        pipeline({
          jobs: names.map((name, at) => ({ name: at === 0 ? "a1:x" : `${name}:x`, service: at })),
        }),
      ],
    });
    // The job of `a` is called as one of `a1`: `*` would be wrong.
    expect(draw(alike)).toContain("  a\n    a1:x\n  a0 … a29 (30 services)\n    *:x\n");
  });

  test("each with a pipeline of its own", () => {
    const names = Array.from({ length: 500 }, (_, at) => `s${at}`);
    const split = view({
      services: names.map((name) => service(name)),
      pipelines: [
        pipeline({
          jobs: names.map((name, at) => ({ name: `${name}:pipeline`, service: at, opens: at + 1 })),
        }),
        ...names.map((name, at) =>
          pipeline({
            title: `starts by ${name}:pipeline`,
            startedBy: { pipeline: 0, job: at },
            jobs: [
              { name: `${name}:build`, service: at },
              { name: `${name}:${at === 7 ? "odd" : "test"}`, service: at },
            ],
          }),
        ),
      ],
    });
    const text = body(split);
    expect(text).toContain("    *:pipeline  starts 2 jobs\n");
    expect(text).toContain(
      "in the pipelines that s0:pipeline … s499:pipeline (499 jobs) start\n\ntest\n  *\n    *:build\n    *:test\n",
    );
    expect(text).toContain(
      "in the pipeline that s7:pipeline starts\n\ntest\n  s7\n    s7:build\n    s7:odd\n",
    );
  });
});

test("no name reaches the terminal as more than text, and no line is too wide", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "\u001b[2Jx",
      "a\nb",
      "\u202egnp",
      "\u009b31m",
      "日本語日本語日本語",
      "x".repeat(90),
      "\u0007",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(hostile, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 24, max: 150 }),
      (names, columns) => {
        const evil = view({
          headline: names.join(" "),
          tally: names[0]!,
          services: names.map((name) => service(name, { summary: `${name} changed` })),
          pipelines: [
            pipeline({
              jobs: names.flatMap((name, at) => [
                {
                  name: `${name}${at}`,
                  stage: name,
                  service: at,
                  needs: [`${names[0]}0`],
                  verdicts: [`manual ${name}`],
                },
                {
                  name: `b${at}`,
                  stage: "b",
                  dropped: [{ need: name, why: "cycle" as const }],
                  opens: 1,
                },
              ]),
            }),
            pipeline({
              title: names[0]!,
              source: names[0]!,
              unknown: names[0]!,
              startedBy: { pipeline: 0, job: 1 },
              jobs: [],
            }),
          ],
        });
        for (const look of [{ columns }, { columns, all: true }, {}]) {
          const text = draw(evil, look);
          expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
          if (look.columns)
            expect(Math.max(...text.split("\n").map(width))).toBeLessThanOrEqual(columns);
        }
      },
    ),
  );
});
