import type { Linted, Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { type Command, commandsOf, scriptLines, words } from "./facts/scripts.ts";

/** Ways to write the endpoint that GitLab answers with 404 (lib/api/ci/triggers.rb has the real ones). */
const wrongPaths: readonly RegExp[] = [
  /\/projects\/[^/\s"']+\/trigger(?![\w/-])/,
  /\/projects\/[^/\s"']+\/trigger\/(?!pipeline(?![\w-]))[\w-]+/,
  /\/projects\/[^/\s"']+\/triggers\/pipelines?(?![\w-])/,
  /\/projects\/[^/\s"']+\/pipelines?\/trigger(?![\w-])/,
  /\/projects\/[\w.-]+\/(?!ref\/)[\w.-]+\/trigger\/pipeline(?![\w-])/,
];
const endpoint = /\/trigger\/pipeline(?![\w-])/;

const rules: readonly Rule[] = [
  {
    code: "trigger-without-fail",
    severity: "warning",
    docs: `\`curl\` ends with success whatever the server answers, unless it has \`--fail\` (\`-f\`) or \`--fail-with-body\`. A job that
starts a pipeline without it stays green where GitLab refused. Requests whose answer is looked at are not told: those in
\`$(...)\`, in a pipe, into a file, or with \`--write-out\`.`,
    check: (linted) =>
      requests(linted, (command) => {
        const given = words(command.text);
        if (command.piped || !endpoint.test(command.text) || given.some(tellsOfFailure))
          return undefined;
        return {
          message:
            "`curl` without `--fail` ends with success even where GitLab refuses the pipeline",
          hint: "Add `--fail-with-body`, or `--fail` before curl 7.76",
        };
      }),
  },
  {
    code: "trigger-endpoint",
    severity: "error",
    docs: `A pipeline of another project is started with \`POST /projects/:id/trigger/pipeline\`, where \`:id\` is a number or a path whose
slashes are written \`%2F\`. GitLab answers 404 to anything else.`,
    check: (linted) =>
      requests(linted, ({ text }) => {
        if (!/\/api\/v\d\//.test(text) && !text.includes("CI_API_V4_URL")) return undefined;
        if (!wrongPaths.some((path) => path.test(text))) return undefined;
        return {
          message: "GitLab has no such endpoint and answers 404",
          hint: "Use `/projects/:id/trigger/pipeline`, with `%2F` for slashes in a project's path",
        };
      }),
  },
  {
    code: "trigger-token",
    severity: "error",
    docs: `\`/projects/:id/trigger/pipeline\` takes a trigger token or \`$CI_JOB_TOKEN\` as the parameter \`token\`, and no personal access
token in a header: GitLab answers 404. With a personal token use \`POST /projects/:id/pipeline\`.`,
    check: (linted) =>
      requests(linted, ({ text }) => {
        // Parameters from a file or a variable may hold the token.
        if (!endpoint.test(text) || /token["']?\s*[=:]|@|--json|\s-K/i.test(withoutHeader(text)))
          return undefined;
        if (!header.test(text)) return undefined;
        return {
          message:
            "this endpoint takes no `PRIVATE-TOKEN`, but a trigger token as the parameter `token`",
          hint: "Send `--form token=$CI_JOB_TOKEN`, or use `/projects/:id/pipeline`",
        };
      }),
  },
];

const header = /PRIVATE-TOKEN\s*:/i;
const withoutHeader = (text: string): string => text.replaceAll(/PRIVATE-TOKEN\s*:/gi, "");

interface Told {
  readonly message: string;
  readonly hint: string;
}

const requests = (linted: Linted, judge: (command: Command) => Told | undefined) =>
  [...linted.jobs].flatMap(([name, job]) =>
    scriptLines(job).flatMap((line) => {
      if (!line.text.includes("curl")) return [];
      const told = commandsOf(line).flatMap((command) =>
        /(?:^|[\s(`/])curl\s/.test(command.text) && !/^echo\b/.test(command.text)
          ? (judge(command) ?? [])
          : [],
      )[0];
      return told ? [{ path: placeOf(linted, name, line.path).path, ...told }] : [];
    }),
  );

/** Options that make `curl` fail or tell of the answer; a bare variable may be one. */
const tellsOfFailure = (word: string): boolean =>
  /^(?:--fail|--fail-with-body|--fail-early|--write-out|--config|--output)(?:=|$)/.test(word) ||
  /^-[a-zA-Z#]*[fwKo]/.test(word) ||
  /^\$(?:\w+|\{\w+(?:\[@\])?\})$/.test(word);

export default rules;
