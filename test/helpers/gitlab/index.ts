import type { IncomingHttpHeaders } from "node:http";
import type { Status } from "../../../src/downstream/index.ts";
import { answer, nameOf, troubled } from "./answer.ts";
import { type HandClock, handClock } from "./clock.ts";
import { type Rule, troubles } from "./faults.ts";
import { type Asked, listen, type Reply } from "./http.ts";
import { limits } from "./limits.ts";
import { createPipeline, shaOf } from "./make.ts";
import { fromStore } from "./routes/jobs.ts";
import { advance, jobStatus, pipelineStatus, settle } from "./run.ts";
import type { Job, Pipeline, Plan, Project, Role, Token, User, World } from "./types.ts";

export { type Rule, type Trouble, tooMany } from "./faults.ts";
export type * from "./types.ts";

/** One request, as it came. */
export interface Call {
  readonly method: string;
  /** Behind /api/v4, decoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The kind of its token; "none" where no header holds one. */
  readonly token: string;
  /** The status of the answer; 0 where there was none. */
  readonly status: number;
  /** The body of the answer. */
  readonly answer: unknown;
  /** Milliseconds of the server's clock. */
  readonly at: number;
}

/** A GitLab for tests, which answers on this machine until the test ends. */
export interface Stand {
  /** `http://127.0.0.1:34567`; its API is at `/api/v4`. */
  readonly url: string;
  /** Everything it knows; tests assign what they want to be different. */
  readonly world: World;
  /** Its time, to be handed to the client as well. */
  readonly clock: HandClock;
  readonly calls: readonly Call[];
  user(username: string, admin?: boolean): User;
  /** A private project with the branch main and a CI configuration. */
  project(path: string, members?: Readonly<Record<string, Role>>, plan?: Plan): Project;
  /** A personal token of a user. */
  token(user: User, scopes?: readonly string[]): Token;
  /** A token of a project or of a group (by its path), for a bot with a role there. */
  botToken(at: Project | string, role: Role, scopes?: readonly string[]): Token;
  /** The token of a job that runs in a project for a user, in a pipeline of its own. */
  jobToken(project: Project, user: User): Token & { readonly job: Job };
  /** A trigger token of a project, which acts for a user; its value. */
  trigger(project: Project, owner: User): string;
  /** A pipeline that is there already. */
  pipeline(project: Project, user: User, plan: Plan, source?: string, ref?: string): Pipeline;
  group(path: string): number;
  /** From now on something goes wrong. */
  fail(rule: Rule): void;
  /** Nothing goes wrong any more. */
  heal(): void;
  /** Moves every script by one status. */
  tick(): void;
  statusOf(of: Pipeline | Job): Status;
  /** How many requests came in the busiest minute of the server's clock. */
  busiest(): number;
}

/** Starts one. */
export async function gitlabStand(): Promise<Stand> {
  const calls: Call[] = [];
  const rules = troubles();
  let open = 0;
  let ids = 100;
  const clock = handClock(() => open > 0);
  const world: World = {
    ...{
      version: "19.2.0-ee",
      jobTokensRead: true,
      rateLimit: undefined,
      creationLimit: undefined,
    },
    ...{ storage: false, users: [], projects: [], pipelines: [], tokens: [], groups: new Map() },
    url: "",
    now: clock.now,
    next: () => ++ids,
  };
  const counted = limits(world);
  world.url = await listen(async (asked) => {
    open++;
    if (asked.path.startsWith("/storage/")) {
      open--;
      calls.push(callOf(world, asked, { status: 200 }));
      return { reply: fromStore(world, asked.path) };
    }
    const trouble = rules.find(asked.method, pathOf(asked));
    const way = await troubled(trouble, () => answer(world, counted, asked));
    calls.push(callOf(world, asked, way.cut ? undefined : way.reply));
    open--;
    return way;
  });
  return {
    url: world.url,
    world,
    clock,
    calls,
    ...makers(world),
    fail: rules.add,
    heal: rules.clear,
    tick() {
      for (const pipeline of world.pipelines) advance(pipeline);
      settle(world);
    },
    statusOf: (of) =>
      "plan" in of && "pipeline" in of ? jobStatus(world, of) : pipelineStatus(world, of),
    busiest() {
      const minutes = calls.map(({ at }) => Math.floor(at / 60_000));
      return Math.max(
        0,
        ...[...new Set(minutes)].map((one) => minutes.filter((each) => each === one).length),
      );
    },
  };
}

const pathOf = ({ path }: Asked) => decodeURIComponent(path.replace(/^\/api\/v4\//, ""));

const callOf = (world: World, asked: Asked, answered: Reply | undefined): Call => ({
  method: asked.method,
  path: pathOf(asked),
  query: Object.fromEntries(asked.query),
  headers: asked.headers,
  body: asked.body,
  token: nameOf(world, asked),
  status: answered?.status ?? 0,
  answer: answered?.body,
  at: world.now(),
});

/** What puts users, projects and tokens into a world. */
function makers(world: World) {
  const user = (username: string, admin = false): User => {
    const found = world.users.find((each) => each.username === username);
    const made = found ?? { id: world.next(), username, admin };
    if (!found) world.users.push(made);
    return made;
  };
  const token = (of: Omit<Token, "value" | "state">): Token => {
    const value = `${prefixes[of.kind]}${world.next()}`.padEnd(26, "x");
    const made: Token = { ...of, value, state: "active" };
    world.tokens.push(made);
    return made;
  };
  const pipeline: Stand["pipeline"] = (
    project,
    by,
    plan,
    source = "push",
    ref = project.defaultBranch,
  ) => {
    const sha = project.branches.get(ref) ?? project.tags.get(ref) ?? shaOf(0);
    return createPipeline(world, project, { ref, sha, source, user: by, plan });
  };
  return {
    user,
    pipeline,
    project(path: string, members: Readonly<Record<string, Role>> = {}, plan?: Plan): Project {
      const project: Project = {
        ...{ id: world.next(), path, defaultBranch: "main", visibility: "private" },
        ...{
          branches: new Map(),
          tags: new Map(),
          protectedBranches: new Map(),
          protectedTags: new Map(),
        },
        ...{
          members: new Map(Object.entries(members)),
          configuration: true,
          pipelinesEnabled: true,
        },
        ...{
          refuses: undefined,
          variablesRole: "developer",
          plans: plan ? [plan] : [],
          started: 0,
        },
        jobTokens: { limited: true, projects: new Set(), groups: new Set() },
        ...{ triggers: [], mergeRequests: new Map(), statuses: [] },
      };
      project.branches.set("main", shaOf(project.id));
      for (const name of Object.keys(members)) user(name);
      world.projects.push(project);
      return project;
    },
    token: (of: User, scopes = ["api"]) => token({ kind: "personal", user: of, scopes }),
    botToken(at: Project | string, role: Role, scopes: readonly string[] = ["api"]): Token {
      const bot = user(`bot_${world.next()}`);
      if (typeof at === "string")
        return token({ kind: "group", user: bot, scopes, group: at, role });
      at.members.set(bot.username, role);
      return token({ kind: "project", user: bot, scopes, project: at });
    },
    jobToken(project: Project, by: User) {
      const running = { name: "generate", polls: ["running"] } as const;
      const [job] = pipeline(project, by, { jobs: [running] }).jobs;
      const made = token({ kind: "job", user: by, scopes: [], project, job: job! });
      return Object.assign(made, { job: job! });
    },
    trigger(project: Project, owner: User): string {
      const id = world.next();
      const value = `glptt-${id}`.padEnd(46, "5");
      project.triggers.push({ id, token: value, description: "for tests", owner });
      return value;
    },
    group(path: string): number {
      const id = world.groups.get(path) ?? world.next();
      world.groups.set(path, id);
      return id;
    },
  };
}

const prefixes = { personal: "glpat-p", project: "glpat-j", group: "glpat-g", job: "glcbt-" };
