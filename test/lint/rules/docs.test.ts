import { resolve } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../../src/lint/index.ts";
import { handling, refusalTable } from "../refusals/chapters.ts";

// `npm run docs` writes this page anew.
const page = resolve(import.meta.dirname, "../../../docs/lint.md");

test("docs/lint.md tells of every rule", async () => {
  const rows = rules.map(({ code, severity }) => `| [\`${code}\`](#${code}) | ${severity} |`);
  const told = rules.map(
    ({ code, severity, docs }) => `## ${code}\n\nSeverity: ${severity}.\n\n${docs}\n`,
  );
  await expect(`# Rules of lint

\`fanout lint\` tells two kinds of things: what GitLab takes without a word and hardly anyone means, rule by rule, and
[what GitLab itself refuses](#what-gitlab-refuses), in its own words.

${await handling()}
## Rules

What GitLab takes without a word, and a few things that it refuses without saying how to mend them. A rule speaks only
where it can be sure: where a file could not be loaded, what seems to be missing is not told. Each rule can be turned off or given another severity by its
code. An error fails in GitLab sooner or later; a warning is mostly a mistake; an info is worth a look.

| rule | severity |
|---|---|
${rows.join("\n")}

${told.join("\n")}
${await refusalTable()}`).toMatchFileSnapshot(page);
});
