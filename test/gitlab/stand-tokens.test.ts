import { describe, expect, test } from "vitest";
import { base, send, stand } from "./stand.ts";

describe("a job token", () => {
  async function job() {
    const all = await stand();
    const token = all.lab.jobToken(all.lib, all.lab.user("ada"));
    const post = (value = token.value) =>
      send(all.lab, "projects/group%2Fapp/trigger/pipeline", {
        method: "POST",
        body: { ref: "main", token: value },
      });
    return { ...all, token, post, headers: { "job-token": token.value } };
  }

  test("starts where it is on the allowlist, and is linked to its job", async () => {
    const { lab, app, lib, post, token } = await job();
    expect(await post()).toMatchObject({ status: 404, body: { message: "404 Not Found" } });
    app.jobTokens.projects.add(lib.id);
    expect(await post()).toMatchObject({ status: 201, body: { source: "pipeline" } });
    expect(lab.world.pipelines.at(-1)?.upstream).toBe(token.job);
    app.jobTokens.projects.clear();
    app.jobTokens.groups.add(lab.group("group"));
    expect(await post()).toMatchObject({ status: 201 });
  });

  test("is no good once its job has ended", async () => {
    const { lab, app, lib, post, token, headers } = await job();
    app.jobTokens.projects.add(lib.id);
    token.job.script = { polls: ["success"] };
    expect(await post()).toMatchObject({ status: 401, body: { message: "Job is not running" } });
    expect(await send(lab, `projects/${lib.id}/pipelines`, { headers })).toMatchObject({
      status: 401,
      body: { message: "401 Unauthorized" },
    });
  });

  test("may read pipelines, jobs and artifacts, and no more", async () => {
    const { lab, app, lib, token, headers } = await job();
    const own = `projects/${lib.id}`;
    const pipeline = `${own}/pipelines/${token.job.pipeline.id}`;
    const statuses = async (method: string, paths: readonly string[]) => {
      const all = await Promise.all(paths.map((path) => send(lab, path, { method, headers })));
      return all.map(({ status }) => status);
    };
    const readable = [
      `${own}/pipelines`,
      pipeline,
      `${pipeline}/jobs`,
      `${pipeline}/trigger_jobs`,
      "job",
    ];
    expect(await statuses("GET", readable)).toEqual([200, 200, 200, 200, 200]);
    lab.world.jobTokensRead = false;
    expect(await statuses("GET", readable)).toEqual([401, 401, 200, 401, 200]);
    const not = [
      `${pipeline}/variables`,
      `${pipeline}/test_report`,
      own,
      `${own}/jobs/${token.job.id}/trace`,
    ];
    expect(await statuses("GET", not)).toEqual([401, 401, 401, 401]);
    const changes = [`${own}/pipeline`, `${pipeline}/cancel`, `${pipeline}/retry`];
    expect(await statuses("POST", changes)).toEqual([401, 401, 401]);
    lab.world.jobTokensRead = true;
    expect(await send(lab, `projects/${app.id}/pipelines`, { headers })).toMatchObject({
      status: 403,
      body: {
        message: "403 Forbidden - Authentication by CI/CD job token not allowed from lib to app.",
      },
    });
  });
});

describe("the API of pipelines", () => {
  test.each([
    [{ ref: undefined }, 400, { error: "ref is missing" }],
    [{ ref: "none" }, 400, base("Reference not found")],
    [
      {
        variables: [
          { key: "A", value: "1" },
          { key: "A", value: "2" },
        ],
      },
      400,
      base("Duplicate variable name: A"),
    ],
    [
      {
        variables: ["A", "B", "A", "B"].map((key) => ({ key, value: "1" })),
      },
      400,
      base("Duplicate variable names: A, B"),
    ],
    [{ variables: { A: "1" } }, 400, { error: "variables is invalid" }],
    [{ variables: [{ key: "A", value: "1" }] }, 201, { source: "api", status: "created" }],
  ])("POST pipeline with %o", async (body, status, says) => {
    const { lab, ada } = await stand();
    const sent = {
      method: "POST",
      headers: { "private-token": ada },
      body: { ref: "main", ...body },
    };
    expect(await send(lab, "projects/group%2Fapp/pipeline", sent)).toMatchObject({
      status,
      body: says,
    });
  });

  test("who may not", async () => {
    const { lab, app, lib, ada } = await stand();
    const get = async (value: string, path = `projects/${lib.id}/pipelines`, method = "GET") => {
      const { status, body } = await send(lab, path, {
        method,
        headers: { "private-token": value },
      });
      return [status, body.message ?? body.error];
    };
    expect(await get("glpat-none")).toEqual([401, "401 Unauthorized"]);
    const bob = lab.token(lab.user("bob"), ["read_api"]);
    expect(await get(bob.value)).toEqual([404, "404 Project Not Found"]);
    expect(await get(bob.value, `projects/${app.id}/triggers`)).toEqual([403, "403 Forbidden"]);
    expect(await get(bob.value, `projects/${app.id}/pipeline?ref=main`, "POST")).toEqual([
      403,
      "insufficient_scope",
    ]);
    bob.state = "expired";
    expect(await get(bob.value)).toEqual([401, "invalid_token"]);
    expect(await get(lab.botToken(app, "developer").value)).toEqual([404, "404 Project Not Found"]);
    expect(await get(lab.botToken("group", "developer").value)).toEqual([200, undefined]);
    expect(await get(ada, `projects/${lib.id}/pipelines/9`)).toEqual([404, "404 Not found"]);
  });

  test("who may create no pipeline is refused before GitLab looks any further", async () => {
    const { lab, app, ada } = await stand();
    app.members.set("ada", "reporter");
    const path = "projects/group%2Fapp/pipeline";
    const sent = (headers: Record<string, string>, body: object) =>
      send(lab, path, { method: "POST", headers, body });
    expect(await sent({ "private-token": ada }, { ref: "none" })).toMatchObject({
      status: 403,
      body: { message: "403 Forbidden" },
    });
    expect(await sent({}, {})).toMatchObject({ status: 401 });
  });

  test("variables of a pipeline are told all at once", async () => {
    const { lab, app, ada } = await stand();
    const variables = Array.from({ length: 30 }, (_, at) => ({ key: `V${at}`, value: "1" }));
    const headers = { "private-token": ada };
    const body = { ref: "main", variables };
    const made = await send(lab, `projects/${app.id}/pipeline`, { method: "POST", headers, body });
    const path = `projects/${app.id}/pipelines/${made.body.id}/variables`;
    expect((await send(lab, path, { headers })).body).toHaveLength(30);
  });

  test("lists without children, by page", async () => {
    const { lab, app, ada } = await stand();
    const by = lab.user("ada");
    const child = { name: "start", starts: { plan: { polls: ["running"] } } } as const;
    const ids = [1, 2, 3].map(() => lab.pipeline(app, by, { jobs: [child] }).id);
    const headers = { "private-token": ada };
    const list = `projects/${app.id}/pipelines`;
    const first = await send(lab, `${list}?per_page=2&ref=main`, { headers });
    expect(first.body.map(({ id }: { id: number }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.headers.get("x-next-page")).toBe("2");
    expect(first.headers.get("link")).toContain('page=2>; rel="next"');
    const second = await send(lab, `${list}?per_page=2&page=2`, { headers });
    expect(second.body).toMatchObject([{ id: ids[0] }]);
    expect(second.headers.get("x-next-page")).toBe("");
    const children = await send(lab, `${list}?source=parent_pipeline&sort=asc`, { headers });
    expect(children.body).toHaveLength(3);
  });
});
