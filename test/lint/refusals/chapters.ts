import { lintRules, rules } from "../../../src/lint/index.ts";
import { isRefusal, refusalRules } from "../../../src/lint/refusals/index.ts";
import { example, fixedExample } from "./example.ts";

/** Text as code of Markdown in a table. */
export const code = (text: string): string => {
  const shown = text.replaceAll("|", "\\|");
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
};

const ofRules = new Set(rules.map((rule) => rule.code));
const ofComments = lintRules.filter((rule) => !ofRules.has(rule.code) && !isRefusal(rule.code));

const silenced = `build:
  script: make
  rules:
    # fanout-lint: off glob-one-level: only the files directly in docs count
    - if: $CI_COMMIT_BRANCH
      changes: ["docs/**"]
test:
  script: make test
  rules:
    - if: $CI_COMMIT_BRANCH
      changes: ["docs/**"]
`;

const refused = `build:
  stage: bild # compiles
  script: make
`;

const fixable = `# Starts the web application
web:
  trigger:
    include: # one file
      - local: web.yml
    inputs:
      environment: staging
docs:
  tags: [docker]
  trigger: group/docs # another project
build:
  script: [make]
  artifact: # of the build
    paths: [dist/]
test:
  script: [make test]
  tags: docker # the fast ones
  interruptible: "true"
`;

/** What is told of a finding, and what may become of it. */
export async function handling(): Promise<string> {
  const rows = ofComments.map(
    (rule) => `| \`${rule.code}\` | ${rule.severity} | ${rule.docs.replaceAll("\n", " ")} |`,
  );
  return `## Silencing

A comment silences a rule: \`# fanout-lint: off <rule>: <reason>\`, several rules with commas between them. Above the first key
of a file it counts for the file; in a job, or on the lines directly above one, for that job. The finding stays in
reports, with its reason, and is counted as silenced.

${await example(silenced)}
What GitLab refuses cannot be silenced. The comments are held to rules of their own, which no comment silences:

| rule | severity | what it tells |
|---|---|---|
${rows.join("\n")}

## Settings

\`lint.rules\` in the configuration gives a rule another severity, or turns it off, for all files:

\`\`\`ts
export default defineConfig({
  lint: { rules: { "duplicate-pipelines": "off", "glob-no-file": "error" } },
})
\`\`\`

A setting for a code that no rule has is an error, and so is one for what GitLab refuses: GitLab makes no pipeline either way.

## Mending

\`--fix\` changes only what cannot mean anything else, and only where GitLab's own checks take the result; all other bytes
of the file stay, comments too. A fix that would take a comment away is left out, and so is one for a value that an alias or
a reference brings. Of what GitLab refuses it mends:

- a keyword, or one of a few fixed values, that is one or two letters away from a single known one that is not there yet;
- \`inputs\` beside \`trigger:include\`: they move into the only entry of \`include\`;
- \`tags\`, \`image\`, \`services\` and \`cache\` of a trigger job: they say how a runner runs a script, and there is neither, so they
  are taken out. What was meant to do something (\`retry\`, \`artifacts\`, \`before_script\`) stays and is told;
- \`"true"\` and \`"false"\` in quotes, and a number in quotes, where GitLab wants a boolean or a number;
- one word where GitLab wants a list;
- an entry of \`needs\` that stands there twice, word by word.

${await fixedExample(fixable)}
GitLab tells some faults only when others are gone; \`--fix\` looks again until nothing more can be mended.

## Formats and exit codes

| option | what is printed |
|---|---|
| none | a table for people, each finding with its line |
| \`--format json\`, \`--json\` | [everything](lint.schema.json), also what is silenced |
| \`--format sarif\` | SARIF 2.1.0, with the text and the page of each rule |
| \`--format junit\` | JUnit XML, one test a file and rule, for \`artifacts:reports:junit\` |
| \`--format codequality\` | Code Quality, for \`artifacts:reports:codequality\` |

The exit code is 0 where no error is open, 1 where one is (with \`--strict\` a warning too), and 2 where an option, the
configuration or a file's name is wrong. Silenced findings do not count.
`;
}

/** What GitLab refuses, as a table with its words. */
export async function refusalTable(): Promise<string> {
  const rows = refusalRules.map(({ code: name, says, page }) => {
    const short = page.replace("https://docs.gitlab.com/", "");
    return `| [\`${name}\`](lint-gitlab.md#${name}) | ${code(says)} | [${short}](${page}) |`;
  });
  return `## What GitLab refuses

GitLab's own checks, in its literal words (18.11), at the place of the key. Each is an error. While there is one, most rules are
not asked, for they would speak of something else. \`…\` stands for what differs; [lint-gitlab.md](lint-gitlab.md) tells what each
means and what to do.

${await example(refused)}
| code | what GitLab says | page |
|---|---|---|
${rows.join("\n")}
`;
}
