import { pipelinesOf } from "../../src/diff/compare.ts";
import type { Side, SideJob } from "../../src/diff/types.ts";
import { definePipeline, type JobDraft, type Pipeline } from "../../src/model/index.ts";

type Configs = Readonly<Record<string, object>>;

/** A pipeline of jobs by name; that of a service is called `service:task`. */
export function pipelineOf(jobs: Configs, top: object = {}): Pipeline {
  const drafts = Object.entries(jobs).map(
    ([name, config]): JobDraft => ({
      name,
      origin: "test",
      ...(name.includes(":") && { service: name.split(":")[0]! }),
      config,
    }),
  );
  return definePipeline({ ...top, jobs: drafts });
}

/** A side with one pipeline, or one for each trigger job. */
export function sideOf(
  pipelines: Readonly<Record<string, Pipeline>>,
  services: string[] = [],
): Side {
  const emitted = Object.entries(pipelines).map(([name, pipeline]) => ({
    name,
    pipeline,
    files: [],
    fileOf: new Map<string, string>(),
  }));
  return {
    pipelines: pipelinesOf({ pipelines: emitted }),
    services: services.map((name) => ({ name, reason: `${name} changed` })),
  };
}

/** A side of one pipeline with jobs as they are compared. */
export const plainSide = (jobs: readonly SideJob[]): Side => ({
  pipelines: [{ name: "", top: {}, jobs }],
  services: [],
});
