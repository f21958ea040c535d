import { noRecord, notFound } from "../access.ts";
import { reply } from "../http.ts";
import { type Context, paged, projectOf, type Route, text } from "../route.ts";
import type { CommitStatus, MergeRequest, Note } from "../types.ts";

const at = (rest: string) => new RegExp(`^projects\\/([^/]+)${rest}$`);
const date = (milliseconds: number) => new Date(milliseconds).toISOString();

const noteEntity = (note: Note) => ({
  id: note.id,
  body: note.body,
  author: { id: note.author.id, username: note.author.username },
  system: note.system,
  created_at: date(note.created),
  updated_at: date(note.updated),
});

function mergeRequestOf(context: Context): MergeRequest {
  const found = projectOf(context, "reporter").mergeRequests.get(Number(context.path[1]));
  if (!found) throw noRecord;
  return found;
}

const mergeRequestEntity = ({ iid, sourceBranch, sha }: MergeRequest) => ({
  iid,
  state: "opened",
  source_branch: sourceBranch,
  sha,
});

/** Merge requests with their notes (api/notes), and statuses of commits (api/commits). */
export const noteRoutes: readonly Route[] = [
  {
    method: "GET",
    path: at("\\/merge_requests"),
    jobs: true,
    answer(context) {
      const branch = context.params.source_branch;
      const all = [...projectOf(context, "reporter").mergeRequests.values()];
      const fit = all.filter(({ sourceBranch }) => branch === undefined || branch === sourceBranch);
      return paged(
        context,
        `projects/${context.path[0]}/merge_requests`,
        fit.map(mergeRequestEntity),
      );
    },
  },
  {
    method: "GET",
    path: at("\\/merge_requests\\/(\\d+)"),
    jobs: true,
    answer: (context) => reply(200, mergeRequestEntity(mergeRequestOf(context))),
  },
  {
    method: "GET",
    path: at("\\/merge_requests\\/(\\d+)\\/notes"),
    jobs: true,
    answer(context) {
      const notes = mergeRequestOf(context).notes.map(noteEntity);
      const sorted = context.params.sort === "asc" ? notes : notes.reverse();
      const [id, iid] = context.path;
      return paged(context, `projects/${id}/merge_requests/${iid}/notes`, sorted);
    },
  },
  {
    method: "POST",
    path: at("\\/merge_requests\\/(\\d+)\\/notes"),
    answer(context) {
      const { notes } = mergeRequestOf(context);
      const { world, token, params } = context;
      const body = text(params.body);
      if (body === undefined) return reply(400, { error: "body is missing" });
      const created = world.now();
      const note = {
        id: world.next(),
        body,
        author: token!.user,
        system: false,
        created,
        updated: created,
      };
      notes.push(note);
      return reply(201, noteEntity(note));
    },
  },
  {
    method: "PUT",
    path: at("\\/merge_requests\\/(\\d+)\\/notes\\/(\\d+)"),
    answer(context) {
      const { world, token, params, path } = context;
      const note = mergeRequestOf(context).notes.find(({ id }) => String(id) === path[2]);
      if (!note) return noRecord;
      if (note.author !== token!.user) return reply(403, { message: "403 Forbidden" });
      note.body = text(params.body) ?? note.body;
      note.updated = world.now();
      return reply(200, noteEntity(note));
    },
  },
  {
    method: "DELETE",
    path: at("\\/merge_requests\\/(\\d+)\\/notes\\/(\\d+)"),
    answer(context) {
      const { notes } = mergeRequestOf(context);
      const index = notes.findIndex(({ id }) => String(id) === context.path[2]);
      const note = notes[index];
      if (!note) return noRecord;
      if (note.author !== context.token!.user) return reply(403, { message: "403 Forbidden" });
      notes.splice(index, 1);
      return reply(204);
    },
  },
  {
    method: "GET",
    path: at("\\/repository\\/commits\\/([0-9a-f]+)\\/statuses"),
    answer(context) {
      const { statuses } = projectOf(context, "reporter");
      const { name, ref } = context.params;
      const all = statuses
        .filter(({ sha }) => sha === context.path[1])
        .filter((each) => (name ?? each.name) === each.name && (ref ?? each.ref) === each.ref)
        .map(statusEntity);
      return paged(
        context,
        `projects/${context.path[0]}/repository/commits/${context.path[1]}/statuses`,
        all,
      );
    },
  },
  { method: "POST", path: at("\\/statuses\\/([0-9a-f]+)"), answer: setStatus },
];

const statusEntity = ({ state, ...rest }: CommitStatus) => ({ ...rest, status: state });

const states = ["pending", "running", "success", "failed", "canceled", "skipped"];

/** GitLab refuses a status that is there already. */
function setStatus(context: Context) {
  const { world, params, path } = context;
  const project = projectOf(context, "developer");
  const sha = path[1] ?? "";
  const known = [...project.branches.values(), ...project.tags.values()].includes(sha);
  if (!known && !world.pipelines.some((each) => each.project === project && each.sha === sha)) {
    return notFound("Commit");
  }
  const state = text(params.state);
  if (state === undefined) return reply(400, { error: "state is missing" });
  if (!states.includes(state)) return reply(400, { error: "state does not have a valid value" });
  const name = text(params.name) ?? text(params.context) ?? "default";
  const ref = text(params.ref) ?? project.defaultBranch;
  const fresh = {
    state,
    target_url: text(params.target_url) ?? null,
    description: text(params.description) ?? null,
  };
  const old = project.statuses.find(
    (each) => each.sha === sha && each.name === name && each.ref === ref,
  );
  if (old?.state === state) {
    const event = state === "pending" ? "enqueue" : state === "running" ? "run" : state;
    const why = `Cannot transition status via :${event} from :${state} (Reason(s): Status cannot transition via "${event}")`;
    return reply(400, { message: why });
  }
  if (old) Object.assign(old, fresh);
  const status = old ?? { id: world.next(), sha, name, ref, ...fresh };
  if (!old) project.statuses.push(status);
  return reply(201, statusEntity(status));
}
