import { expect, test } from "vitest";
import { UserError } from "../../../src/diagnostics/index.ts";
import { applyRules, type Finding, type Linted, rules } from "../../../src/lint/index.ts";
import {
  compileJob,
  type Hash,
  isHash,
  limitsFor,
  type Pipeline,
  readConfiguration,
} from "../../../src/model/index.ts";
import { lintedPipeline } from "../../../src/simulate/index.ts";
import { yamlReader } from "../../../src/yaml/index.ts";

const { parseYaml } = await yamlReader();

/** What a configuration lies in, besides its text. */
export interface Around {
  /** Of a child: the configuration above it, and its trigger job. */
  readonly parent?: string;
  readonly job?: string;
  /** Of that: the same again. */
  readonly above?: Around;
  readonly open?: boolean;
  readonly paths?: readonly string[];
  /** Names that are both a branch and a tag. */
  readonly ambiguous?: readonly string[];
  readonly unread?: Linted["unread"];
  readonly made?: Linted["made"];
}

function pipelineOf(document: unknown): Pipeline | undefined {
  try {
    return lintedPipeline(readConfiguration(document, ".gitlab-ci.yml"));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const keywords = new Set(["stages", "variables", "workflow", "default", "include"]);

function jobsOf(document: Hash, pipeline: Pipeline | undefined): ReadonlyMap<string, Hash> {
  const names = Object.keys(document).filter(
    (name) => !name.startsWith(".") && !keywords.has(name),
  );
  return new Map(
    names.flatMap((name) => {
      const job = pipeline ? compileJob(pipeline, name) : document[name];
      return isHash(job) ? [[name, job] as const] : [];
    }),
  );
}

/** A configuration as rules look at it. */
export const linted = (text: string, around: Around = {}): Linted =>
  lintedDocument(parseYaml(text, ".gitlab-ci.yml") as Hash, around);

/** The same for a document that is already merged. */
export function lintedDocument(document: Hash, around: Around = {}): Linted {
  const pipeline = pipelineOf(document);
  const { parent, job = "child", above, ambiguous, unread, made } = around;
  const both = new Set(ambiguous);
  return {
    role: parent === undefined ? "parent" : "child",
    ...(parent === undefined ? {} : { startedBy: { job, linted: linted(parent, above) } }),
    document,
    pipeline,
    jobs: jobsOf(document, pipeline),
    open: around.open ?? false,
    ...(unread && { unread }),
    ...(made && { made }),
    repository: {
      paths: around.paths,
      read: async () => undefined,
      ...(ambiguous && { refs: async () => ({ branches: both, tags: both }) }),
    },
    limits: limitsFor({}),
    version: undefined,
  };
}

/** All findings of all rules. */
export const findings = (text: string, around: Around = {}): Promise<readonly Finding[]> =>
  applyRules(linted(text, around), rules);

/** The findings of one rule, as `place: message`. */
export async function told(code: string, text: string, around: Around = {}): Promise<string[]> {
  expect(rules.map((rule) => rule.code)).toContain(code);
  const found = (await findings(text, around)).filter((each) => each.code === code);
  return found.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** The fixes of one rule. */
export async function fixed(code: string, text: string, around: Around = {}): Promise<unknown[]> {
  const found = (await findings(text, around)).filter((each) => each.code === code);
  return found.flatMap(({ fixes = [] }) => fixes);
}

type Row = readonly [name: string, text: string, around?: Around];

/** Configurations of which a rule says nothing. */
export function silent(code: string, rows: readonly Row[]): void {
  for (const [name, text, around] of rows) {
    test(`${code} says nothing: ${name}`, async () => {
      expect(await told(code, text, around)).toEqual([]);
    });
  }
}
