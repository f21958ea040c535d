import type { Side } from "../../src/diff/types.ts";
import {
  compileJob,
  definePipeline,
  type Hash,
  type JobDraft,
  type Pipeline,
} from "../../src/model/index.ts";

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
export const sideOf = (
  pipelines: Readonly<Record<string, Pipeline>>,
  services: readonly string[] = [],
): Side => ({
  pipelines: Object.entries(pipelines).map(([name, pipeline]) => {
    const { jobs, warnings: _, ...top } = pipeline;
    const visible = jobs.filter(({ kind }) => kind !== "hidden");
    return {
      name,
      top: top as Hash,
      jobs: visible.map(({ name: job, service, stage = "" }) => {
        return { name: job, service, stage, config: compileJob(pipeline, job) ?? {} };
      }),
    };
  }),
  services: services.map((name) => ({ name, reason: `${name} changed` })),
});
