import { faultOf, type Io } from "../io.ts";
import { addressOf, tokensOf } from "./access.ts";
import { gitlab, type Settings } from "./client.ts";
import { clock as realClock } from "./persist.ts";
import { secretsOf } from "./redact.ts";
import type { Fault, Token } from "./types.ts";
import { isRecord } from "./words.ts";

/** Whether a project has a branch, or why that cannot be told: the end of a sentence. */
export type BranchAnswer = { readonly exists: boolean } | { readonly problem: string };

/** Asks whether a project (its full path) has a branch. */
export type AskBranch = (project: string, branch: string) => Promise<BranchAnswer>;

type World = Pick<Io, "cwd" | "env" | "files" | "err" | "run">;

/** Milliseconds for all questions of a run, and for one attempt. */
const total = 30_000;
const each = 10_000;

/**
 * Asks the GitLab that runs this job whether projects have a branch, within 30 seconds for all of
 * them together. A job token may not read single branches (docs.gitlab.com, ci/jobs/ci_job_token),
 * but it may read the repository: then git is asked.
 */
export function askBranches(io: World, settings: Settings = {}): AskBranch {
  const { clock = realClock } = settings;
  let until: number | undefined;
  const left = () => Math.ceil((until ?? 0) - clock.now());
  return async (project, branch) => {
    until ??= clock.now() + total;
    if (!isProjectPath(project)) return { problem: "that is no full path of a project" };
    if (left() <= 0) return { problem: "the questions for other projects took all the time" };
    const tokens = tokensOf(io);
    const jobToken = tokens.find(({ header }) => header === "JOB-TOKEN");
    const others = tokens.filter((token) => token !== jobToken);
    const asked = { project, branch, until };
    const api = { ...settings, tokens: others, patience: { each, ...settings.patience } };
    const told = others.length > 0 ? await askApi(io, api, asked) : noToken;
    if ("exists" in told) return told;
    if (told.kind === "unreachable" || !jobToken) return { problem: told.problem };
    const seen = await askGit(io, jobToken, asked, Math.max(1, Math.min(each, left())));
    if ("exists" in seen || told === noToken) return seen;
    return { problem: `${told.problem}, and ${seen.problem}` };
  };
}

const noToken: Fault = {
  kind: "refused",
  problem: "neither GITLAB_TOKEN nor CI_JOB_TOKEN is set",
  lost: false,
};

/** GitLab's paths: groups and a project, of letters, digits, `_`, `-` and `.`. */
const isProjectPath = (path: string): boolean =>
  /^[\w.-]+(?:\/[\w.-]+)+$/.test(path) && !path.split("/").some((name) => /^\.+$/.test(name));

interface Asked {
  readonly project: string;
  readonly branch: string;
  readonly until: number;
}

/** docs.gitlab.com, api/branches: get single repository branch. */
async function askApi(
  io: World,
  settings: Settings,
  { project, branch, until }: Asked,
): Promise<{ readonly exists: boolean } | Fault> {
  const names = [project, branch].map(encodeURIComponent);
  const path = `projects/${names[0]}/repository/branches/${names[1]}`;
  const answer = await gitlab(io, settings).get(path, { read: nameOf, until });
  if ("value" in answer) return { exists: answer.value === branch };
  // Of a project that may not be seen GitLab says `404 Project Not Found`.
  const none = answer.status === 404 && answer.problem.includes("404 Branch Not Found");
  return none ? { exists: false } : answer;
}

const nameOf = (body: unknown): string | undefined =>
  isRecord(body) && typeof body.name === "string" ? body.name : undefined;

/** Gives git the token from the environment: it stands in no argument. */
const helper = '!f() { echo username=gitlab-ci-token; echo "password=$CI_JOB_TOKEN"; }; f';

async function askGit(
  io: World,
  token: Token,
  { project, branch }: Asked,
  timeout: number,
): Promise<BranchAnswer> {
  const server = serverOf(io.env);
  if (!server) return { problem: "CI_SERVER_URL is no http or https address" };
  const ref = `refs/heads/${branch}`;
  const ended = await io.run(
    [
      "git",
      ...["-c", "credential.helper=", "-c", `credential.${server.origin}.helper=${helper}`],
      ...["ls-remote", "--heads", "--", `${server.href}${project}.git`, ref],
    ],
    { cwd: io.cwd, timeout },
  );
  const fault = faultOf(ended);
  if (fault !== undefined) {
    const said = secretsOf(io)
      .hide(fault)
      .replace(/\p{Cc}+/gu, " ");
    return { problem: `git cannot read it with ${token.name} (${said.slice(0, 200)})` };
  }
  const refs = ended.stdout.split("\n").map((line) => line.split("\t")[1]);
  return { exists: refs.includes(ref) };
}

/** Where GitLab's repositories are, with a slash at its end and without credentials. */
function serverOf(env: Io["env"]): URL | undefined {
  const address = env.CI_SERVER_URL || addressOf(env)?.replace(/\/api\/v4\/*$/, "");
  const url = address && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return new URL(`${url.origin}${url.pathname.replace(/\/*$/, "/")}`);
}
