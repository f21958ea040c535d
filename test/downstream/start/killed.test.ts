import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Target } from "../../../src/downstream/index.ts";
import { commandIn } from "./driver.ts";
import { scene, target, temporary } from "./scene.ts";

/** What stands before a GitLab and kills whoever asks: at a request, or once it is carried out. */
async function gallows(behind: string) {
  let seen = 0;
  let plan: { readonly nth: number; readonly when: "before" | "after"; kill(): void } | undefined;
  const server = createServer((asked, answer) => {
    const turn = ++seen;
    if (plan?.nth === turn && plan.when === "before") return plan.kill();
    const { method, headers, url } = asked;
    const on = request(new URL(url ?? "/", behind), { method, headers, agent: false }, (came) => {
      const chunks: Buffer[] = [];
      came.on("data", (chunk: Buffer) => chunks.push(chunk));
      came.on("end", () => {
        if (plan?.nth === turn) return plan.kill();
        answer.writeHead(came.statusCode ?? 0, came.headers).end(Buffer.concat(chunks));
      });
    });
    asked.pipe(on);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => seen,
    at(next: typeof plan) {
      seen = 0;
      plan = next;
    },
  };
}

interface Ran {
  readonly killed: boolean;
  readonly out: string;
  readonly err: string;
}

async function ended(child: ChildProcess): Promise<Ran> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  const [, signal] = await once(child, "close");
  return { killed: signal === "SIGKILL", out, err };
}

/** Two projects with the tokens of a developer, or one of them twice with that of a job alone. */
const cases: readonly (readonly ["both" | "job", readonly Target[]])[] = [
  ["both", [target("group/app"), target("group/lib", { variables: { A: "$1" } })]],
  ["job", [target("group/app"), target("group/app", { variables: { A: "$1" } })]],
];

describe.each(cases)("killed, with %s", (who, targets) => {
  test.each(["before", "after"] as const)("at each request, %s it is carried out", async (when) => {
    const command = await commandIn(temporary());
    let deaths = 0;
    for (let nth = 1; ; nth++) {
      const { lab, app, lib, ada, personal, startedIn } = await scene();
      lib.jobTokens.projects.add(app.id);
      const job = lab.jobToken(app, ada).value;
      app.jobTokens.projects.add(app.id);
      const before = startedIn(app).length;
      const gate = await gallows(lab.url);
      const resume = join(temporary(), "journal.json");
      const env = {
        ...{ PATH: process.env.PATH ?? "", CI_SERVER_URL: gate.url, GITLAB_USER_LOGIN: "ada" },
        ...{ CI_JOB_TOKEN: job, ...(who === "both" && { GITLAB_TOKEN: personal }) },
      };
      const run = () =>
        spawn(process.execPath, [command, JSON.stringify({ targets, resume, settle: 50 })], {
          env,
        });
      const first = run();
      gate.at({ nth, when, kill: () => first.kill("SIGKILL") });
      const { killed } = await ended(first);
      gate.at(undefined);
      const { out, err } = await ended(run());
      const ids = JSON.parse(out) as unknown[];
      const made = [...startedIn(app).slice(before), ...startedIn(lib)].map(({ id }) => id);
      expect(made, `killed at request ${nth}: ${err}`).toHaveLength(2);
      expect([...ids].sort()).toEqual([...made].sort());
      const second = lab.world.pipelines.find(({ id }) => id === ids[1]);
      expect(second?.variables.find(({ key }) => key === "A")?.value).toBe("$1");
      if (!killed) break;
      deaths++;
    }
    expect(deaths).toBeGreaterThan(7);
  });
});
