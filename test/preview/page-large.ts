import type { View, ViewJob, ViewService } from "../../src/view/index.ts";
import { job, pipeline, service, viewOfPipelines } from "./page-views.ts";

/** Services of three jobs each, as the shipped generators make them; a third depends on others. */
export function largeView(services = 2000): View {
  const name = (index: number) => `team-${index % 37}/service-${String(index).padStart(4, "0")}`;
  const rules = [
    { if: '$CI_PIPELINE_SOURCE == "schedule"', when: "never" },
    { if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH", when: "manual", allow_failure: true },
  ];
  const jobs = ["build", "test", "deploy"].flatMap((stage, column) =>
    Array.from({ length: services }, (_, index): ViewJob => {
      const above = column - 1;
      const needs = [
        ...(above >= 0 ? [above * services + index] : []),
        ...(column === 0 || index % 3 > 0 ? [] : [1, 7].map((far) => (index + far) % services)),
      ];
      const variables = { SERVICE_NAME: name(index), SERVICE_DIR: `services/${name(index)}` };
      const written = {
        stage,
        extends: `.${stage}`,
        variables,
        script: [`cd "$SERVICE_DIR"`, "npm ci --prefer-offline", `npm run ${stage}`],
        ...(column === 2 ? { rules } : {}),
      };
      return job(`${name(index)}:${stage}`, stage, {
        service: index,
        needs: needs.map((each) => ({
          name: `${name(each % services)}:${above < 0 || each < services ? "build" : "test"}`,
          job: each,
          optional: false,
        })),
        written,
        compiled: { image: "node:24", interruptible: true, retry: { max: 1 }, ...written },
        verdicts: column === 2 ? [0, 1, 2] : [0, 0, 0],
      });
    }),
  );
  const all = Array.from({ length: services }, (_, index): ViewService => {
    const path = `services/${name(index - (index % 5))}/src/main.ts`;
    const told = `${path} was changed`;
    const change = Math.floor(index / 5);
    return index % 5 === 0
      ? service(name(index), {
          summary: told,
          reasons: [{ steps: [{ by: "file", path, status: "M" }], told, change }],
        })
      : service(name(index), {
          summary: `depends on ${name(index - (index % 5))}`,
          reasons: [
            {
              steps: [
                {
                  by: "dependency",
                  on: name(index - 1),
                  manifest: `services/${name(index)}/package.json`,
                  line: 9,
                },
                { by: "file", path, status: "M" },
              ],
              told: `depends on ${name(index - 1)}, ${told}`,
              change,
            },
          ],
        });
  });
  return viewOfPipelines([pipeline("child pipeline", jobs)], {
    tally: `${services} of ${services} services are affected`,
    services: all,
    changes: Array.from({ length: Math.ceil(services / 5) }, (_, index) => ({
      path: `services/${name(5 * index)}/src/main.ts`,
      status: "M",
      concerns: [0, 1, 2, 3, 4].map((each) => 5 * index + each).filter((each) => each < services),
    })),
  });
}

/** What a repository may call things, all of which has to stay text. */
export const hostile = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(2)</script>",
  "__proto__",
  "constructor",
  "`${alert(3)}`",
  "\u001b[31mred\u001b[0m\u202egnp.exe",
  "<!--",
  "a\nb",
  "javascript:alert(4)",
  "x".repeat(300),
] as const;

export function hostileView(): View {
  const jobs = hostile.map((name, index) =>
    job(name, index % 2 === 0 ? "<b>stage</b>" : "__proto__", {
      service: index,
      written: JSON.parse(
        `{"__proto__": {"a": 1}, "script": ["echo </script><script>alert(5)</script>", "<!-- x"]}`,
      ) as Record<string, unknown>,
      needs: index > 0 ? [{ name: hostile[index - 1] ?? "", job: index - 1, optional: true }] : [],
    }),
  );
  return viewOfPipelines([pipeline("<i>child</i>", jobs)], {
    project: "<u>group</u>/app",
    headline: "</title><script>alert(6)</script>",
    tally: "<b>many</b>",
    services: hostile.map((name) =>
      service(name, {
        summary: `<img src=x onerror=alert(7)> ${name}`,
        reasons: [{ steps: [{ by: "input", pattern: name, path: name }], told: name, change: 0 }],
      }),
    ),
    changes: [{ path: "<img src=x onerror=alert(8)>", status: "M", concerns: [0] }],
    diagnostics: [{ code: "X", severity: "warning", where: ["<b>", 0], message: "<img src=x>" }],
  });
}

/** Two pipelines compared: one job of each kind of change. */
export function comparedView(): View {
  const script = ["npm test"];
  const after = { stage: "test", image: "node:24", script };
  const before = { stage: "test", image: "node:22", script, timeout: "1h" };
  return viewOfPipelines([
    pipeline("child pipeline", [
      job("kept", "build", { change: { kind: "same", keys: [] } }),
      job("new", "test", { change: { kind: "added", keys: [] } }),
      job("old", "test", { change: { kind: "removed", keys: [], before } }),
      job("other", "test", {
        written: after,
        change: { kind: "changed", keys: ["image", "timeout"], before },
      }),
    ]),
  ]);
}
