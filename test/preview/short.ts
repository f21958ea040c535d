import type { View, ViewJob, ViewPipeline, ViewService } from "../../src/view/index.ts";

/** A job in short: what is left out is what most jobs are. */
export interface JobShort {
  readonly name: string;
  readonly stage?: string;
  readonly service?: number;
  /** Names of jobs of the same pipeline; `?` at the end: optional. */
  readonly needs?: readonly string[];
  readonly dropped?: ViewJob["dropped"];
  /** One a situation: `told`, or `-told` where it is left out. */
  readonly verdicts?: readonly string[];
  readonly copies?: number;
  readonly opens?: number;
  readonly kind?: ViewJob["kind"];
}

type PipelineShort = Partial<Omit<ViewPipeline, "jobs">> & { readonly jobs: readonly JobShort[] };

/** A pipeline of these jobs, in stages by their first appearance. */
export function pipeline({ jobs, ...rest }: PipelineShort): ViewPipeline {
  const stageOf = (job: JobShort) => job.stage ?? "test";
  const told = [...new Set(["", ...jobs.flatMap(({ verdicts = [] }) => verdicts)])];
  const indexes = new Map(jobs.map(({ name }, at) => [name, at]));
  return {
    title: "child pipeline",
    source: "generated-config.yml",
    stages: [...new Set(jobs.map(stageOf))],
    created: [{ created: true, why: "" }],
    judgements: told.map((text) => ({
      created: !text.startsWith("-"),
      when: text.includes("manual") ? "manual" : "on_success",
      allowFailure: false,
      told: text.replace(/^-/, ""),
    })),
    ...rest,
    jobs: jobs.map((job) => ({
      name: job.name,
      stage: stageOf(job),
      ...(job.service === undefined ? {} : { service: job.service }),
      kind: job.kind ?? (job.opens === undefined ? "job" : "trigger"),
      origin: "ci/jobs.yml",
      file: "generated-config.yml",
      written: { script: ["true"] },
      copies: job.copies ?? 1,
      needs: (job.needs ?? []).map((text) => {
        const name = text.replace(/\?$/, "");
        const at = indexes.get(name);
        return { name, ...(at === undefined ? {} : { job: at }), optional: text.endsWith("?") };
      }),
      dropped: job.dropped ?? [],
      verdicts: (job.verdicts ?? [""]).map((text) => told.indexOf(text)),
      ...(job.opens === undefined ? {} : { opens: job.opens }),
    })),
  };
}

export const service = (name: string, more: Partial<ViewService> = {}): ViewService => ({
  name,
  root: `services/${name}`,
  kind: "service",
  state: "affected",
  summary: `services/${name}/index.js changed`,
  reasons: [],
  ...more,
});

/** A view of these services and pipelines. */
export const view = (more: Partial<View>): View => ({
  project: "group/app",
  headline: "topic at 01234567: compared with the merge base with main (89abcdef)",
  tally: "2 of 3 services affected",
  base: { sha: "89abcdef", ref: "main", how: "merge-base", why: "merge base", fallback: false },
  head: { sha: "01234567", workTree: false },
  changes: [],
  services: [],
  situations: [{ id: "now", title: "now" }],
  pipelines: [pipeline({ jobs: [] })],
  limits: [],
  diagnostics: [],
  ...more,
});

/** Two services with three stages, a child of another file, and a service that is out. */
export const shop = (): View =>
  view({
    services: [
      service("api"),
      service("web", { summary: "depends on api (services/web/package.json:7)" }),
      service("docs", { state: "not-affected", summary: "not affected" }),
    ],
    pipelines: [
      pipeline({
        jobs: [
          { name: "api:build", stage: "build", service: 0 },
          { name: "web:build", stage: "build", service: 1, needs: ["api:build"] },
          { name: "api:test", stage: "test", service: 0, needs: ["api:build"], copies: 3 },
          {
            name: "web:test",
            stage: "test",
            service: 1,
            needs: ["web:build", "api:test?"],
            dropped: [{ need: "docs:build", why: "not-affected" }],
          },
          { name: "api:deploy", stage: "deploy", service: 0, verdicts: ["manual, by rules[1]"] },
          { name: "web:old", stage: "deploy", service: 1, verdicts: ["-no rule holds"] },
          { name: "web:child", stage: "deploy", service: 1, opens: 1 },
        ],
      }),
      pipeline({
        title: "started by web:child",
        startedBy: { pipeline: 0, job: 6 },
        source: "services/web/.gitlab-ci.yml",
        jobs: [{ name: "check", service: 1 }],
      }),
    ],
  });

/** Services of three jobs each; every twentieth is used by the 19 behind it. */
export function many(services = 2_000): View {
  const name = (at: number) => `svc-${String(at).padStart(4, "0")}`;
  const all = Array.from({ length: services }, (_, at) => {
    return { at, name: name(at), lib: name(at - (at % 20)) };
  });
  return view({
    services: all.map(({ at, name: own, lib }) => {
      const summary = `depends on ${lib} (services/${own}/package.json:7)`;
      return service(own, at % 20 === 0 ? {} : { summary });
    }),
    pipelines: [
      pipeline({
        jobs: ["build", "test", "deploy"].flatMap((stage, step, stages) =>
          all.map(({ at, name: own, lib }) => ({
            name: `${own}:${stage}`,
            stage,
            service: at,
            needs: [
              ...(step > 0 ? [`${own}:${stages[step - 1]}`] : []),
              ...(step === 2 && at % 20 > 0 ? [`${lib}:build`] : []),
            ],
          })),
        ),
      }),
    ],
  });
}
