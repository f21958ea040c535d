import type { Compared } from "../../../src/detect/index.ts";
import { found, UserError } from "../../../src/diagnostics/index.ts";
import {
  type Aim,
  examine,
  hereOf,
  type Made,
  type Result,
  type Wiring,
} from "../../../src/downstream/doctor/index.ts";
import type { Finished } from "../../../src/io.ts";
import { gitlabStand, type Stand } from "../../helpers/gitlab/index.ts";
import { testIo } from "../../helpers/io.ts";

/** How the world of a check differs from one in which all is well. */
export interface Differences {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly aims?: readonly Aim[];
  readonly url?: string;
  /** What git answers, by its arguments; an object is a failure. */
  readonly git?: Readonly<Record<string, string | { readonly stderr: string }>>;
  readonly base?: Partial<Compared["base"]>;
  readonly comparing?: Error;
  readonly configured?: Error;
  readonly wiring?: Partial<Wiring> | Error;
}

const well: Wiring = { file: ".gitlab-ci.yml", errors: [], warnings: [] };
const usualGit = {
  "rev-parse --is-shallow-repository": "false\n",
  remote: "origin\n",
  "remote get-url origin": "git@gitlab.example.com:group/lib.git\n",
};
const usualBase = {
  sha: "1".repeat(40),
  ref: "main",
  how: "merge-base",
  why: "where the head left main",
  fallback: false,
} as const;

const finished = (said: string | { readonly stderr: string } = ""): Finished =>
  typeof said === "string"
    ? { code: 0, stdout: said, stderr: "" }
    : { code: 128, stdout: "", stderr: said.stderr };

/**
 * A job of group/lib that ada runs, with her token; it would start pipelines in group/app, whose
 * Maintainer she is, and which lets the job in.
 */
export async function scene() {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  app.jobTokens.projects.add(lib.id);
  const ada = lab.user("ada");
  const token = lab.token(ada);
  const job = lab.jobToken(lib, ada);
  const env = {
    GITLAB_CI: "true",
    CI_SERVER_URL: lab.url,
    CI_SERVER_VERSION: "19.2.0-ee",
    CI_RUNNER_VERSION: "19.1.0",
    CI_PROJECT_PATH: "group/lib",
    CI_JOB_TOKEN: job.value,
    GITLAB_TOKEN: token.value,
  };
  const all = (differences: Differences = {}) => examined(lab, env, differences);
  return {
    ...{ lab, app, lib, ada, token, job, all },
    /** What came of the check of this name. */
    async check(name: string, differences?: Differences): Promise<Result> {
      const made = (await all(differences)).find((each) => each.name === name);
      if (!made) throw new Error(`no check is called ${name}`);
      return made.result;
    },
  };
}

async function examined(
  lab: Stand,
  usual: Readonly<Record<string, string>>,
  { env, aims = [{ project: "group/app" }], url, git = {}, ...given }: Differences,
): Promise<Made[]> {
  const answers: Record<string, string | { readonly stderr: string }> = { ...usualGit, ...git };
  const io = {
    ...testIo("/", { ...usual, ...env }),
    run: async ([, ...args]: readonly string[]) => finished(answers[args.join(" ")]),
  };
  const { wiring = {} } = given;
  const compared = { base: { ...usualBase, ...given.base } } as Compared;
  const here = await hereOf(io, {
    comparing: settled(given.comparing ?? compared),
    configured: settled(given.configured ?? "fanout.config.json"),
    lint: () => settled(wiring instanceof Error ? wiring : { ...well, ...wiring }),
  });
  const settings = { clock: lab.clock, patience: { total: 20_000, each: 5_000 } };
  return examine({ here, aims, url, settings }, io);
}

function settled<T>(value: T | Error): Promise<T> {
  if (!(value instanceof Error)) return Promise.resolve(value);
  const failed = Promise.reject(value);
  failed.catch(() => {});
  return failed;
}

/** An expected mistake. */
export const mistake = new UserError([found("GIT_NO_REPOSITORY", [], { path: "here" })]);
