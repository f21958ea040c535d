import type { Hash } from "../../model/index.ts";
import type { Linted, Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { member, members } from "./facts/read.ts";
import {
  type Command,
  commandsOf,
  isSecretName,
  scriptLines,
  variablesOf,
} from "./facts/scripts.ts";

const rules: readonly Rule[] = [
  {
    code: "secret-printed",
    severity: "info",
    docs: `What a job prints is kept in its log, which in a public project everyone can read. GitLab masks only variables that are
defined as masked, and only as they are: not in base64, not in parts. Do not print secrets.`,
    check: (linted) =>
      commands(
        linted,
        (_, command) => {
          if (command.piped || !/^(?:echo|printf)\s/.test(command.text)) return undefined;
          const name = expanded(command.text).find(isSecretName);
          return name === undefined ? undefined : `prints \`$${name}\` into the job's log`;
        },
        "Leave it out, or pipe it to the program that wants it",
      ),
  },
  {
    code: "secrets-traced",
    severity: "info",
    docs: `\`set -x\` prints each command with its variables filled in, \`env\`, \`printenv\` and \`export -p\` print all variables: in a job
that uses secrets, these are in the log where GitLab does not mask them. Leave them out of such jobs, or name what should be printed.`,
    check: (linted) =>
      commands(
        linted,
        (job, command) => {
          const how = tracing(command);
          return how !== undefined && usesSecrets(job)
            ? `\`${how}\` prints the secrets of this job where they are not masked`
            : undefined;
        },
        "Leave it out, or print the variables that you need by name",
      ),
  },
];

/** The variables that a shell fills in: not those between single quotes, not `${#NAME}` and `${NAME:+x}`. */
const expanded = (text: string): readonly string[] =>
  variablesOf(
    text
      .replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => (quoted.startsWith("'") ? "" : quoted))
      .replaceAll(/\\\$|\$\{\w+[:#%+-][^}]*\}/g, ""),
  );

function tracing({ text, piped }: Command): string | undefined {
  const flags = /^set\s+(-[a-wyzA-Z]*x[a-zA-Z]*|-o\s+xtrace)\b/.exec(text);
  if (flags) return `set ${flags[1]}`;
  return !piped && /^(?:env|printenv|export -p|export|set)$/.test(text) ? text : undefined;
}

/** Whether a job is given secrets, or its commands name one. */
const usesSecrets = (job: Hash): boolean =>
  ["secrets", "id_tokens"].some((key) => members(member(job, key)).length > 0) ||
  scriptLines(job).some(({ text }) => variablesOf(text).some(isSecretName));

const commands = (
  linted: Linted,
  judge: (job: Hash, command: Command) => string | undefined,
  hint: string,
) =>
  [...linted.jobs].flatMap(([name, job]) =>
    scriptLines(job).flatMap((line) => {
      const [message] = commandsOf(line).flatMap((command) => judge(job, command) ?? []);
      return message === undefined
        ? []
        : [{ path: placeOf(linted, name, line.path).path, message, hint }];
    }),
  );

export default rules;
