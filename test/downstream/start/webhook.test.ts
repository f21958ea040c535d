import { expect, test } from "vitest";
import { readContext, readUpstream } from "../../../src/context/index.ts";
import { webhookUrl } from "../../../src/downstream/start/index.ts";
import { gitlabStand } from "../../helpers/gitlab/index.ts";

const push = (more: object = {}) => ({
  ...{ object_kind: "push", event_name: "push", ref: "refs/heads/next" },
  ...{ before: "b".repeat(40), after: "a".repeat(40) },
  project: { id: 42, path_with_namespace: "group/lib" },
  commits: [{ id: "a".repeat(40), added: [], modified: ["src/a.ts"], removed: [] }],
  total_commits_count: 1,
  ...more,
});

/** What the other project's webhook starts with an event at the address that is printed for it. */
async function started(project: string, ref: string, event: object, variables = {}) {
  const lab = await gitlabStand();
  const app = lab.project("group/sub.group/app_1", { ada: "developer" });
  for (const name of ["main", "v1.0", "feature/größer#1%2F"]) {
    app.branches.set(name, "6".repeat(40));
  }
  app.tags.set("v1.0", "7".repeat(40));
  const where = { project: project === "id" ? String(app.id) : project, ref, variables };
  const address = webhookUrl({ ...where, url: lab.url }, { env: {} });
  const answer = await fetch(address.replace("TOKEN", lab.trigger(app, lab.user("ada"))), {
    method: "POST",
    headers: { "content-type": "application/json", "x-gitlab-event": "Push Hook" },
    body: JSON.stringify(event),
  });
  const pipeline = lab.world.pipelines[0];
  const value = (name: string) => pipeline?.variables.find(({ key }) => key === name)?.value;
  const payload = value("TRIGGER_PAYLOAD") ?? "";
  const env = { CI_PIPELINE_SOURCE: "trigger", TRIGGER_PAYLOAD: "/payload" };
  const files = { read: () => Buffer.from(payload) };
  return {
    ...{ status: answer.status, pipeline, payload: JSON.parse(payload), value },
    upstream: readUpstream({ cwd: "/", env, files }, readContext(env), undefined),
  };
}

const path = "group/sub.group/app_1";

test.each([
  [path, "main", { ref: "main", tag: false }],
  ["id", "main", { ref: "main", tag: false }],
  [path, "refs/heads/v1.0", { ref: "v1.0", tag: false }],
  [path, "refs/tags/v1.0", { ref: "v1.0", tag: true }],
  [path, "feature/größer#1%2F", { ref: "feature/größer#1%2F", tag: false }],
])("the address for %s on %s is understood", async (project, ref, expected) => {
  const { status, pipeline, payload } = await started(project, ref, push());
  expect(status).toBe(201);
  expect(pipeline).toMatchObject({ ...expected, source: "trigger" });
  expect(payload.ref).toBe(ref);
});

test("variables of the address arrive, and what was pushed is read from the payload", async () => {
  const variables = { FROM: "a & b=$c +%20", __proto__x: "1" };
  const { value, upstream, payload } = await started(path, "main", push(), variables);
  expect([value("FROM"), value("__proto__x")]).toEqual(["a & b=$c +%20", "1"]);
  expect(payload).not.toHaveProperty("token");
  expect(upstream).toEqual({
    ...{ project: "group/lib", id: 42, commit: "a".repeat(40) },
    what: "push to group/lib (aaaaaaaa)",
    paths: [{ path: "src/a.ts", commit: "a".repeat(40) }],
  });
});

test.each([
  ["a tag", { object_kind: "tag_push", event_name: "tag_push" }, "a tag names no paths"],
  ["a new branch", { before: "0".repeat(40) }, "the branch is new"],
  ["more commits than are told", { total_commits_count: 21 }, "only 1 of its 21 commits are told"],
])("%s tells no paths, and why", async (_, more, why) => {
  const { upstream } = await started(path, "main", push(more));
  expect(upstream).toMatchObject({ project: "group/lib", why });
});
