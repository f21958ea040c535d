import type {
  View,
  ViewJob,
  ViewJudgement,
  ViewPipeline,
  ViewService,
} from "../../src/view/index.ts";

const judgements: readonly ViewJudgement[] = [
  {
    created: true,
    when: "on_success",
    allowFailure: false,
    told: "on success, nothing leaves it out",
  },
  { created: true, when: "manual", allowFailure: true, rule: 1, told: "manual, by rules[1]" },
  { created: false, when: "never", allowFailure: false, told: "left out: no rule holds" },
];

/** A job that is made in every situation; parts of it may differ. */
export function job(name: string, stage: string, part: Partial<ViewJob> = {}): ViewJob {
  return {
    name,
    stage,
    kind: "job",
    origin: "generators/node.ts",
    file: "child.yml",
    written: { stage, script: [`run ${name}`], ...(part.written ?? {}) },
    copies: 1,
    needs: [],
    dropped: [],
    verdicts: [0, 0, 0],
    ...part,
  };
}

export function pipeline(
  title: string,
  jobs: readonly ViewJob[],
  part: Partial<ViewPipeline> = {},
): ViewPipeline {
  return {
    title,
    source: "child.yml",
    stages: [...new Set(jobs.map(({ stage }) => stage))],
    jobs,
    created: [0, 1, 2].map(() => ({ created: true, why: "its workflow lets it in" })),
    judgements,
    ...part,
  };
}

export function service(name: string, part: Partial<ViewService> = {}): ViewService {
  return {
    name,
    root: `services/${name}`,
    kind: "service",
    state: "affected",
    summary: `services/${name}/main.ts changed`,
    reasons: [],
    ...part,
  };
}

export function viewOfPipelines(
  pipelines: readonly ViewPipeline[],
  part: Partial<View> = {},
): View {
  return {
    project: "shop/monorepo",
    headline: "main (1a2b3c4d) with feature/cart (5e6f7a8b), the merge request's own base",
    tally: "3 of 5 services are affected",
    base: { sha: "1a2b3c4d", ref: "main", how: "merge request", why: "its base", fallback: false },
    head: { sha: "5e6f7a8b", workTree: false },
    changes: [],
    services: [],
    situations: [
      { id: "now", title: "now: merge request" },
      { id: "push", title: "push" },
      { id: "tag", title: "tag" },
    ],
    pipelines,
    limits: [
      { name: "jobs", value: 20, limit: 500, share: 0.04 },
      { name: "yamlBytes", value: 1_800_000, limit: 2_097_152, share: 0.858, where: "child.yml" },
      { name: "includes", value: 3, limit: null, share: null },
    ],
    diagnostics: [
      {
        code: "NEED_DROPPED",
        severity: "info",
        where: ["web:test", "needs", 1],
        message: "the need is left out",
      },
      {
        code: "LIMIT_NEAR",
        severity: "warning",
        where: ["child.yml"],
        message: "86 % of what GitLab takes",
      },
    ],
    ...part,
  };
}

/** Twenty jobs of three services, a grandchild, its child, and a pipeline of another project. */
export function shopView(): View {
  const names = ["api", "cart", "web"];
  const jobs: ViewJob[] = [];
  const rules = [
    { if: '$CI_PIPELINE_SOURCE == "schedule"', when: "never" },
    { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", when: "manual", allow_failure: true },
  ];
  jobs.push(job("prepare", ".pre"));
  for (const [index, name] of names.entries())
    jobs.push(job(`${name}:build`, "build", { service: index, needs: [] }));
  jobs.push(job("licences", "build"));
  for (const [index, name] of names.entries()) {
    jobs.push(
      job(`${name}:test`, "test", {
        service: index,
        copies: name === "api" ? 4 : 1,
        needs: [{ name: `${name}:build`, job: 1 + index, optional: false }],
        dropped: name === "web" ? [{ need: "ui:build", why: "not-affected" }] : [],
        written: { stage: "test", extends: ".node", script: ["npm test"] },
        compiled: {
          stage: "test",
          image: "node:24",
          script: ["npm test"],
          needs: [`${name}:build`],
        },
      }),
      job(`${name}:lint`, "test", { service: index, needs: [] }),
    );
  }
  jobs.push(
    job("web:e2e", "verify", {
      service: 2,
      needs: [
        { name: "web:test", job: 9, optional: false },
        { name: "api:test", job: 5, optional: true },
      ],
    }),
    job("cart:scan", "verify", {
      service: 1,
      verdicts: [0, 2, 0],
      written: { stage: "verify", rules: [{ if: "$SCAN" }] },
    }),
  );
  for (const [index, name] of names.entries()) {
    jobs.push(
      job(`${name}:deploy`, "deploy", {
        service: index,
        verdicts: [0, 1, 2],
        written: { stage: "deploy", script: ["deploy"], rules },
        needs: [{ name: `${name}:test`, job: 5 + 2 * index, optional: false }],
      }),
    );
  }
  jobs.push(
    job("api:release", "release", {
      kind: "trigger",
      service: 0,
      opens: 1,
      needs: [{ name: "api:deploy", job: 13, optional: false }],
    }),
    job("downstream", "release", { kind: "trigger", opens: 3 }),
    job("cleanup", ".post"),
    job("notify", ".post", { verdicts: [0, 0, 2] }),
  );
  const grandchild = pipeline(
    "starts by api:release",
    [
      job("package", "package"),
      job("publish", "publish", { needs: [{ name: "package", job: 0, optional: false }] }),
      job("fan-out", "publish", { kind: "trigger", opens: 2 }),
    ],
    { startedBy: { pipeline: 0, job: 16 }, source: "release.yml" },
  );
  const deepest = pipeline(
    "starts by fan-out",
    [job("region-eu", "roll"), job("region-us", "roll")],
    {
      startedBy: { pipeline: 1, job: 2 },
      source: "regions.yml",
    },
  );
  const foreign = pipeline("platform/infra", [], {
    startedBy: { pipeline: 0, job: 17 },
    source: "platform/infra",
    unknown: "it is in another project",
  });
  return viewOfPipelines([pipeline("child pipeline", jobs), grandchild, deepest, foreign], {
    services: [
      service("api", {
        reasons: [
          {
            steps: [{ by: "file", path: "services/api/main.ts", status: "M" }],
            told: "services/api/main.ts was changed",
            change: 0,
          },
        ],
      }),
      service("cart", {
        summary: "depends on api, services/api/main.ts changed",
        reasons: [
          {
            steps: [
              { by: "dependency", on: "api", manifest: "services/cart/package.json", line: 12 },
              { by: "file", path: "services/api/main.ts", status: "M" },
            ],
            told: "depends on api (services/cart/package.json:12), whose services/api/main.ts was changed",
            change: 0,
          },
        ],
      }),
      service("web", {
        reasons: [
          {
            steps: [{ by: "input", pattern: "config/**", path: "config/web.json" }],
            told: "config/web.json fits config/**",
            change: 1,
          },
        ],
      }),
      service("ui", {
        state: "not-affected",
        kind: "library",
        summary: "no changed path concerns it",
        absent: {
          inputs: ["services/ui/**"],
          locks: ["package-lock.json"],
          dependencies: ["theme"],
        },
      }),
      service("theme", { state: "gone", summary: "the head has it no more" }),
    ],
    changes: [
      { path: "services/api/main.ts", status: "M", concerns: [0, 1] },
      { path: "config/web.json", status: "A", concerns: [2] },
      { path: "README.md", status: "M", concerns: [], idle: 'ignored by "**/*.md"' },
    ],
  });
}
