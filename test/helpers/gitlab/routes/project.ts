import { forbidden, levelIn, noRecord, notFound, unauthorized } from "../access.ts";
import { projectEntity } from "../entities.ts";
import { reply } from "../http.ts";
import { paged, projectOf, type Route, text } from "../route.ts";
import { levels, type Project, type Role } from "../types.ts";

const at = (rest: string) => new RegExp(`^projects\\/([^/]+)${rest}$`);
const refEntity = (name: string, sha: string) => ({ name, commit: { id: sha } });

/** The instance, who asks, projects and their refs. */
export const projectRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^version$/,
    answer: ({ world, token }) =>
      token ? reply(200, { version: world.version, revision: "5f0e1d2c3b4" }) : unauthorized,
  },
  {
    method: "GET",
    path: /^metadata$/,
    answer: ({ world, token }) =>
      token
        ? reply(200, {
            version: world.version,
            revision: "5f0e1d2c3b4",
            kas: { enabled: false },
            enterprise: world.version.endsWith("-ee"),
          })
        : unauthorized,
  },
  {
    method: "GET",
    path: /^user$/,
    answer: ({ token }) =>
      token
        ? reply(200, {
            id: token.user.id,
            username: token.user.username,
            bot: token.kind !== "personal",
            ...(token.user.admin && { is_admin: true }),
          })
        : unauthorized,
  },
  {
    method: "GET",
    path: /^personal_access_tokens\/self$/,
    answer: ({ token }) =>
      token
        ? reply(200, {
            id: 1,
            name: "fanout",
            scopes: token.scopes,
            active: true,
            expires_at: "2027-01-01",
          })
        : unauthorized,
  },
  {
    method: "GET",
    path: /^application\/plan_limits$/,
    answer: ({ token }) =>
      token?.user.admin
        ? reply(200, { ci_pipeline_size: 0, ci_active_jobs: 0, pipeline_hierarchy_size: 1000 })
        : forbidden(),
  },
  {
    method: "GET",
    path: at(""),
    answer(context) {
      const project = projectOf(context);
      const level = levelIn(context.token, project);
      return reply(200, projectEntity(context.world, project, level));
    },
  },
  {
    method: "GET",
    path: at("\\/repository\\/branches"),
    jobs: true,
    answer(context) {
      const { branches } = projectOf(context, "guest");
      const all = [...branches].map(([name, sha]) => refEntity(name, sha));
      return paged(
        context,
        `projects/${context.path[0]}/repository/branches`,
        searched(all, context.params),
      );
    },
  },
  {
    method: "GET",
    path: at("\\/repository\\/branches\\/(.+)"),
    answer(context) {
      const name = decodeURIComponent(context.path[1] ?? "");
      const sha = projectOf(context).branches.get(name);
      return sha ? reply(200, refEntity(name, sha)) : notFound("Branch");
    },
  },
  {
    method: "GET",
    path: at("\\/repository\\/tags"),
    jobs: true,
    answer(context) {
      const { tags } = projectOf(context, "guest");
      const all = [...tags].map(([name, sha]) => refEntity(name, sha));
      return paged(
        context,
        `projects/${context.path[0]}/repository/tags`,
        searched(all, context.params),
      );
    },
  },
  {
    method: "GET",
    path: at("\\/repository\\/tags\\/(.+)"),
    answer(context) {
      const name = decodeURIComponent(context.path[1] ?? "");
      const sha = projectOf(context).tags.get(name);
      return sha ? reply(200, refEntity(name, sha)) : notFound("Tag");
    },
  },
  protectedList("branches", ["push", "merge"], (project) => project.protectedBranches),
  protectedList("tags", ["create"], (project) => project.protectedTags),
  {
    method: "GET",
    path: at("\\/members\\/all\\/(\\d+)"),
    answer(context) {
      const project = projectOf(context, "guest");
      const user = context.world.users.find(({ id }) => String(id) === context.path[1]);
      const role = user && project.members.get(user.username);
      if (!user || !role) return noRecord;
      return reply(200, { id: user.id, username: user.username, access_level: levels[role] });
    },
  },
];

/** Protected branches or tags (api/protected_branches, api/protected_tags). */
function protectedList(
  kind: "branches" | "tags",
  actions: readonly string[],
  of: (project: Project) => ReadonlyMap<string, Role>,
): Route {
  return {
    method: "GET",
    path: at(`\\/protected_${kind}`),
    answer(context) {
      const all = [...of(projectOf(context, "developer"))].map(([name, role]) => {
        const access = [{ access_level: levels[role], user_id: null, group_id: null }];
        return { name, ...Object.fromEntries(actions.map((a) => [`${a}_access_levels`, access])) };
      });
      return paged(context, `projects/${context.path[0]}/protected_${kind}`, all);
    },
  };
}

/** `search=^name$`, as both lists take it. */
function searched<T extends { readonly name: string }>(
  all: readonly T[],
  { search }: Readonly<Record<string, unknown>>,
): readonly T[] {
  const wanted = text(search);
  if (wanted === undefined) return all;
  const bare = wanted.replace(/^\^|\$$/g, "");
  return all.filter(({ name }) => {
    if (wanted.startsWith("^") && !name.startsWith(bare)) return false;
    if (wanted.endsWith("$") && !name.endsWith(bare)) return false;
    return name.includes(bare);
  });
}
