import { describe, expect, test } from "vitest";
import type { Project, Stand } from "../helpers/gitlab/index.ts";
import { base, send, stand } from "./stand.ts";

describe("starting by a trigger token", () => {
  interface Case {
    readonly change?: (app: Project, lab: Stand) => void;
    readonly body?: Record<string, unknown>;
    readonly headers?: Record<string, string>;
    readonly status: number;
    readonly says: unknown;
  }
  const cases: readonly (readonly [string, Case])[] = [
    ["no ref", { body: { ref: undefined }, status: 400, says: { error: "ref is missing" } }],
    [
      "nothing at all",
      {
        body: { ref: undefined, token: undefined },
        status: 400,
        says: { error: "ref is missing, token is missing" },
      },
    ],
    [
      "no map",
      { body: { variables: ["a"] }, status: 400, says: { error: "variables is invalid" } },
    ],
    [
      "a number",
      {
        body: { variables: { A: 1 } },
        status: 400,
        says: { message: "variables needs to be a map of key-valued strings" },
      },
    ],
    ["no such ref", { body: { ref: "none" }, status: 400, says: base("Reference not found") }],
    [
      "a branch without a commit",
      {
        change: ({ branches }) => branches.set("main", ""),
        status: 400,
        says: base("Commit not found"),
      },
    ],
    [
      "two of one name",
      {
        change: ({ tags }) => tags.set("main", "5".repeat(40)),
        status: 400,
        says: base("Ref is ambiguous"),
      },
    ],
    [
      "no role for variables",
      {
        change: (app) => {
          app.variablesRole = "owner";
        },
        body: { variables: { A: "1" } },
        status: 400,
        says: base("Insufficient permissions to set pipeline variables"),
      },
    ],
    [
      "no role at all",
      {
        change: ({ members }) => members.set("ada", "reporter"),
        status: 400,
        says: base("Insufficient permissions to create a new pipeline"),
      },
    ],
    [
      "a protected branch",
      {
        change: ({ protectedBranches }) => protectedBranches.set("main", "owner"),
        status: 400,
        says: {
          message: {
            base: [
              expect.stringMatching(
                /^You do not have sufficient permission to run a pipeline on 'main'\. /,
              ),
            ],
          },
        },
      },
    ],
    [
      "no configuration",
      {
        change: (app) => {
          app.configuration = false;
        },
        status: 400,
        says: base("Missing CI config file"),
      },
    ],
    [
      "switched off",
      {
        change: (app) => {
          app.pipelinesEnabled = false;
        },
        status: 400,
        says: base("Pipelines are disabled!"),
      },
    ],
    [
      "an empty pipeline",
      {
        change: (app) => {
          app.refuses = { text: "The resulting pipeline would have been empty." };
        },
        status: 400,
        says: base("The resulting pipeline would have been empty."),
      },
    ],
    [
      "saved, but failed",
      {
        change: (app) => {
          app.refuses = {
            text: "jobs config should contain at least one visible job",
            saved: true,
          };
        },
        status: 422,
        says: base("jobs config should contain at least one visible job"),
      },
    ],
    [
      "too many a minute: no 429",
      {
        change: (_, { world }) => {
          world.creationLimit = 0;
        },
        status: 400,
        says: base("Too many pipelines created in the last minute. Try again later."),
      },
    ],
    [
      "of a hook",
      {
        headers: { "x-gitlab-event": "Pipeline Hook" },
        status: 403,
        says: { message: "403 Forbidden" },
      },
    ],
    [
      "another token",
      { body: { token: "glpat-x" }, status: 404, says: { message: "404 Not Found" } },
    ],
    [
      "more inputs than GitLab takes",
      {
        body: { inputs: Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`i${at}`, at])) },
        status: 400,
        says: base("There cannot be more than 20 inputs"),
      },
    ],
  ];
  test.each(cases)("%s", async (_, { change, body, headers = {}, status, says }) => {
    const { lab, app } = await stand();
    const token = lab.trigger(app, lab.user("ada"));
    change?.(app, lab);
    const sent = { method: "POST", headers, body: { ref: "main", token, ...body } };
    expect(await send(lab, "projects/group%2Fapp/trigger/pipeline", sent)).toMatchObject({
      status,
      body: says,
    });
    expect(lab.world.pipelines).toHaveLength(status === 422 ? 1 : 0);
  });

  test("from JSON, and from a form by the address of a webhook", async () => {
    const { lab, app } = await stand();
    const token = lab.trigger(app, lab.user("ada"));
    app.tags.set("main", "6".repeat(40));
    const value = "a $b\n\"c\" 'd' & e=f";
    const json = {
      token,
      ref: "refs/heads/main",
      variables: { "A.b": value, __proto__x: "1" },
      inputs: { n: 3 },
    };
    const path = `projects/${app.id}/trigger/pipeline`;
    expect(await send(lab, path, { method: "POST", body: json })).toMatchObject({
      status: 201,
      body: {
        ref: "main",
        tag: false,
        source: "trigger",
        status: "created",
        user: { username: "ada" },
      },
    });
    const form = new URLSearchParams({ "variables[A.b]": value, "variables[__proto__]": "2" });
    const hook = `projects/${app.id}/ref/refs%2Ftags%2Fmain/trigger/pipeline?token=${token}`;
    expect(await send(lab, hook, { method: "POST", body: form })).toMatchObject({
      status: 201,
      body: { ref: "main", tag: true },
    });
    const [first, second] = lab.world.pipelines;
    const pairs = (of = first) => of?.variables.map((each) => [each.key, each.value]);
    expect(pairs()?.slice(0, 2)).toEqual([
      ["A.b", value],
      ["__proto__x", "1"],
    ]);
    expect(first?.inputs).toEqual({ n: 3 });
    expect(pairs(second)?.slice(0, 2)).toEqual([
      ["A.b", value],
      ["__proto__", "2"],
    ]);
    expect(first?.variables.at(-1)).toMatchObject({
      key: "TRIGGER_PAYLOAD",
      variable_type: "file",
    });
    const payload = (of = first) => JSON.parse(of?.variables.at(-1)?.value ?? "");
    const id = String(app.id);
    const { token: _, ...rest } = json;
    expect(payload()).toEqual({ ...rest, id });
    expect(payload(second)).toMatchObject({ id, ref: "refs/tags/main" });
    expect(first?.variables.at(-1)?.value).not.toContain(token);
    expect(await send(lab, path)).toMatchObject({ status: 404 });
  });
});
