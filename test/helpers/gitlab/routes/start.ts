import { jobTokenMay, levelIn, notFound, projectBy, unauthorized } from "../access.ts";
import { order } from "../create.ts";
import { pipelineEntity } from "../entities.ts";
import { type Reply, reply } from "../http.ts";
import { type Context, projectOf, type Route, text } from "../route.ts";
import { jobStatus } from "../run.ts";
import type { Pipeline, Token, World } from "../types.ts";

/** The ways to start a pipeline. */
export const startRoutes: readonly Route[] = [
  {
    method: "POST",
    path: /^projects\/([^/]+)\/(?:ref\/(.+)\/)?trigger\/pipeline$/,
    jobs: "trigger",
    answer: trigger,
  },
  {
    method: "POST",
    path: /^projects\/([^/]+)\/pipeline$/,
    answer(context) {
      const { world, token, params } = context;
      if (!token) return unauthorized;
      const ref = text(params.ref);
      if (ref === undefined) return reply(400, { error: "ref is missing" });
      const variables = listed(params.variables);
      if (!variables) return reply(400, { error: "variables is invalid" });
      // Other than for a trigger, whoever may create no pipeline does not get as far as the chain.
      const project = projectOf(context, "developer");
      const inputs = (params.inputs ?? {}) as Record<string, unknown>;
      return answered(
        world,
        order(world, { project, token, ref, source: "api", variables, inputs }),
      );
    },
  },
];

const answered = (world: World, made: Pipeline | Reply): Reply =>
  "status" in made ? made : reply(201, pipelineEntity(world, made));

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** lib/api/ci/triggers.rb. */
function trigger({ world, path, params, headers }: Context): Reply {
  if (headers["x-gitlab-event"] === "Pipeline Hook")
    return reply(403, { message: "403 Forbidden" });
  const ref = path[1] === undefined ? text(params.ref) : decodeURIComponent(path[1]);
  const value = text(params.token) ?? text(headers["job-token"]);
  const missing = [
    ref === undefined && "ref is missing",
    value === undefined && "token is missing",
  ];
  if (missing.some(Boolean)) return reply(400, { error: missing.filter(Boolean).join(", ") });
  if (ref === "") return reply(400, { error: "ref is empty" });
  const { variables = {}, inputs = {} } = params;
  if (!isTable(variables)) return reply(400, { error: "variables is invalid" });
  if (!isTable(inputs)) return reply(400, { error: "inputs is invalid" });
  if (Object.values(variables).some((each) => typeof each !== "string")) {
    return reply(400, { message: "variables needs to be a map of key-valued strings" });
  }
  const project = projectBy(world, path[0] ?? "");
  if (!project) return notFound();
  const given = Object.entries(variables).map(([key, each]) => ({
    key,
    value: String(each),
    variable_type: "env_var",
  }));
  // All parameters but the token, those of the address last (spec/requests/api/ci/triggers_spec.rb).
  const { token: _, ...rest } = params;
  const payload = { ...rest, ref, id: decodeURIComponent(path[0] ?? ""), variables };
  const file = { key: "TRIGGER_PAYLOAD", value: JSON.stringify(payload), variable_type: "file" };
  const asked = { project, ref: ref ?? "", variables: [...given, file], inputs };
  const own = project.triggers.find((each) => each.token === value);
  if (own) {
    const token: Token = {
      kind: "personal",
      value: "",
      user: own.owner,
      scopes: [],
      state: "active",
    };
    return answered(world, order(world, { ...asked, token, source: "trigger" }));
  }
  const token = world.tokens.find((each) => each.kind === "job" && each.value === value);
  if (!token) return notFound();
  if (token.job && jobStatus(world, token.job) !== "running") {
    return reply(401, { message: "Job is not running" });
  }
  if (!jobTokenMay(world, token, project) || levelIn(token, project) === 0) return notFound();
  return answered(
    world,
    order(world, { ...asked, token, source: "pipeline", upstream: token.job }),
  );
}

/** `[{ key, value, variable_type }]`. */
function listed(given: unknown): Pipeline["variables"] | undefined {
  if (given === undefined) return [];
  if (!Array.isArray(given) || !given.every(isTable)) return undefined;
  return given.map(({ key, value, variable_type = "env_var" }) => ({
    key: String(key),
    value: String(value),
    variable_type: String(variable_type),
  }));
}
