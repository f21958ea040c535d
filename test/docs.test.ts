import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { cli } from "../src/cli.ts";
import { configJsonSchema } from "../src/config/index.ts";
import { explainCodes } from "../src/diagnostics/index.ts";
import { diffSchema } from "../src/diff/index.ts";
import { doctorSchema } from "../src/downstream/doctor/schema.ts";
import * as downstream from "../src/downstream/schema.ts";
import { lintReportSchema } from "../src/lint/schema.ts";
import { jsonSchema } from "../src/model/index.ts";
import { explanationSchema } from "../src/report/explanation.ts";
import { forecastSchema } from "../src/report/forecast.ts";
import { affectedReportSchema, reportSchema } from "../src/report/schema.ts";
import { graphJsonSchema } from "../src/workspace/index.ts";
import { testIo } from "./helpers/io.ts";

// These pages are written by the code that they tell of: `npm run docs` writes them anew.
const docs = resolve(import.meta.dirname, "../docs");
const page = (name: string, text: string) => expect(text).toMatchFileSnapshot(join(docs, name));
const json = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`;

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}

function kind(schema: Schema): string {
  if (schema.enum) return schema.enum.map((each) => `\`"${each}"\``).join(" or ");
  if (schema.anyOf) return schema.anyOf.map(kind).join(" or ");
  if (schema.type === "array") return `list of ${kind(schema.items ?? {})}`;
  if (schema.type === "object" && schema.properties) return "object";
  if (schema.type === "object") return "object by name";
  return schema.type ?? "anything";
}

function rows(schema: Schema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    const plainDefault = inner.default !== undefined && typeof inner.default !== "object";
    const notes = [
      inner.description,
      plainDefault && `default \`${JSON.stringify(inner.default)}\``,
    ];
    const row = `| \`${name}\` | ${kind(inner)} | ${notes.filter(Boolean).join("; ")} |`;
    const own = inner.items?.properties ? inner.items : inner;
    const byName = typeof inner.additionalProperties === "object" ? inner.additionalProperties : {};
    return [row, ...rows(own, `${name}.`), ...rows(byName, `${name}.<name>.`)];
  });
}

test("docs/configuration.md lists every key", async () => {
  const schema = configJsonSchema() as Schema;
  await page(
    "configuration.md",
    `# Configuration

\`fanout.config.ts\` (also \`.mts\`, \`.js\`, \`.mjs\`, \`.json\`, \`.yml\`) stands at the top of the repository or anywhere
between there and where you call \`fanout\`. All kinds obey one schema, [config.schema.json](config.schema.json).
Paths and patterns start at the top of the repository; paths of generators start at the configuration.
How patterns match is told in [services.md](services.md#patterns), how generators are written in [generators.md](generators.md).

| key | type | meaning |
|---|---|---|
${rows(schema, "").join("\n")}
`,
  );
});

test("docs/command-line.md shows the help", async () => {
  const parts: string[] = [];
  for (const command of [
    [],
    ["generate"],
    ["affected"],
    ["explain"],
    ["preview"],
    ["diff"],
    ["lint"],
    ["simulate"],
    ["trigger"],
    ["webhook-url"],
    ["wait"],
    ["status"],
    ["cancel"],
    ["retry"],
    ["comment"],
    ["doctor"],
    ["token"],
  ]) {
    const io = testIo("/", {});
    expect(await cli([...command, "--help"], io)).toBe(0);
    const usage = ["fanout", ...command].join(" ");
    parts.push(`## ${usage}\n\n\`\`\`console\n$ ${usage} --help\n${io.stdout()}\`\`\`\n`);
  }
  await page("command-line.md", `# Command line\n\n${parts.join("\n")}`);
});

test("docs/diagnostics.md lists every code", async () => {
  const codes = explainCodes().map(
    ({ code, severity, exit }) =>
      `| \`${code}\` | ${severity} | ${severity === "error" ? exit : ""} |`,
  );
  await page(
    "diagnostics.md",
    `# Diagnostics

Every finding of fanout has a code. An error stops the run with the exit code given here and leaves no new file
behind. Exit codes: 0 done; 1 findings; 2 usage or configuration; 3 git or base could not be resolved;
4 a GitLab limit cannot be met; 5 GitLab's API refused; 70 a bug in fanout, with its stack; 130 or 143 somebody
interrupted (128 and the number of the signal, as shells expect).

| code | severity | exit |
|---|---|---|
${codes.join("\n")}
`,
  );
});

test.each([
  ["config.schema.json", configJsonSchema],
  ["graph.schema.json", graphJsonSchema],
  ["report.schema.json", () => z.toJSONSchema(reportSchema)],
  ["affected.schema.json", () => z.toJSONSchema(affectedReportSchema)],
  ["simulate.schema.json", () => z.toJSONSchema(forecastSchema)],
  ["diff.schema.json", () => z.toJSONSchema(diffSchema)],
  ["trigger.schema.json", () => z.toJSONSchema(downstream.triggerSchema)],
  ["trigger-dry-run.schema.json", () => z.toJSONSchema(downstream.plannedSchema)],
  ["webhook-url.schema.json", () => z.toJSONSchema(downstream.webhookSchema)],
  ["wait.schema.json", () => z.toJSONSchema(downstream.waitSchema)],
  ["status.schema.json", () => z.toJSONSchema(downstream.statusSchema)],
  ["cancel.schema.json", () => z.toJSONSchema(downstream.stepsSchema)],
  ["retry.schema.json", () => z.toJSONSchema(downstream.stepsSchema)],
  ["comment.schema.json", () => z.toJSONSchema(downstream.notedSchema)],
  ["token-create.schema.json", () => z.toJSONSchema(downstream.tokenMadeSchema)],
  ["token-list.schema.json", () => z.toJSONSchema(downstream.tokensSchema)],
  ["token-revoke.schema.json", () => z.toJSONSchema(downstream.tokensRevokedSchema)],
  ["doctor.schema.json", () => z.toJSONSchema(doctorSchema)],
  ["lint.schema.json", () => z.toJSONSchema(lintReportSchema)],
  ["explanation.schema.json", () => z.toJSONSchema(explanationSchema)],
  ["pipeline.schema.json", jsonSchema],
])("docs/%s", async (name, schema) => {
  await page(name, json(schema()));
});
