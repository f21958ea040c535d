import type { Code } from "../../src/diagnostics/index.ts";
import type { Archive, Measured } from "../../src/emit/limits.ts";
import {
  definePipeline,
  type LimitName,
  limitsFor,
  readConfiguration,
} from "../../src/model/index.ts";
import { measured, off } from "./measured.ts";

export type Document = Readonly<Record<string, unknown>>;

/** What `holdToLimits` is asked about. */
export interface Asked {
  readonly measured: readonly Measured[];
  readonly archives?: readonly Archive[];
  readonly changedPaths?: number;
}

/** How a limit is used up. */
export interface LimitCase {
  /** A configuration, or more than that, that has `n` of it. */
  readonly of: (n: number) => Document | Asked;
  /** The limit to try, where GitLab's is too much to build or the model refuses what passes it. */
  readonly at?: number;
  /** The model refuses what passes GitLab's limit by this code, before files are measured. */
  readonly model?: Code;
}

/** A pipeline that is held to no limit of which the model knows the number. */
export const unlimited = (document: Document) =>
  definePipeline(readConfiguration(document, "child.yml"), limitsFor({ overrides: off }));

const x = { script: ["x"] };
const each = <T>(n: number, make: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, index) => make(index));
const named = (n: number, make: (index: number) => unknown): Document =>
  Object.fromEntries(each(n, (index) => [`j${index}`, make(index)]));

/** As many jobs by few that are parallel: 200 each, and the rest. */
function copies(n: number, config: Document): Document {
  const counts = [...each(Math.floor(n / 200), () => 200), n % 200].filter((count) => count > 0);
  return named(counts.length, (index) => {
    const matrix = [{ N: each(counts[index]!, String) }];
    return { ...config, parallel: { matrix } };
  });
}

/** The configuration, with a script just as long that it measures `n`. */
function padded(n: number, size: (one: Measured) => number): Document {
  const make = (more: number): Document => ({ job: { script: "x".repeat(1000 + more) } });
  return make(n - size(measured(unlimited(make(0)))));
}

const inFiles = { "a.yml": ["j0"], "b.yml": ["j1"] };
/** A pipeline in two files that have `n` bytes together. */
function twoFiles(n: number): Asked {
  const make = (more: number) =>
    measured(unlimited(named(2, () => ({ script: "x".repeat(more) }))), "", inFiles);
  const bytes = (one: Measured) => one.files.reduce((sum, file) => sum + file.bytes, 0);
  const rest = n - bytes(make(1));
  const both = named(2, (index) => ({
    script: "x".repeat(1 + (index ? Math.ceil(rest / 2) : Math.floor(rest / 2))),
  }));
  return { measured: [measured(unlimited(both), "", inFiles)] };
}

const nested = (levels: number): unknown => (levels === 0 ? "x" : [nested(levels - 1)]);
const triggers = { job: { trigger: { include: "more.yml" } } };

/** A job that extends a job that extends ..., `n` levels below the first. */
const chain = (n: number): Document => ({
  ...Object.fromEntries(each(n, (index) => [`.b${index}`, { extends: `.b${index + 1}` }])),
  [`.b${n}`]: x,
  job: { extends: ".b0" },
});

/** For each limit: how to use just so much of it. */
export const limitCases: Readonly<Record<LimitName, LimitCase>> = {
  yamlBytes: { of: (n) => padded(n, (one) => one.files[0]!.bytes) },
  parsedBytes: { of: (n) => padded(n, (one) => one.files[0]!.parsedBytes) },
  yamlDepth: {
    of: (n) => ({ job: { trigger: { project: "g/p", inputs: { deep: nested(n - 4) } } } }),
  },
  totalBytes: { of: twoFiles, at: 5000 },
  artifactArchiveBytes: {
    of: (bytes) => ({
      measured: [measured(unlimited({ job: x }))],
      archives: [{ name: "generate", bytes }],
    }),
  },
  jobBytes: { of: (n) => padded(n, (one) => one.facts[0]!.bytes) },
  jobs: { of: (n) => copies(n, x) },
  activeJobs: { of: (n) => copies(n, x) },
  deployments: { of: (n) => copies(n, { ...x, environment: "live" }) },
  childDepth: {
    of: (n) => ({
      measured: [
        measured(unlimited(n > 1 ? triggers : { job: x })),
        ...(n > 2 ? [measured(unlimited(triggers), "web")] : []),
      ],
    }),
  },
  hierarchy: { of: (n) => copies(n - 2, { trigger: "g/p" }) },
  triggerRate: { of: (n) => copies(n - 1, { trigger: "g/p" }) },
  includes: { of: (n) => ({ include: each(n, (index) => `${index}.yml`), job: x }) },
  needs: {
    of: (n) => ({
      ...named(n, () => x),
      last: { ...x, needs: each(n, (index) => `j${index}`) },
    }),
    model: "NEEDS_TOO_MANY",
  },
  crossNeeds: {
    of: (n) => ({
      job: { ...x, needs: each(n, (index) => ({ pipeline: "$UP", job: `j${index}` })) },
    }),
    model: "NEEDS_CROSS_TOO_MANY",
  },
  nameLength: { of: (n) => ({ ["n".repeat(n)]: x }), model: "JOB_NAME_LENGTH" },
  stageNameLength: {
    of: (n) => ({ stages: ["test", "s".repeat(n)], job: x }),
  },
  parallel: {
    of: (n) => ({ job: { ...x, parallel: { matrix: [{ N: each(n, String) }] } } }),
    model: "PARALLEL_TOO_MANY",
  },
  triggerIncludes: {
    of: (n) => ({ job: { trigger: { include: each(n, (index) => `${index}.yml`) } } }),
    at: 2,
    model: "KEYWORD_VALUE",
  },
  tags: { of: (n) => ({ job: { ...x, tags: each(n, String) } }), model: "TAGS_TOO_MANY" },
  caches: {
    of: (n) => ({ job: { ...x, cache: each(n, (index) => ({ paths: [`${index}`] })) } }),
    at: 3,
    model: "KEYWORD_VALUE",
  },
  rulePaths: {
    of: (n) => ({ job: { ...x, rules: [{ changes: each(n, String) }] } }),
    at: 49,
    model: "KEYWORD_VALUE",
  },
  ruleComparisons: {
    of: (n) => ({
      measured: [measured(unlimited({ job: { ...x, rules: [{ changes: ["a/*"] }] } }))],
      changedPaths: n,
    }),
  },
  ifTokens: { of: (n) => ({ job: { ...x, rules: [{ if: `${"!".repeat(n - 1)}$A` }] } }) },
  inputs: {
    of: (n) => ({ job: { trigger: { project: "g/p", inputs: named(n, String) } } }),
    at: 19,
  },
  nesting: { of: chain, at: 9, model: "EXTENDS_DEPTH" },
};
