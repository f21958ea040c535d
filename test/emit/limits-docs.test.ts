import { resolve } from "node:path";
import { expect, test } from "vitest";
import { explainCodes } from "../../src/diagnostics/index.ts";
import { measures } from "../../src/emit/measures.ts";
import { type Limit, type LimitName, limitNames, limitsFor } from "../../src/model/index.ts";
import { limitCases } from "./limit-cases.ts";

// The page is written by the code that it tells of: `npm run docs` writes it anew.
const page = resolve(import.meta.dirname, "../../docs/limits.md");

const versions = [15, 16, 17, 18, 19].flatMap((major) =>
  Array.from({ length: 12 }, (_, minor) => `${major}.${minor}`),
);
const plans = ["free", "premium", "ultimate"] as const;

const number = (value: number): string =>
  Number.isFinite(value) ? value.toLocaleString("en-GB") : "off";

/** A limit's number, and where another version or plan has another. */
function defaults(name: LimitName): string {
  const parts: string[] = [];
  let last: number | undefined;
  for (const version of versions) {
    const { value } = limitsFor({ version })[name];
    if (value === last) continue;
    parts.push(last === undefined ? number(value) : `from ${version} on ${number(value)}`);
    last = value;
  }
  const byPlan = plans.map((plan) => limitsFor({ plan })[name].value);
  const own = limitsFor({})[name].value;
  if (byPlan.every((value) => value === own)) return parts.join("; ");
  const isSame = byPlan.every((value) => value === byPlan[0]);
  const com = isSame
    ? `GitLab.com ${number(byPlan[0]!)}`
    : plans.map((plan, index) => `${plan} ${number(byPlan[index]!)}`).join(", ");
  return [...parts, com].join("; ");
}

const exits = new Map(explainCodes().map(({ code, exit }) => [code, exit]));

/** What fanout does past a limit. */
function consequence({ name, kind }: Limit): string {
  const { help, byHand } = measures[name];
  const { model } = limitCases[name];
  const codes = [...(model === undefined ? [] : [model]), "LIMIT_OVER" as const];
  const refuses = codes.map((code) => `\`${code}\` (exit ${exits.get(code)})`).join(" or ");
  const does = kind === "soft" ? "warns: `LIMIT_SOFT`" : `refuses: ${refuses}`;
  return `${does}${byHand ? "" : "; near it warns"}. ${help}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const rows = limitNames.map((name) => {
  const limit = limitsFor({})[name];
  const said = limit.kind === "soft" ? `no message: ${limit.failure}` : limit.failure;
  const cells = [`\`${name}\``, defaults(name), limit.unit, said, limit.source, consequence(limit)];
  return `| ${cells.map(cell).join(" | ")} |`;
});

test("docs/limits.md lists every limit", async () => {
  await expect(`# Limits

GitLab refuses a child pipeline that passes one of its limits, and tells so only in the trigger job. fanout measures
what it has made before it writes a file. Past a limit it writes nothing and ends with exit code 4; from 80 % of a
limit on it warns with \`LIMIT_NEAR\`, unless the limit is about one job that somebody writes by hand. Every message
names the limit, the value, who has most of it, and what would help.

Every limit is a row of the report (\`limits\` of \`fanout generate --report\`) with its value, the limit and the share.
The value is that of the worst place; \`where\` names the file, the pipeline or the job of the archive when there is
more than the child's only file.

Which numbers hold is set by \`gitlab.version\` (default: \`$CI_SERVER_VERSION\`) and \`gitlab.plan\`; without a plan
the limits of GitLab.com's plans are off. An instance with numbers of its own names them; 0 is off:

\`\`\`ts
export default defineConfig({ gitlab: { limits: { jobs: 3000, parsedBytes: 4_194_304, hierarchy: 0 } } });
\`\`\`

What the model of the pipeline refuses by a code of its own, it refuses before files are measured. Where that number
is fixed in GitLab (\`KEYWORD_VALUE\`, \`EXTENDS_DEPTH\`), raising the limit changes nothing.

| name | default | unit | GitLab says | source | past it, fanout |
|---|---|---|---|---|---|
${rows.join("\n")}

## How they are counted

- \`yamlBytes\`, \`parsedBytes\` and \`yamlDepth\` hold for each file alone, \`artifactArchiveBytes\` for each file and each
  archive before it is packed. \`activeJobs\`, \`hierarchy\` and \`triggerRate\` hold for all pipelines together.
  Everything else holds for each pipeline.
- \`parsedBytes\` errs on the safe side: of Ruby 3.1 and 3.3 the larger size counts, object by object.
- \`hierarchy\` counts the root and the child; \`triggerRate\` counts the job that starts the child, and takes it that all
  jobs with \`trigger\` start within one minute. Both count what \`parallel\` makes of them. What those pipelines start in
  turn is not known here.
- \`activeJobs\` counts what fanout makes; other pipelines of the project that run at the same time come on top.
- \`jobs\`, \`deployments\` and \`needs\` are counted after \`parallel\`.
- \`nesting\` is the deepest of \`extends\` and of lists in lists. References that lead to references are followed to 10
  levels; a deeper one is refused as \`REFERENCE_UNRESOLVED\`.
- \`ruleComparisons\` multiplies the different patterns of one \`changes\` by the paths that changed.
- \`ifTokens\`: GitLab's lexer gives up after 100 tokens without looking whether there are more, so 99 are the most.

## Not measured here

| limit of GitLab's | default | why |
|---|---|---|
| YAML documents in a file | 2 | a generated file is one document without a header |
| interpolation: functions, expression, nodes, blocks | 3; 1,024 B; 1 MiB and 500,000; 10,000 | a generated file has no \`spec:\`, so GitLab does not interpolate it |
| time to fetch the configuration | 30 s | depends on the instance; files of artifacts come from one archive |
| paths × globs of \`rules:exists\` | 50,000 (10,000 before 17.7) | counts all files of the repository; past it the rule matches |
| pipelines created in a minute | off; GitLab.com 25 by commit, 2,000 by user | children are exempt |
| inputs of \`trigger:include:inputs\` | none found | only \`trigger:inputs\` is limited |
| dotenv report | 5,120 B; 20 variables | made by jobs when they run |
| CI/CD variables in settings | instance 25, group 30,000, project 8,000 | settings of the project, not of a file |
| trigger tokens; entries of the job token's allowlist | 25,000; 200 | settings of the project, not of a file |
`).toMatchFileSnapshot(page);
});
