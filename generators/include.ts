import { defineGenerator } from "../src/generate/define.ts";

interface Options {
  readonly file?: string;
  readonly stage?: string;
}

/**
 * A service with a `.gitlab-ci.yml` of its own: one trigger job `pipeline` that runs that file as
 * a child pipeline. What it receives is decided here: none of the pipeline's own variables, only
 * SERVICE_NAME and SERVICE_DIR. Options: `file` (default `.gitlab-ci.yml`), `stage` (default
 * `test`).
 */
export default defineGenerator({
  name: "include",
  when: (service) => service.has(".gitlab-ci.yml"),
  jobs(service, ctx) {
    const { file = ".gitlab-ci.yml", stage = "test" } = ctx.options as Options;
    const local = service.path(file);
    if (/[$*]/.test(local)) {
      throw new Error(`GitLab would read the $ or * in include:local "${local}" as a pattern`);
    }
    return {
      pipeline: {
        stage,
        inherit: { variables: false },
        needs: ctx.needFromDependencies("build", { artifacts: false }),
        trigger: {
          include: [{ local }],
          strategy: ctx.gitlab.strategy,
          forward: { yaml_variables: true, pipeline_variables: false },
        },
      },
    };
  },
});
