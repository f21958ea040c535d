import type { How, Target } from "../types.ts";
import { orderFor } from "./order.ts";

/** A call that is to be written as a command. */
export interface Call {
  /** Address of the API, without a slash at its end. */
  readonly api: string;
  readonly target: Target;
  /** Branch or tag. */
  readonly ref: string;
  readonly how: How;
  /** The variable of the shell that holds the token. */
  readonly token: string;
}

/**
 * The equal call of curl for a POSIX shell. The token comes by a pipe, because what stands in the
 * arguments of a program is there for every user of the machine to see. curl 7.76 or newer.
 */
export function curlCommand(call: Call): string {
  const [from, ...words] = call.how === "api" ? byApi(call) : byTrigger(call, false);
  return [`${from} |`, "curl --fail-with-body", ...words]
    .map((line, at) => (at === 0 ? line : `${at === 1 ? "  " : "    "}${line}`))
    .map((line, at, all) => (at === 0 || at === all.length - 1 ? line : `${line} \\`))
    .join("\n");
}

/**
 * The same in one line for a crontab, where a percent sign ends the command unless it is escaped
 * (crontab(5)): no line feed, and no backslash before a percent sign but that one.
 */
export function crontabCommand(call: Call): string {
  const [from, ...words] = call.how === "api" ? byApi(call) : byTrigger(call, true);
  const line = [`${from} |`, "curl --fail-with-body --silent --show-error", ...words].join(" ");
  return line.replaceAll("%", "\\%");
}

/** A word of a POSIX shell that stands for a text as it is. */
export const shellWord = (text: string): string =>
  /^[\w./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function byTrigger({ api, target, ref, how, token }: Call, encoded: boolean): string[] {
  const { path } = orderFor(target, how, ref);
  const variables = Object.entries(target.variables).map(
    ([name, value]) => [`variables[${name}]`, value] as const,
  );
  const inputs = Object.entries(target.inputs).map(
    ([name, value]) => [`inputs[${name}]`, typed(value)] as const,
  );
  const fields = [["ref", ref] as const, ...variables, ...inputs].map(([name, value]) =>
    encoded
      ? `--data ${shellWord(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)}`
      : `--data-urlencode ${shellWord(`${name}=${value}`)}`,
  );
  return [
    `printf %s "$${token}"`,
    "--data-urlencode token@-",
    ...fields,
    shellWord(`${api}/${path}`),
  ];
}

/** In a form, all but texts are JSON (docs.gitlab.com, ci/inputs: for a pipeline by the API). */
const typed = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** JSON has no line feed, and only pairs of backslashes before a percent sign. */
function byApi({ api, target, ref, how, token }: Call): string[] {
  const { path, body } = orderFor(target, how, ref);
  return [
    `printf 'PRIVATE-TOKEN: %s' "$${token}"`,
    "--header @-",
    "--header 'Content-Type: application/json'",
    `--data ${shellWord(JSON.stringify(body))}`,
    shellWord(`${api}/${path}`),
  ];
}
