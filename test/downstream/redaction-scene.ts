import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Io } from "../../src/io.ts";
import { ci } from "../helpers/compare.ts";
import { gitlabStand, type Stand, type Token } from "../helpers/gitlab/index.ts";
import { type TestIo, testIo } from "../helpers/io.ts";
import fc from "../helpers/property.ts";
import { directory, repo, scene } from "../helpers/repo.ts";

/** What has a meaning in addresses, JSON, regular expressions, shells and HTML. */
const special = [..."%&?=+#:;@,.$^*()[]{}|`'\"<>!~-_"];
const plain = [..."abcxyzABCXYZ0189"];
const characters = fc.constantFrom(...special, ...plain);
const text = (unit: fc.Arbitrary<string>, minLength = 12) =>
  fc.string({ unit, minLength, maxLength: 40 });

/** A value that a variable can hold; one with a slash in it is the path of a file. */
export const tokens = text(characters);
/** A value that only a file can hold. */
export const filed = text(fc.constantFrom(...special, ...plain, "/", "\\"));

/** What a run has: the tokens of these kinds. */
export const kinds = [
  ...(["personal", "project", "group", "job", "both", "trigger"] as const),
  ...(["trigger alone", "file"] as const),
] as const;
export type Kind = (typeof kinds)[number];

/** The forms in which a token may stand in a text. */
export const forms: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => new URLSearchParams([["", secret]]).toString().slice(1),
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  (secret) => btoa(`user:${secret}`),
  btoa,
  (secret) => html(secret).replaceAll("'", "&#39;"),
  (secret) => html(secret).replaceAll("'", "&#x27;"),
  (secret) => html(secret).replaceAll("'", "&apos;"),
  (secret) => html(secret),
  (secret) => secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
];

const html = (secret: string) =>
  secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The forms of a secret that a text contains. */
export function leaks(text: string, secret: string): string[] {
  const lower = text.toLowerCase();
  const all = forms.map((form) => form(secret));
  return all.filter((form) => text.includes(form) || lower.includes(form.toLowerCase()));
}

const files = {
  "fanout.config.json": JSON.stringify({
    services: { define: { api: { root: "api" } } },
    base: { branch: "last-success" },
    generators: ["./jobs.yml"],
    downstream: { app: { project: "group/app", ref: "same-or-default", how: "api" } },
  }),
  "jobs.yml": "build: { script: [x] }\n",
  ".gitlab-ci.yml": "build: { script: [x] }\n",
  "api/a": "",
};
const clone = scene(() => {
  const work = repo(files);
  return { work, remote: work.remote() };
});

export interface Lab {
  readonly stand: Stand;
  readonly io: TestIo & { readonly input: () => Promise<string> };
  /** The values that the command reads. */
  readonly secrets: readonly string[];
  /** The id of a pipeline of group/app. */
  readonly pipeline: number;
  /** The id of a trigger token of group/app, of which nobody here knows the value. */
  readonly trigger: number;
  /** All that was written, by path. */
  readonly written: Map<string, string>;
  /** The names and texts of all that lies in the directory. */
  readonly left: () => readonly string[];
  /** All programs that were run. */
  readonly ran: (readonly string[])[];
}

/** What a test decides. */
export interface Given {
  readonly kind: Kind;
  readonly token: string;
  readonly other: string;
  /** What others say, made of the tokens: it stands wherever a name or a log may. */
  readonly said: (secret: string) => string;
}

/** What git keeps, and the file of the token itself, are left out. */
const textsIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .filter(({ path }) => !path.startsWith(join(root, ".git")))
    .flatMap(({ entry, path }) => (entry.isFile() ? [path, readFileSync(path, "utf8")] : [path]));

/** A job of group/lib, of which a pipeline of group/app failed, in a world that remembers. */
export async function lab({ kind, token, other, said }: Given, inGit: boolean): Promise<Lab> {
  const stand = await gitlabStand();
  const { world } = stand;
  const told = said(token);
  const unit = {
    name: `unit ${told}`,
    stage: told,
    polls: ["failed"],
    trace: `a\n${told}\n`,
  } as const;
  const tests = [{ name: told, cases: [{ name: told, status: "failed", output: told }] }] as const;
  const plan = { jobs: [unit, { name: "next", starts: { plan: { jobs: [unit] } } }], tests };
  const app = stand.project("group/app", { ada: "maintainer" }, plan);
  const lib = stand.project("group/lib", { ada: "maintainer" });
  const ada = stand.user("ada");
  const sha = lib.branches.get("main") ?? "";
  app.jobTokens.projects.add(lib.id);
  lib.mergeRequests.set(7, { iid: 7, sourceBranch: "main", sha, notes: [] });
  const trigger = world.next();
  app.triggers.push({
    id: trigger,
    token: `glptt-${"8".repeat(20)}`,
    description: told,
    owner: ada,
  });
  const known = (made: Token, value: string) => world.tokens.push({ ...made, value });
  const env: Record<string, string> = { APP_TOKEN: "" };
  const secrets: string[] = [];
  const hold = (name: string, value: string) => {
    secrets.push(value);
    env[name] = value;
  };
  const work = inGit ? clone().work : undefined;
  const root = work?.root ?? directory();
  if (kind === "job" || kind === "both") {
    const value = kind === "both" ? other : token;
    known(stand.jobToken(lib, ada), value);
    hold("CI_JOB_TOKEN", value);
  }
  if (kind.startsWith("trigger")) {
    const value = kind === "trigger" ? other : token;
    app.triggers.push({ id: world.next(), token: value, description: "", owner: ada });
    hold("APP_TOKEN", value);
  }
  if (kind === "project") known(stand.botToken(app, "maintainer"), token);
  else if (kind === "group") known(stand.botToken("group", "maintainer"), token);
  else known(stand.token(ada), token);
  if (kind === "file") {
    secrets.push(token);
    env.GITLAB_TOKEN_FILE = join(root, ".git-token");
    writeFileSync(env.GITLAB_TOKEN_FILE, `${token}\n`);
  } else if (kind !== "job" && kind !== "trigger alone") hold("GITLAB_TOKEN", token);
  const { id } = stand.pipeline(app, ada, plan);
  stand.pipeline(lib, ada, { polls: ["success"] });
  const head = work?.sha() ?? sha;
  const variables = {
    ...ci.push(head, "0".repeat(40), "main"),
    ...{ GITLAB_CI: undefined, CI_SERVER_URL: stand.url, CI_PROJECT_ID: String(lib.id) },
    ...{ CI_PROJECT_PATH: "group/lib", GITLAB_USER_LOGIN: "ada" },
    ...(!inGit && { CI_COMMIT_SHA: sha, CI_MERGE_REQUEST_IID: "7" }),
    ...env,
  };
  const open = testIo(root, variables);
  const written = new Map<string, string>();
  const ran: (readonly string[])[] = [];
  const write: Io["files"]["write"] = (path, bytes, mode) => {
    written.set(path, Buffer.from(bytes).toString("utf8"));
    open.files.write(path, bytes, mode);
  };
  const run: Io["run"] = (command, options) => {
    ran.push(command);
    return open.run(command, options);
  };
  const input = async () => `# Note of ${told}\n`;
  const io = { ...open, files: { ...open.files, write }, run, input };
  return { stand, io, secrets, pipeline: id, trigger, written, left: () => textsIn(root), ran };
}
