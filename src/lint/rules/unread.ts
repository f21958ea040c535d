import type { Found, MadeChild, Rule } from "../types.ts";

const rules: readonly Rule[] = [
  {
    code: "include-unread",
    severity: "info",
    always: true,
    docs: `A file that lies in another project, on a server or in GitLab itself cannot be read here. Nothing is said of it then.
Of the rest GitLab's words are told only where they stand whatever the file brings: for values that your own file writes, and
which therefore win. What jobs have with each other, and what is missing, is not judged. Name a copy with \`--map KEY=PATH\`,
such as \`--map template:Jobs/Build.gitlab-ci.yml=copies/build.yml\`, or once for all in the configuration, as
\`gitlab: { includes: { KEY: PATH } }\` with paths from the top of the repository. \`--map KEY=\` and \`false\` judge
the rest as if nothing included it.`,
    check: ({ unread = [] }) =>
      [...new Map(unread.map((each) => [each.key, each])).values()].map(({ key, place }) => ({
        ...{ path: [], place },
        message: `${key} is not read here, so what needs all files is not checked`,
        hint: `Name a copy with \`--map ${key}=PATH\`; without a path the rest is judged alone`,
      })),
  },
  {
    code: "generator-fails",
    severity: "error",
    docs: `\`fanout generate\` is called by a job of the configuration, and would write no child pipeline for the present change:
its own configuration is wrong, for example, or GitLab would refuse what comes out. What it would write is linted as well,
under the name of the file.`,
    check: async (linted) => ((await linted.made?.()) ?? []).flatMap((one) => failed(one)),
  },
];

const failed = (one: MadeChild): readonly Found[] =>
  "problem" in one
    ? [
        {
          path: [one.job, "trigger"],
          message: one.problem,
          hint: "`fanout generate` tells more",
        },
      ]
    : [];

export default rules;
