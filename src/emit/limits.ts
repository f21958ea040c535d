import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import type { LimitName, Limits, Pipeline } from "../model/index.ts";
import type { JobFacts } from "./facts.ts";
import type { Section } from "./layout.ts";
import { parsedSize } from "./parsed-size.ts";

/** One limit of GitLab's and how much of it is used; `null` where none is set. */
export interface LimitRow {
  readonly name: LimitName;
  readonly value: number;
  readonly limit: number | null;
  /** Value by limit, rounded to four decimals. */
  readonly share: number | null;
}

/** What the limits are measured on. */
export interface Measured {
  readonly pipeline: Pipeline;
  readonly file: { readonly path: string; readonly bytes: number; readonly parsedBytes: number };
  readonly facts: readonly JobFacts[];
  readonly sections: readonly Section[];
  readonly depth: number;
}

/** A part of a value: a job or a service, and how much of it is theirs. */
interface Part {
  readonly name: string;
  readonly value: number;
}

interface Measure {
  readonly value: (m: Measured) => number;
  /** The parts of a value, in any order; asked for only when it is over its limit. */
  readonly parts?: (m: Measured) => readonly Part[];
  readonly help: string;
  /** Set by hand, one job at a time: using it up is no sign of growth, so it does not warn. */
  readonly byHand?: true;
}

type Count = (job: JobFacts) => number;

const jobParts = (count: Count) => (m: Measured) =>
  m.facts.map((job) => ({ name: job.name, value: count(job) }));
/** The most that any one job has. */
const most = (count: Count, help: string): Measure => ({
  value: (m) => m.facts.reduce((top, job) => Math.max(top, count(job)), 0),
  parts: jobParts(count),
  help,
});
/** What all jobs have together. */
const total = (count: Count, help: string): Measure => ({
  value: (m) => m.facts.reduce((sum, job) => sum + count(job), 0),
  parts: (m) => serviceParts(m, count),
  help,
});

function serviceParts(m: Measured, count: Count): readonly Part[] {
  const sums = new Map<string, number>();
  for (const job of m.facts) {
    const name = job.service ?? job.name;
    sums.set(name, (sums.get(name) ?? 0) + count(job));
  }
  return [...sums].map(([name, value]) => ({ name, value }));
}

const sectionParts = (size: (section: Section) => number) => (m: Measured) =>
  m.sections.map((each) => ({ name: each.service ?? "jobs of no service", value: size(each) }));
const textParts = sectionParts((section) => Buffer.byteLength(section.text));

const smaller =
  "Move what jobs share into `default` or a hidden job that they `extends`; anchors do not help";
const fewer =
  "Select fewer services, or raise the limit under gitlab.limits if the instance has one";

/** What one child file shows of GitLab's limits (GITLAB.md section 1), in the order of the report. */
const measures: Partial<Record<LimitName, Measure>> = {
  yamlBytes: { value: (m) => m.file.bytes, parts: textParts, help: smaller },
  parsedBytes: {
    value: (m) => m.file.parsedBytes,
    parts: sectionParts(({ jobs }) => jobs.reduce((sum, job) => sum + parsedSize(job.config), 0)),
    help: smaller,
  },
  yamlDepth: { value: (m) => m.depth, help: "Nest lists and hashes less deeply" },
  totalBytes: { value: (m) => m.file.bytes, parts: textParts, help: smaller },
  artifactArchiveBytes: { value: (m) => m.file.bytes, parts: textParts, help: smaller },
  jobBytes: most((job) => job.bytes, "Move long scripts into files of the repository"),
  jobs: total((job) => job.copies, fewer),
  activeJobs: total((job) => job.copies, fewer),
  deployments: total(
    (job) => (job.environment ? job.copies : 0),
    "Deploy several services in one job, or in a pipeline of their own",
  ),
  hierarchy: {
    value: (m) => 2 + m.facts.reduce((sum, job) => sum + (job.trigger ? job.copies : 0), 0),
    parts: (m) => serviceParts(m, (job) => (job.trigger ? job.copies : 0)),
    help: "Trigger fewer pipelines: bring small services together in one child",
  },
  includes: {
    value: (m) => includesOf(m.pipeline.include),
    help: "Join small included files, or generate their jobs",
  },
  needs: most(
    (job) => job.needs,
    "Put a job between that gathers some of them, or order by stages",
  ),
  crossNeeds: byHand(most((job) => job.crossNeeds, "Gather their artifacts in fewer jobs")),
  nameLength: byHand(most((job) => [...job.name].length, "Shorten the job's name")),
  parallel: byHand(most((job) => job.copies, "Split the matrix over two jobs")),
  triggerIncludes: byHand(most((job) => job.triggerIncludes, "Include fewer files")),
  tags: byHand(most((job) => job.tags, "Use fewer tags")),
  caches: byHand(most((job) => job.caches, "Use fewer caches")),
  rulePaths: byHand(most((job) => job.rulePaths, "Use wider patterns")),
};

function byHand(measure: Measure): Measure {
  return { ...measure, byHand: true };
}

/** Entries of `include`; `file` of a project may be a list. */
function includesOf(include: unknown): number {
  const entries: unknown[] = Array.isArray(include)
    ? include
    : include === undefined
      ? []
      : [include];
  return entries.reduce<number>((sum, entry) => {
    const file = (entry as { file?: unknown } | null)?.file;
    return sum + (Array.isArray(file) ? file.length : 1);
  }, 0);
}

/** From this share on a limit is near. */
const near = 0.8;

/** The row of each limit, and a LIMIT_NEAR for those nearly used up; raises LIMIT_OVER for others. */
export function holdToLimits(
  measured: Measured,
  limits: Limits,
): { limits: readonly LimitRow[]; diagnostics: readonly Diagnostic[] } {
  const rows: LimitRow[] = [];
  const over: Diagnostic[] = [];
  const warnings: Diagnostic[] = [];
  for (const [name, measure] of Object.entries(measures) as [LimitName, Measure][]) {
    const { value: limit, unit, failure } = limits[name];
    const value = measure.value(measured);
    const set = Number.isFinite(limit) && limit > 0;
    const share = set ? Math.round((value / limit) * 10_000) / 10_000 : null;
    rows.push({ name, value, limit: set ? limit : null, share });
    if (!set || value < near * limit || (value <= limit && measure.byHand)) continue;
    const largest = [...(measure.parts?.(measured) ?? [])]
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
      .filter((part) => part.value > 0)
      .slice(0, 3);
    const { help } = measure;
    const args = { name, value, limit, unit, failure, largest, help };
    if (value > limit) over.push(found("LIMIT_OVER", [measured.file.path], args));
    else warnings.push(found("LIMIT_NEAR", [measured.file.path], args));
  }
  if (over.length) throw new UserError(over);
  return { limits: rows, diagnostics: warnings };
}
