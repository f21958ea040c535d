import { defineGenerator } from "gitlab-fanout";

/** Directories with a Dockerfile: checks without a daemon that all that it copies is there. */
export default defineGenerator({
  name: "dockerfile",
  when: (service) => service.has("Dockerfile"),
  jobs: (_service, ctx) => ({
    context: {
      stage: "build",
      needs: ctx.needFromDependencies("build"),
      script: ['node ci/docker-context.mjs "$SERVICE_DIR"'],
      interruptible: true,
    },
  }),
});
