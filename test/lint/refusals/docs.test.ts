import { resolve } from "node:path";
import { expect, test } from "vitest";
import { refusalRules } from "../../../src/lint/refusals/index.ts";
import { code } from "./chapters.ts";

// `npm run docs` writes this page anew.
const page = resolve(import.meta.dirname, "../../../docs/lint-gitlab.md");

test("docs/lint-gitlab.md tells of all that GitLab refuses", async () => {
  const told = refusalRules.map(
    ({ code: name, says, docs, hint, page: address }) =>
      `## ${name}\n\n${code(says)}\n\n${docs} ${hint}. [GitLab's page](${address})\n`,
  );
  await expect(`# What GitLab refuses

What each refusal of GitLab's means and what to do about it. [lint.md](lint.md) has them as a table, and tells what
\`--fix\` mends.

${told.join("\n")}`).toMatchFileSnapshot(page);
});
