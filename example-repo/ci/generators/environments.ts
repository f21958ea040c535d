import { defineGenerator } from "gitlab-fanout";

/** A pipeline that was started with ENVIRONMENTS=eu,us,ap makes three environments. */
export default defineGenerator({
  name: "environments",
  jobs: (_service, ctx) =>
    Object.fromEntries(
      (ctx.params.environments as readonly string[]).map((name) => [
        `create-env-${name}`,
        {
          stage: "deploy",
          needs: [ctx.need("test")],
          variables: { ENVIRONMENT: name },
          script: ['echo "An environment for $SERVICE_NAME in $ENVIRONMENT"'],
          resource_group: `environment-${name}`,
        },
      ]),
    ),
});
