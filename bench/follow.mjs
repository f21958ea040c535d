// How much memory and how many requests it takes to follow many downstream pipelines to their end.
// node bench/follow.mjs [pipelines] [jobs in each] [seconds until the last is over]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";

const [count = 200, jobs = 50, seconds = 100] = process.argv.slice(2).map(Number);
const bin = join(resolve(import.meta.dirname, ".."), "dist/bin.js");
const begun = Date.now();
const ends = (index) => begun + (20 + ((seconds - 20) * index) / count) * 1000;
const statusOf = (index) => (Date.now() >= ends(index) ? "success" : "running");
const rootStatus = () => statusOf(count - 1);
const iso = (time) => new Date(time).toISOString();

const pipeline = (id, status, end) => ({
  ...{ id, project_id: 7, ref: "main", sha: "5".repeat(40), source: "parent_pipeline", status },
  updated_at: iso(status === "running" ? begun : end),
  web_url: `http://127.0.0.1/group/app/-/pipelines/${id}`,
});
const child = (index) => pipeline(1000 + index, statusOf(index), ends(index));
const job = (id, name, status) => ({
  ...{ id, name, status, stage: "test", allow_failure: false },
  web_url: `http://127.0.0.1/group/app/-/jobs/${id}`,
});
const trigger = (_, index) => ({
  ...job(5000 + index, `child ${index}`, statusOf(index)),
  downstream_pipeline: child(index),
});

/** One page of a list, and whether there is another. */
function page(all, url) {
  const at = Number(url.searchParams.get("page") ?? 1);
  url.searchParams.set("page", String(at + 1));
  const link = at * 100 < all.length ? { link: `<${url.href}>; rel="next"` } : {};
  return [all.slice((at - 1) * 100, at * 100), link];
}

function answer(url) {
  const [, id, list] = /\/pipelines\/(\d+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  const index = Number(id) - 1000;
  const own = id === "1" ? rootStatus() : statusOf(index);
  if (list === undefined)
    return [id === "1" ? pipeline(1, own, ends(count - 1)) : child(index), {}];
  const triggers = id === "1" ? Array.from({ length: count }, trigger) : [];
  if (list === "trigger_jobs") return page(triggers, url);
  const names = Array.from({ length: id === "1" ? 0 : jobs }, (_, at) => at);
  return page(
    names.map((at) => job(Number(id) * 1000 + at, `unit ${at}`, own)),
    url,
  );
}

console.log(`${count} pipelines of ${jobs} jobs; the last is over after ${seconds} s`);

const minutes = new Map();
const server = createServer((request, response) => {
  const minute = Math.floor((Date.now() - begun) / 60_000);
  minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  const [body, headers] = answer(new URL(request.url, "http://127.0.0.1"));
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const env = {
  ...{ PATH: process.env.PATH, GITLAB_TOKEN: "glpat-of-the-bench" },
  CI_API_V4_URL: `http://127.0.0.1:${server.address().port}/api/v4`,
};
const following = spawn(process.execPath, [bin, "wait", "7#1", "--json"], { env });
let peak = 0;
const look = setInterval(() => {
  const status = readFileSync(`/proc/${following.pid}/status`, "utf8");
  peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
}, 500);
const chunks = [];
following.stdout.on("data", (chunk) => chunks.push(chunk));
following.stderr.pipe(process.stderr);
const code = await new Promise((done) => {
  following.on("exit", () => clearInterval(look));
  following.on("close", done);
});
server.close();
server.closeAllConnections();

const { pipelines } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const over = pipelines.filter(({ status }) => status === "success").length;
const most = Math.max(...minutes.values());
const all = [...minutes.values()].reduce((sum, each) => sum + each, 0);
const took = Math.round((Date.now() - begun) / 1000);
const megabytes = Math.round(peak / 1024);
console.log(
  `${over} of ${count + 1} pipelines seen to their end after ${took} s, exit code ${code}`,
);
console.log(`${all} requests, ${most} in the busiest minute; at most ${megabytes} MiB`);
if (code !== 0 || over !== count + 1 || most > 700 || megabytes > 150) process.exitCode = 1;
