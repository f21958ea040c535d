import { expect, test } from "vitest";
import { sentence } from "../../src/diagnostics/index.ts";
import { branchesOf } from "../../src/generate/branches.ts";
import { type Reply, server, still } from "../gitlab/server.ts";
import { testIo } from "../helpers/io.ts";

const onTopic = { ref: "topic", refType: "branch" } as const;

/** Branches as an API with these replies tells them. */
async function branches(
  replies: readonly Reply[],
  context: Parameters<typeof branchesOf>[1] = onTopic,
) {
  const fake = await server(replies);
  const io = testIo("/", { CI_API_V4_URL: `${fake.url}/api/v4`, GITLAB_TOKEN: "glpat-secret" });
  return { fake, branches: branchesOf(io, context, { clock: still(), tell: () => {} }) };
}

const none: Reply = { status: 404, body: { message: "404 Branch Not Found" } };

test("each project is asked for once, also side by side", async () => {
  const { fake, branches: made } = await branches([{ body: { name: "topic" } }, none]);
  expect(await Promise.all([made.in("a/b"), made.in("a/b")])).toEqual(["topic", "topic"]);
  expect(await made.in("a/c")).toBeUndefined();
  expect(await made.in("a/b")).toBe("topic");
  expect(fake.calls).toHaveLength(2);
  expect(made.diagnostics()).toEqual([]);
});

test("what cannot be learnt is told once for all projects", async () => {
  const { branches: made } = await branches([{ status: 403 }]);
  for (const name of ["a", "b", "c", "d", "e"]) expect(await made.in(`g/${name}`)).toBeUndefined();
  const problem = "GitLab's API refuses GITLAB_TOKEN (403)";
  expect(made.diagnostics().map(sentence)).toEqual([
    `whether other projects have the branch "topic" cannot be learnt, so their default branches are taken (g/a: ${problem}; g/b: ${problem}; g/c: ${problem}; and 2 more projects). GITLAB_TOKEN takes a token that may read them (scope read_api); for CI_JOB_TOKEN, put this project on the job token allowlist of each`,
  ]);
  expect(made.diagnostics()[0]?.severity).toBe("warning");
});

test.each([
  { ref: "v1", refType: "tag" },
  { ref: "HEAD", refType: "branch" },
] as const)("without a branch nobody is asked: %o", async (context) => {
  const { fake, branches: made } = await branches([{ status: 403 }], context);
  expect(await made.in("a/b")).toBeUndefined();
  expect(fake.calls).toEqual([]);
  expect(made.diagnostics()).toEqual([]);
});
