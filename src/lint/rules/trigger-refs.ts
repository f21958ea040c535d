import type { RefNames } from "../../detect/index.ts";
import { isHash } from "../../model/index.ts";
import type { Found, Linted, Rule } from "../types.ts";
import { placeOf } from "./facts/place.ts";
import { hasVariable, member } from "./facts/read.ts";
import { commandsOf, scriptLines } from "./facts/scripts.ts";

const rules: readonly Rule[] = [
  {
    code: "trigger-ref-ambiguous",
    severity: "error",
    docs: `A request to \`/projects/:id/trigger/pipeline\` of this project names a ref, and this repository has a branch and a tag of
that name. GitLab answers 400, "Ref is ambiguous", and starts nothing. Send \`refs/heads/NAME\` or \`refs/tags/NAME\`.`,
    check: async (linted) => {
      const found = requests(linted).filter(({ isOwn }) => isOwn);
      const refs = found.length === 0 ? undefined : await linted.repository.refs?.();
      return found
        .filter(({ ref }) => isBoth(ref, refs))
        .map(({ ref, path }) => ({
          path,
          message: `"${ref}" is a branch and a tag of this project, so GitLab refuses it: "Ref is ambiguous"`,
          hint: `Send \`refs/heads/${ref}\` or \`refs/tags/${ref}\``,
        }));
    },
  },
  {
    code: "trigger-ref-bare",
    severity: "info",
    docs: `A pipeline of another project is started for a ref that looks like a version. Where that project has, or comes to have, a
branch and a tag of this name, GitLab starts nothing: "Ref is ambiguous". In a request to
\`/projects/:id/trigger/pipeline\`, \`refs/tags/NAME\` and \`refs/heads/NAME\` say which one is meant.`,
    check: (linted) => [
      ...requests(linted).flatMap(({ ref, path, isOwn }) =>
        isOwn || !isVersion(ref)
          ? []
          : [
              {
                path,
                message: bare(ref),
                hint: `Send \`refs/tags/${ref}\` or \`refs/heads/${ref}\``,
              },
            ],
      ),
      ...branches(linted),
    ],
  },
];

const isBoth = (ref: string, refs: RefNames | undefined): boolean =>
  refs?.branches.has(ref) === true && refs.tags.has(ref);

/** `v1`, `1.2`, `v1.2.3-rc.1`: what people call a tag, and sometimes a branch. */
const isVersion = (ref: string): boolean => /^(?:v\d+|v?\d+(?:\.\d+)+)(?:[-+][\w.-]+)?$/.test(ref);

const bare = (ref: string): string =>
  `"${ref}" may be a branch or a tag there; where it is both, GitLab refuses it: "Ref is ambiguous"`;

/** Trigger jobs that name a version of another project. */
const branches = (linted: Linted): readonly Found[] =>
  [...linted.jobs].flatMap(([name, { trigger }]) => {
    const branch = isHash(trigger) ? member(trigger, "branch") : undefined;
    if (typeof branch !== "string" || !isVersion(branch)) return [];
    const hint = "See to it that it is only one of them";
    return [
      { path: placeOf(linted, name, ["trigger", "branch"]).path, message: bare(branch), hint },
    ];
  });

interface Request {
  readonly ref: string;
  readonly path: Found["path"];
  /** Whether it goes to the project that the configuration lies in. */
  readonly isOwn: boolean;
}

const endpoint = /\/projects\/([^/\s"']+)\/(?:ref\/([^/\s"'?]+)\/)?trigger\/pipeline(?![\w-])/;

/** As the project of the pipeline is written in an address. */
const ownProject = /^\$\{?CI_PROJECT_ID\}?$/;

/** Requests for a pipeline that name a ref outright. */
const requests = (linted: Linted): readonly Request[] =>
  [...linted.jobs].flatMap(([name, job]) =>
    scriptLines(job).flatMap((line) =>
      commandsOf(line).flatMap(({ text }) => {
        const [, project = "", inPath] = endpoint.exec(text) ?? [];
        if (project === "" || !/(?:^|[\s(`/])curl\s/.test(text) || /^echo\b/.test(text)) return [];
        const ref = inPath ?? refOf(text);
        if (ref === undefined || hasVariable(ref)) return [];
        const { path } = placeOf(linted, name, line.path);
        return [{ ref, path, isOwn: ownProject.test(project) }];
      }),
    ),
  );

/** The parameter `ref` of a request, in the address, a form or JSON; `%2F` is a slash. */
function refOf(text: string): string | undefined {
  const [, plain, json] =
    /(?:[?&\s"']|^)ref=["']?([^&\s"']+)|\\?"ref\\?"\s*:\s*\\?"([^"\\]+)/.exec(text) ?? [];
  return (plain ?? json)?.replaceAll(/%2F/gi, "/");
}

export default rules;
