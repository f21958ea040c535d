import { checkScope, isReply, whoAsks } from "./access.ts";
import type { Trouble } from "./faults.ts";
import { type Asked, paramsOf, type Reply, reply, type Way } from "./http.ts";
import type { Limits } from "./limits.ts";
import type { Route } from "./route.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { noteRoutes } from "./routes/notes.ts";
import { pipelineRoutes } from "./routes/pipelines.ts";
import { projectRoutes } from "./routes/project.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { startRoutes } from "./routes/start.ts";
import { jobStatus, settle } from "./run.ts";
import type { Token, World } from "./types.ts";

const routes: readonly Route[] = [
  ...startRoutes,
  ...pipelineRoutes,
  ...jobRoutes,
  ...projectRoutes,
  ...settingsRoutes,
  ...noteRoutes,
];

/** What GitLab answers, when nothing goes wrong. */
export function answer(world: World, limits: Limits, asked: Asked): Reply {
  const path = asked.path.replace(/^\/api\/v4\//, "");
  const route = routes.find((each) => each.method === asked.method && each.path.test(path));
  if (path === asked.path || !route) return reply(404, { error: "404 Not Found" });
  settle(world);
  endJobTokens(world);
  try {
    const jobs = typeof route.jobs === "function" ? route.jobs(world) : route.jobs === true;
    const token = route.jobs === "trigger" ? undefined : whoAsks(world, asked, jobs);
    const refused = limits.refuse(path, token);
    if (refused) return refused;
    if (token) checkScope(token, asked.method !== "GET");
    const parts = route.path.exec(path)?.slice(1) ?? [];
    const params = paramsOf(asked);
    const { headers } = asked;
    const given = route.answer({ world, token, path: parts, params, headers });
    return { ...given, headers: { ...limits.headers(token), ...given.headers } };
  } catch (thrown) {
    if (isReply(thrown)) return thrown;
    throw thrown;
  }
}

/** A job token is good as long as its job runs. */
function endJobTokens(world: World): void {
  for (const token of world.tokens) {
    if (token.job && jobStatus(world, token.job) !== "running") token.state = "expired";
  }
}

const page = "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>";

/** The answer under a trouble: `carry out` does what was asked, and gives the right answer. */
export async function troubled(trouble: Trouble | undefined, carryOut: () => Reply): Promise<Way> {
  if (trouble === undefined) return { reply: carryOut() };
  if (trouble === "cut before") return { reply: undefined, cut: "before" };
  if (trouble === "cut within") return { reply: carryOut(), cut: "within" };
  if (trouble === "hang") return { reply: undefined };
  if (trouble === "html") return { reply: reply(200, page, { "content-type": "text/html" }) };
  if (trouble === "lost") {
    carryOut();
    return { reply: undefined, cut: "before" };
  }
  if ("meanwhile" in trouble) {
    await trouble.meanwhile();
    return { reply: carryOut() };
  }
  return { reply: { headers: {}, ...trouble } };
}

/** How the log names the token of a request: its kind, never its value. */
export function nameOf(world: World, { headers }: Asked): string {
  const value = headers["private-token"] ?? headers["job-token"];
  if (value === undefined) return "none";
  return world.tokens.find((each: Token) => each.value === value)?.kind ?? "unknown";
}
