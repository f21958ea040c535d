import { fail, UserError } from "../../diagnostics/index.ts";
import { addressOf, apiAt, projectPath } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import { tokensFor } from "../tokens.ts";
import type { How, Target } from "../types.ts";
import { crontabCommand, curlCommand } from "./curl.ts";

/** What would be done for a target, without a request. */
export interface Planned {
  readonly target: Target;
  readonly how: How;
  /** The variable of the token. */
  readonly token: string;
  /** Which token would be used for what, or that there is none here: the end of a sentence. */
  readonly told: string;
}

/** What a target would be started with. Errors: those of `tokensFor`, but for a token that is not here. */
export function planned(target: Target, io: Pick<Io, "env" | "files">): Planned {
  try {
    const { start, told } = tokensFor(io, { url: target.url, trigger: target.token });
    const [first] = start;
    if (first) return { target, how: first.how, token: first.name, told };
  } catch (error) {
    const absent = absence(error);
    if (absent === undefined) throw error;
    const token = target.token ?? "GITLAB_TOKEN";
    const how = target.token === undefined ? "api" : "trigger token";
    return { target, how, token, told: `would start with $${token}, ${absent}` };
  }
  throw new Error("tokensFor gives no token and tells no error");
}

/** What is not here, as the end of a sentence, where nothing else is wrong. */
function absence(error: unknown): string | undefined {
  const code = error instanceof UserError ? error.diagnostics[0]?.code : undefined;
  if (code === "INSTANCE_UNKNOWN") return "but nothing names a GitLab here (--url)";
  return code === "TOKEN_NONE" || code === "TOKEN_MISSING" ? "which is not set here" : undefined;
}

/** The equal call of curl. Errors: TRIGGER_OPTION where the address or the ref is not known. */
export function commandFor(
  { target, how, token }: Planned,
  { env }: Pick<Io, "env">,
  crontab: boolean,
): string {
  const { ref } = target;
  if (ref === undefined) {
    const next = "Name a branch or tag with --ref";
    return fail("TRIGGER_OPTION", [target.project], { problem: "has no ref for curl", next });
  }
  const { refType } = target;
  const full = refType && !ref.startsWith("refs/") ? `refs/${kinds[refType]}/${ref}` : ref;
  const call = { api: apiFor(target.url, env), target, ref: full, how, token };
  return crontab ? crontabCommand(call) : curlCommand(call);
}

const kinds = { branch: "heads", tag: "tags" };

/**
 * The address to put into another project's webhooks; TOKEN stands for a trigger token
 * (docs.gitlab.com, ci/triggers: use a webhook). Errors: TRIGGER_OPTION.
 */
export function webhookUrl(
  {
    project,
    ref,
    url,
    variables,
  }: Pick<Target, "project" | "url" | "variables"> & {
    readonly ref: string;
  },
  { env }: Pick<Io, "env">,
): string {
  const query = Object.entries(variables).map(
    ([name, value]) => `&${encodeURIComponent(`variables[${name}]`)}=${encodeURIComponent(value)}`,
  );
  const place = `${projectPath(project)}/ref/${encodeURIComponent(ref)}/trigger/pipeline`;
  return `${apiFor(url, env)}/${place}?token=TOKEN${query.join("")}`;
}

function apiFor(url: string | undefined, env: Io["env"]): string {
  const address = url === undefined ? addressOf(env) : apiAt(url);
  const known = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  if (known && /^https?:$/.test(known.protocol)) {
    return `${known.origin}${known.pathname.replace(/\/+$/, "")}`;
  }
  const problem = address === undefined ? "nothing names a GitLab" : "is no http or https address";
  const next = "Give the address of GitLab, such as https://gitlab.example.com";
  return fail("TRIGGER_OPTION", ["--url"], { problem, next });
}
