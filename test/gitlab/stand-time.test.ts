import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { send, stand } from "./stand.ts";

describe("what goes on", () => {
  test("statuses by poll, by time, by hand", async () => {
    const { lab, app, ada } = await stand();
    const by = lab.user("ada");
    const polled = lab.pipeline(app, by, { polls: ["created", "manual", "success"] });
    const timed = lab.pipeline(app, by, {
      jobs: [
        {
          name: "a",
          at: [
            [0, "pending"],
            [60, "failed"],
          ],
        },
      ],
    });
    const get = async (id: number) => {
      const path = `projects/${app.id}/pipelines/${id}`;
      return (await send(lab, path, { headers: { "private-token": ada } })).body.status;
    };
    expect([await get(polled.id), await get(polled.id), await get(polled.id)]).toEqual([
      ...["manual", "success", "success"],
    ]);
    expect(await get(timed.id)).toBe("pending");
    lab.clock.pass(61);
    const since = new Date(lab.clock.now() - 1_000).toISOString();
    expect(await get(timed.id)).toBe("failed");
    const path = `projects/${app.id}/pipelines?updated_after=${since}`;
    const changed = await send(lab, path, { headers: { "private-token": ada } });
    expect(changed.body).toMatchObject([{ id: timed.id, updated_at: "2026-01-01T00:01:01.000Z" }]);
    const ticked = lab.pipeline(app, by, { polls: ["created", "running"] });
    lab.tick();
    expect(lab.statusOf(ticked)).toBe("running");
  });

  test("trigger jobs mirror, cancel reaches children and no other project, retry begins anew", async () => {
    const { lab, app, lib, ada } = await stand();
    const starts = {
      project: "group/lib",
      strategy: "depend",
      plan: { at: [[0, "running"]] },
    } as const;
    const root = lab.pipeline(app, lab.user("ada"), {
      jobs: [
        { name: "build", polls: ["success"] },
        { name: "deploy", starts },
        { name: "child", starts: { ...starts, project: "group/app" } },
      ],
    });
    const path = `projects/${app.id}/pipelines/${root.id}`;
    const headers = { "private-token": ada };
    const bridges = async () => (await send(lab, `${path}/bridges`, { headers })).body;
    expect(await bridges()).toMatchObject([
      { name: "child", status: "running", downstream_pipeline: { source: "parent_pipeline" } },
      {
        name: "deploy",
        status: "running",
        downstream_pipeline: { project_id: lib.id, source: "pipeline" },
      },
    ]);
    lab.world.version = "19.1.3";
    expect(await send(lab, `${path}/trigger_jobs`, { headers })).toMatchObject({
      status: 404,
      body: { error: "404 Not Found" },
    });
    const cancelled = await send(lab, `${path}/cancel`, { method: "POST", headers });
    expect(cancelled).toMatchObject({ status: 200, body: { status: "canceled" } });
    expect(await bridges()).toMatchObject([
      { downstream_pipeline: { status: "canceled" } },
      { status: "canceled", downstream_pipeline: { status: "running" } },
    ]);
    expect(await send(lab, `${path}/cancel`, { method: "POST", headers })).toMatchObject({
      status: 200,
    });
    const [{ id }] = await bridges();
    const retry = `projects/${app.id}/jobs/${id}/retry`;
    expect(await send(lab, retry, { method: "POST", headers })).toMatchObject({ status: 201 });
    expect(await bridges()).toMatchObject([
      { status: "running", downstream_pipeline: { status: "running" } },
      { status: "canceled" },
    ]);
  });

  test("what would only fail again is not retried", async () => {
    const { lab, app, ada } = await stand();
    const failed = ["pipeline_loop_detected", "script_failure"].map((failureReason) => ({
      ...{ name: failureReason, polls: ["failed"] as const, failureReason },
      ...(failureReason === "pipeline_loop_detected" && { starts: {} }),
    }));
    const { id, jobs } = lab.pipeline(app, lab.user("ada"), { jobs: failed });
    const sent = { method: "POST", headers: { "private-token": ada } };
    expect(await send(lab, `projects/${app.id}/jobs/${jobs[0]?.id}/retry`, sent)).toMatchObject({
      status: 403,
      body: { message: "403 Forbidden - Job is not retryable" },
    });
    await send(lab, `projects/${app.id}/pipelines/${id}/retry`, sent);
    expect(jobs.map(({ retried }) => retried)).toEqual([false, true, false]);
  });

  test("logs, artifacts and test reports", async () => {
    const { lab, app, ada } = await stand();
    const pipeline = lab.pipeline(app, lab.user("ada"), {
      jobs: [{ name: "a", polls: ["failed"], trace: "no\n", artifacts: { "dist/a.txt": "hello" } }],
      tests: [{ name: "unit", cases: [{ name: "adds", status: "failed", output: "1 is not 2" }] }],
    });
    const headers = { "private-token": ada };
    const job = `projects/${app.id}/jobs/${pipeline.jobs[0]?.id}`;
    expect((await send(lab, `${job}/trace`, { headers })).body).toBe("no\n");
    expect((await send(lab, `${job}/artifacts/dist/a.txt`, { headers })).body).toBe("hello");
    const answer = await fetch(`${lab.url}/api/v4/${job}/artifacts`, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const [packed, length] = [bytes.readUInt32LE(18), bytes.readUInt16LE(26)];
    expect(bytes.subarray(30, 30 + length).toString()).toBe("dist/a.txt");
    const content = bytes.subarray(30 + length, 30 + length + packed);
    expect(inflateRawSync(content).toString()).toBe("hello");
    const report = await send(lab, `projects/${app.id}/pipelines/${pipeline.id}/test_report`, {
      headers,
    });
    expect(report.body).toMatchObject({
      failed_count: 1,
      test_suites: [{ name: "unit", test_cases: [{ name: "adds", system_output: "1 is not 2" }] }],
    });
  });

  test("notes, statuses, trigger tokens and allowlists are kept", async () => {
    const { lab, app, lib, ada } = await stand();
    const headers = { "private-token": ada };
    const sha = app.branches.get("main") ?? "";
    app.mergeRequests.set(1, { iid: 1, sourceBranch: "topic", sha, notes: [] });
    const change = async (method: string, path: string, body: object) => {
      const answer = await send(lab, `projects/${app.id}/${path}`, { method, headers, body });
      return { status: answer.status, ...answer.body };
    };
    const note = await change("POST", "merge_requests/1/notes", { body: "one" });
    expect(note).toMatchObject({ status: 201, body: "one" });
    await change("PUT", `merge_requests/1/notes/${note.id}`, { body: "two" });
    expect(app.mergeRequests.get(1)?.notes).toMatchObject([{ body: "two" }]);
    const status = { state: "running", name: "downstream" };
    expect(
      (
        await send(lab, `projects/${app.id}/statuses/${sha}`, {
          method: "POST",
          headers,
          body: status,
        })
      ).status,
    ).toBe(201);
    expect(await change("POST", `statuses/${sha}`, status)).toEqual({
      status: 400,
      message:
        'Cannot transition status via :run from :running (Reason(s): Status cannot transition via "run")',
    });
    const made = await change("POST", "triggers", { description: "cron" });
    expect(made).toMatchObject({ status: 201, token: expect.stringMatching(/^glptt-/) });
    expect(await change("DELETE", `triggers/${made.id}`, {})).toEqual({ status: 204 });
    const allow = { target_project_id: lib.id };
    expect(await change("POST", "job_token_scope/allowlist", allow)).toMatchObject({ status: 201 });
    expect(await change("POST", "job_token_scope/allowlist", allow)).toMatchObject({
      status: 400,
      message: "400 Bad request - This project is already in the job token allowlist.",
    });
    expect(await change("PATCH", "job_token_scope", { enabled: false })).toEqual({ status: 204 });
    expect(app.jobTokens).toMatchObject({ limited: false, projects: new Set([lib.id]) });
  });
});

describe("limits and troubles", () => {
  test("so many requests a minute", async () => {
    const { lab, app, ada } = await stand();
    lab.world.rateLimit = 2;
    const get = () => send(lab, `projects/${app.id}`, { headers: { "private-token": ada } });
    expect((await get()).headers.get("ratelimit-remaining")).toBe("1");
    await get();
    const refused = await get();
    expect(refused).toMatchObject({ status: 429, body: "Retry later\n" });
    expect(refused.headers.get("retry-after")).toBe("60");
    lab.clock.pass(60);
    expect((await get()).status).toBe(200);
    expect(lab.busiest()).toBe(3);
  });

  test("a pipeline is cancelled five times a minute, and the sixth says no time", async () => {
    const { lab, app, ada } = await stand();
    const { id } = lab.pipeline(app, lab.user("ada"), {});
    const headers = { "private-token": ada };
    const cancel = () =>
      send(lab, `projects/${app.id}/pipelines/${id}/cancel`, { method: "POST", headers });
    for (let at = 0; at < 5; at++) expect((await cancel()).status).toBe(200);
    const refused = await cancel();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
  });

  test.each([
    ["cut before", 0, 0],
    ["cut within", 0, 1],
    ["lost", 0, 1],
    ["html", 200, 0],
    [{ status: 502, body: "<html>" }, 502, 0],
    [{ meanwhile: () => Promise.resolve() }, 201, 1],
  ] as const)("%o", async (as, status, made) => {
    const { lab, ada } = await stand();
    lab.fail({ method: "POST", path: /\/pipeline$/, nth: 1, as });
    const sent = { method: "POST", headers: { "private-token": ada }, body: { ref: "main" } };
    const post = () =>
      send(lab, "projects/group%2Fapp/pipeline", sent).then(
        (answer) => answer.status,
        () => 0,
      );
    expect(await post()).toBe(status);
    expect(lab.world.pipelines).toHaveLength(made);
    expect(await post()).toBe(201);
    expect(lab.calls).toMatchObject([
      { token: "personal" },
      { path: "projects/group/app/pipeline" },
    ]);
  });
});
