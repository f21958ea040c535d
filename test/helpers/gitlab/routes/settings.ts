import { noRecord, projectBy } from "../access.ts";
import { type Reply, reply } from "../http.ts";
import { type Context, paged, projectOf, type Route, text } from "../route.ts";
import type { Project, Trigger } from "../types.ts";

const at = (rest: string) => new RegExp(`^projects\\/([^/]+)${rest}$`);

/** Trigger tokens (api/pipeline_triggers) and the allowlist of job tokens (api/project_job_token_scopes). */
export const settingsRoutes: readonly Route[] = [
  {
    method: "GET",
    path: at("\\/triggers"),
    answer(context) {
      const { triggers } = projectOf(context, "maintainer");
      const all = triggers.map((each) => triggerEntity(each, context, false));
      return paged(context, `projects/${context.path[0]}/triggers`, all);
    },
  },
  {
    method: "POST",
    path: at("\\/triggers"),
    answer(context) {
      const { triggers } = projectOf(context, "maintainer");
      const { world, token, params } = context;
      const description = text(params.description);
      if (description === undefined) return reply(400, { error: "description is missing" });
      const id = world.next();
      const made: Trigger = {
        id,
        token: `glptt-${id}`.padEnd(46, "5"),
        description,
        owner: token!.user,
      };
      triggers.push(made);
      return reply(201, triggerEntity(made, context, true));
    },
  },
  {
    method: "DELETE",
    path: at("\\/triggers\\/(\\d+)"),
    answer(context) {
      const { triggers } = projectOf(context, "maintainer");
      const index = triggers.findIndex(({ id }) => String(id) === context.path[1]);
      if (index < 0) return noRecord;
      triggers.splice(index, 1);
      return reply(204);
    },
  },
  {
    method: "GET",
    path: at("\\/job_token_scope"),
    answer: (context) =>
      reply(200, {
        inbound_enabled: projectOf(context, "maintainer").jobTokens.limited,
        outbound_enabled: false,
      }),
  },
  {
    method: "PATCH",
    path: at("\\/job_token_scope"),
    answer(context) {
      const { enabled } = context.params;
      if (enabled === undefined) return reply(400, { error: "enabled is missing" });
      projectOf(context, "maintainer").jobTokens.limited = String(enabled) === "true";
      return reply(204);
    },
  },
  ...allowlist("allowlist", "target_project_id", ({ jobTokens }) => jobTokens.projects),
  ...allowlist("groups_allowlist", "target_group_id", ({ jobTokens }) => jobTokens.groups),
];

/** Somebody else's token is cut to its beginning. */
const triggerEntity = (
  { id, token, description, owner }: Trigger,
  context: Context,
  isNew: boolean,
) => ({
  id,
  token: isNew || owner === context.token?.user ? token : token.slice(0, 4),
  description,
  created_at: "2026-01-01T00:00:00.000Z",
  last_used: null,
  expires_at: null,
  owner: { id: owner.id, username: owner.username },
});

/** One of the two lists. */
function allowlist(name: string, key: string, of: (project: Project) => Set<number>): Route[] {
  const list = at(`\\/job_token_scope\\/${name}`);
  return [
    {
      method: "GET",
      path: list,
      answer(context) {
        const all = [...of(projectOf(context, "maintainer"))].map((id) => entry(context, id));
        return paged(context, `projects/${context.path[0]}/job_token_scope/${name}`, all);
      },
    },
    { method: "POST", path: list, answer: (context) => added(context, key, of) },
    {
      method: "DELETE",
      path: at(`\\/job_token_scope\\/${name}\\/(\\d+)`),
      answer(context) {
        const gone = of(projectOf(context, "maintainer")).delete(Number(context.path[1]));
        return gone ? reply(204) : noRecord;
      },
    },
  ];
}

/** Of a group only its address tells the path. */
function entry({ world }: Context, id: number) {
  const group = [...world.groups].find(([, each]) => each === id)?.[0];
  if (group !== undefined) return { id, name: group, web_url: `${world.url}/groups/${group}` };
  const path = projectBy(world, String(id))?.path;
  return { id, path_with_namespace: path, web_url: `${world.url}/${path}` };
}

function added(context: Context, key: string, of: (project: Project) => Set<number>): Reply {
  const project = projectOf(context, "maintainer");
  const id = Number(context.params[key] ?? Number.NaN);
  if (!Number.isInteger(id)) return reply(400, { error: `${key} is missing` });
  const known =
    projectBy(context.world, String(id)) ?? [...context.world.groups.values()].includes(id);
  if (!known) return reply(404, { message: "404 Not found" });
  if (of(project).has(id)) {
    const word = key === "target_project_id" ? "project" : "group";
    const message = `400 Bad request - This ${word} is already in the job token allowlist.`;
    return reply(400, { message });
  }
  of(project).add(id);
  return reply(201, { source_project_id: project.id, [key]: id });
}
