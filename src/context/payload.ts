import type { Upstream, UpstreamPath } from "./types.ts";

type Record_ = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Record_ =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** GitLab's own (docs: user/reserved_names; lib/gitlab/path_regex.rb). */
const projectPath = /^(?:\w|\.[\w-])[\w.-]*(?:\/(?:\w|\.[\w-])[\w.-]*)+$/;
const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const zeros = /^0+$/;

/**
 * What the body of a webhook tells (docs: user/project/integrations/webhook_events). `undefined`
 * for parameters of a call that are no event; half a sentence for an event that names no project.
 * The `ref` of the body is not read: the address of the webhook puts this project's own in its
 * place. Where not all changed paths are known, `paths` is left out and `why` tells the reason.
 */
export function readPayload(body: unknown): Upstream | string | undefined {
  if (!isRecord(body)) return "is no JSON object";
  const kind = body.object_kind ?? body.event_name;
  if (kind === undefined) return undefined;
  const { path_with_namespace: path, id } = isRecord(body.project) ? body.project : ({} as Record_);
  const project = typeof path === "string" && projectPath.test(path) ? path : undefined;
  const number = Number.isSafeInteger(id) ? (id as number) : undefined;
  if (project === undefined && number === undefined) return "names no project";
  const shown = project ?? `project ${number}`;
  const commit = commitOf(body.after);
  const known = {
    ...(project !== undefined && { project }),
    ...(number !== undefined && { id: number }),
    ...(commit !== undefined && { commit }),
  };
  const at = commit === undefined ? "" : ` (${commit.slice(0, 8)})`;
  if (kind !== "push") {
    const event = kind === "tag_push" ? "tag" : eventName(kind);
    const why = `${kind === "tag_push" ? "a tag" : "such an event"} names no paths`;
    return { ...known, what: `${event} of ${shown}${at}`, why };
  }
  const paths = pathsOf(body);
  const told = typeof paths === "string" ? { why: paths } : { paths };
  return { ...known, what: `push to ${shown}${at}`, ...told };
}

const eventName = (kind: unknown): string =>
  typeof kind === "string" && /^\w{1,40}$/.test(kind) ? `${kind} event` : "unknown event";

const commitOf = (value: unknown): string | undefined =>
  typeof value === "string" && commitId.test(value) && !zeros.test(value) ? value : undefined;

/**
 * The changed paths, each with the last commit that changed it; or why not all are known. GitLab
 * sends the newest 20 commits of a push at most, and tells in `total_commits_count` how many there
 * are. A file that was moved is told as added, and its old place is not (app/models/commit.rb:
 * repo_changes).
 */
function pathsOf(body: Record_): readonly UpstreamPath[] | string {
  const { commits, total_commits_count: total, before, after } = body;
  if (typeof after === "string" && zeros.test(after)) return "the branch was deleted";
  if (typeof before === "string" && zeros.test(before)) return "the branch is new";
  if (!Array.isArray(commits) || !Number.isSafeInteger(total)) return "its commits cannot be read";
  if ((total as number) > commits.length) {
    return `only ${commits.length} of its ${total} commits are told`;
  }
  const last = new Map<string, string | undefined>();
  for (const each of commits) {
    const lists = isRecord(each) ? [each.added, each.modified, each.removed] : [];
    if (lists.length === 0 || !lists.every(Array.isArray)) return "its commits cannot be read";
    for (const path of lists.flat()) {
      if (!isPath(path)) return "one of its paths can be none of a repository";
      last.set(path, commitOf((each as Record_).id));
    }
  }
  if (last.size === 0) return "its commits name no paths";
  if (commits.some(addsFiles)) {
    return "a file that it adds may have been moved, and the old place is not told";
  }
  return [...last].map(([path, commit]) => (commit === undefined ? { path } : { path, commit }));
}

const addsFiles = (commit: unknown): boolean =>
  isRecord(commit) && Array.isArray(commit.added) && commit.added.length > 0;

const longest = 4096;

/** Paths as git has them: from the top of the repository, without `.`, `..` and empty parts. */
const isPath = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= longest &&
  !value.includes("\0") &&
  value.split("/").every((part) => part !== "" && part !== "." && part !== "..");
