import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { bin, commandEnv, fanout } from "../helpers/fanout.ts";
import { type Repo, repo } from "../helpers/repo.ts";

const config = (more = {}) =>
  JSON.stringify({
    services: { define: { api: { root: "api" }, web: { root: "web" } } },
    generators: ["./ci/jobs.yml"],
    ...more,
  });

function small(): Repo {
  const work = repo({
    ".gitignore": "ignored/\n",
    "fanout.config.json": config(),
    "ci/jobs.yml": JSON.stringify({ test: { script: ["echo"] } }),
    "api/a.txt": "a",
    "web/a.txt": "a",
  });
  work.branch("change");
  return work;
}

const running = new Set<ChildProcessWithoutNullStreams>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** A command that goes on, as a process: `until` waits for words in what it writes from there on. */
function follow(work: Repo, ...args: string[]) {
  const child = spawn(process.execPath, [bin, "preview", ...args], {
    cwd: work.root,
    env: commandEnv,
  });
  running.add(child);
  let output = "";
  let read = 0;
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += String(text);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const until = (words: string) =>
    new Promise<string>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no "${words}" in: ${output.slice(read)}`)),
        30_000,
      );
      const look = () => {
        const at = output.indexOf(words, read);
        if (at < 0) return;
        const found = output.slice(read, at + words.length);
        read = at + words.length;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  const end = (signal: NodeJS.Signals = "SIGINT") => {
    child.kill(signal);
    return ended;
  };
  return { until, end, output: () => output };
}

describe("--watch", () => {
  test("shows the pipeline anew at each change, mistakes too, and ends with 0", async () => {
    const work = small();
    const shown = follow(work, "--watch", "--affected-only");
    await shown.until("0 of 2 services affected");
    await shown.until("fanout:nothing-affected");
    work.write({ "web/a.txt": "b" });
    await shown.until("─\n");
    expect(await shown.until("web/a.txt changed")).toContain("web:test");
    // The same file once more: git's list of what changed stays the same.
    work.write({ "web/a.txt": "bb" });
    await shown.until("web/a.txt changed");
    work.write({ "fanout.config.json": "{" });
    await shown.until("error: fanout.config.json");
    work.write({ "fanout.config.json": config() });
    await shown.until("web/a.txt changed");
    work.commit({ "api/new.txt": "" });
    await shown.until("2 of 2 services affected");
    expect(await shown.end()).toBe(0);
    expect(shown.output()).not.toContain("\u001b");
  }, 120_000);

  test("what is ignored, and what it writes itself, is no change", async () => {
    const work = small();
    const shown = follow(work, "--watch", "--html", "page.html", "--markdown", "note.md");
    await shown.until("nothing-affected");
    work.write({ "ignored/x.txt": "x" });
    await new Promise((done) => setTimeout(done, 2_500));
    work.write({ "api/a.txt": "b" });
    await shown.until("api/a.txt changed");
    expect(await shown.end("SIGTERM")).toBe(0);
    expect(shown.output().match(/─\n/g)).toHaveLength(1);
  }, 120_000);
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Asks a served page; `host` in place of its own name. */
const ask = (address: string, options: { method?: string; host?: string } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { host, method = "GET" } = options;
    const asked = request(address, { method, ...(host && { headers: { host } }) }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on("error", reject).end();
  });

/** Listens as a page does; resolves at the next message. */
const message = (address: string) =>
  new Promise<string>((resolve, reject) => {
    const asked = request(`${address}events`, (response) => {
      response.setEncoding("utf8").on("data", (text: string) => {
        if (!text.includes("data:")) return;
        resolve(text);
        asked.destroy();
      });
      response.on("end", () => reject(new Error("the server has ended it")));
    });
    asked.on("error", reject).end();
  });

describe("--serve", () => {
  test("serves the page, has it loaded again, shows mistakes, and ends", async () => {
    const work = small();
    const shown = follow(work, "--serve", "0");
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(await shown.until("/\n")) ?? [];
    await expect
      .poll(async () => (await ask(address)).body, { timeout: 30_000 })
      .not.toContain("being worked out");
    const page = await ask(address);
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["cache-control"]).toBe("no-store");
    let told = message(address);
    work.write({ "fanout.config.json": "{ <b>" });
    expect(await told).toBe("data: changed\n\n");
    const mistake = (await ask(address)).body;
    expect(mistake).toContain("There is no pipeline to show");
    expect(mistake).toContain("<li>error: fanout.config.json");
    expect(mistake).not.toContain("<b>");
    told = message(address);
    work.write({ "fanout.config.json": config() });
    await told;
    expect((await ask(address)).body).not.toContain("There is no pipeline");
    const open = message(address).catch(() => "closed");
    expect(await shown.end()).toBe(0);
    expect(await open).toBe("closed");
  }, 120_000);

  test("answers GET of its own name alone", async () => {
    const shown = follow(small(), "--serve", "0");
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\//.exec(await shown.until("/\n")) ?? [];
    const { port } = new URL(address);
    expect((await ask(address, { host: `localhost:${port}` })).status).toBe(200);
    for (const host of [
      `evil.example:${port}`,
      "127.0.0.1",
      "127.0.0.1:1",
      `127.0.0.1.evil:${port}`,
    ]) {
      expect((await ask(address, { host })).status).toBe(403);
      expect((await ask(`${address}events`, { host })).status).toBe(403);
    }
    const posted = await ask(address, { method: "POST" });
    expect([posted.status, posted.headers.allow]).toEqual([405, "GET"]);
    expect((await ask(`${address}../../etc/passwd`)).status).toBe(404);
    expect((await ask(`${address}fanout.config.json`)).status).toBe(404);
    const taken = fanout(small().root, ["preview", "--serve", port]);
    expect(taken.stderr).toContain(`--serve: port ${port} cannot be had: another program has it`);
    expect(taken.status).toBe(2);
    expect(await shown.end()).toBe(0);
  }, 120_000);

  test.each(["x", "70000", "-1"])("%j is no port", (port) => {
    const { stderr, status } = fanout(small().root, ["preview", `--serve=${port}`]);
    expect(stderr).toContain(`"${port}" is no port`);
    expect(status).toBe(2);
  });
});
