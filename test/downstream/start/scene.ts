import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Target } from "../../../src/downstream/index.ts";
import { type Manner, startAll } from "../../../src/downstream/start/index.ts";
import { gitlabStand, type Project } from "../../helpers/gitlab/index.ts";
import { testIo } from "../../helpers/io.ts";

/** A directory that is gone after the test. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), "fanout-start-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export const target = (project: string, more: Partial<Target> = {}): Target => ({
  ...{ project, ref: "main", fallback: false, variables: {}, inputs: {} },
  ...more,
});

/** A GitLab with group/app and group/lib, of which ada is maintainer, and the ways to ask it. */
export async function scene() {
  const lab = await gitlabStand();
  const app = lab.project("group/app", { ada: "maintainer" });
  const lib = lab.project("group/lib", { ada: "maintainer" });
  const ada = lab.user("ada");
  const personal = lab.token(ada).value;
  const { value: job } = lab.jobToken(lib, ada);
  app.jobTokens.projects.add(lib.id);
  const envs = {
    api: { GITLAB_TOKEN: personal },
    job: { CI_JOB_TOKEN: job, GITLAB_USER_LOGIN: "ada" },
    both: { GITLAB_TOKEN: personal, CI_JOB_TOKEN: job, GITLAB_USER_LOGIN: "ada" },
    trigger: { APP_TOKEN: lab.trigger(app, ada) },
  };
  const before = lab.world.pipelines.length;
  return {
    ...{ lab, app, lib, ada, personal, envs },
    /** Pipelines that were started here since. */
    startedIn: (project: Project) =>
      lab.world.pipelines.slice(before).filter((each) => each.project === project),
    posts: () => lab.calls.filter(({ method }) => method === "POST"),
    async start(
      targets: readonly Target[],
      who: keyof typeof envs | Readonly<Record<string, string>>,
      manner: Manner = {},
    ) {
      const own = typeof who === "string" ? envs[who] : who;
      const io = testIo("/", { CI_SERVER_URL: lab.url, ...own });
      const patience = { total: 5_000, each: 1_000 };
      const outcomes = await startAll(targets, io, { clock: lab.clock, patience, ...manner });
      return { outcomes, told: io.stderr(), io };
    },
  };
}

/** What became of targets, without what differs from run to run. */
export const brief = (outcomes: Awaited<ReturnType<typeof startAll>>) =>
  outcomes.map((outcome) => {
    if ("skipped" in outcome) return "skipped";
    if ("problem" in outcome) return `${outcome.problem.code}${outcome.open ? " open" : ""}`;
    const { project, ref, how, found } = outcome.started;
    return `${project.path} ${ref} by ${how}${found ? ", found" : ""}`;
  });
