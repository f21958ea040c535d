import type { Io } from "../io.ts";
import type { Token } from "./types.ts";

type Env = Io["env"];

/** Where the API of the instance that runs this job is, or `undefined` outside CI. */
export const addressOf = (env: Env): string | undefined =>
  env.CI_API_V4_URL || (env.CI_SERVER_URL && `${env.CI_SERVER_URL.replace(/\/+$/, "")}/api/v4`);

/**
 * The tokens of the environment, the one that may do more first: `GITLAB_TOKEN` is a personal,
 * project or group access token, `CI_JOB_TOKEN` is GitLab's own for this job. A protected variable
 * is empty on a branch that is not; a value from a file may end in a line feed.
 */
export function tokensOf(env: Env): Token[] {
  const tokens: readonly Token[] = [
    { name: "GITLAB_TOKEN", header: "PRIVATE-TOKEN", value: env.GITLAB_TOKEN?.trim() ?? "" },
    { name: "CI_JOB_TOKEN", header: "JOB-TOKEN", value: env.CI_JOB_TOKEN?.trim() ?? "" },
  ];
  return tokens.filter(({ value }) => value !== "");
}
