import { expect } from "vitest";
import { applyFixes, lint, tableReport } from "../../../src/lint/index.ts";
import { limitsFor } from "../../../src/model/index.ts";

const entry = ".gitlab-ci.yml";
/** Of the repository that the examples lie in. */
const files = [entry, "docs/index.md", "docs/guide/start.md", "web.yml"];
const block = (language: string, text: string) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;

const linting = (text: string) =>
  lint([entry], {
    world: {
      read: async (path) => (path === entry ? text : undefined),
      paths: async () => files,
      mapped: async () => undefined,
    },
    paths: files,
    limits: limitsFor({}),
    version: "18.11",
  });

/** A configuration and what `fanout lint` prints of it, as blocks of Markdown. */
export async function example(text: string): Promise<string> {
  const { outcome, texts } = await linting(text);
  const printed = tableReport(outcome, texts, { color: false, columns: 100 });
  return `${block("yaml", text)}\n${block("text", printed)}`;
}

/** A configuration, and what `--fix` leaves of it. */
export async function fixedExample(text: string): Promise<string> {
  const { fixes } = await linting(text);
  const fixed = await applyFixes(text, fixes.get(entry) ?? []);
  const { outcome } = await linting(fixed.text);
  expect(outcome.findings).toEqual([]);
  return `${block("yaml", text)}\nAfter \`fanout lint --fix\`:\n\n${block("yaml", fixed.text)}`;
}
