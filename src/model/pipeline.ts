import { type Diagnostic, found, sentence, UserError } from "../diagnostics/index.ts";
import { type CheckedJob, checkedPipeline, checks, doubts } from "./checks/index.ts";
import { compiler, type Written } from "./compiler.ts";
import { copyData, isHash } from "./copy.ts";
import { checkHidden, checkJob, checkName } from "./jobs.ts";
import { type Limits, limitsFor } from "./limits.ts";
import { globals, isHidden } from "./names.ts";
import { byCodeUnit } from "./order.ts";
import { checkTop, stagesOf } from "./top.ts";
import type { JobDraft, JobKind, Pipeline, PipelineDraft, PlannedJob } from "./types.ts";

/**
 * Checks a draft as GitLab does when it creates the pipeline, and freezes it. All findings are
 * gathered and thrown as one UserError; the draft stays as it was.
 */
export function definePipeline(draft: PipelineDraft, limits: Limits = limitsFor({})): Pipeline {
  const findings: Diagnostic[] = [];
  const origin = draft.origin ?? "";
  const at = (...path: readonly (string | number)[]) => [origin, ...path].filter((s) => s !== "");
  const copied = (value: unknown, where: readonly (string | number)[]): unknown => {
    const { value: copy, problems } = copyData(value);
    for (const { path, what } of problems) {
      findings.push(found("NOT_DATA", [...where, ...path], { what }));
    }
    return copy;
  };

  const top: Record<string, unknown> = {};
  for (const key of globals) {
    const value = draft[key];
    if (value !== undefined && value !== null) top[key] = copied(value, at(key));
  }
  const { jobs, written } = namedJobs(draft.jobs, limits, copied, findings);
  const include = top.include;
  const included = include !== undefined && !(Array.isArray(include) && include.length === 0);
  const made = compiler(written, top, origin, included);
  const warnings: Diagnostic[] = [];

  findings.push(...checkTop(made, top, at));
  const stages = stagesOf(made.resolve("stages").config);
  const checked: CheckedJob[] = [];
  const kinds = new Map<string, { kind: JobKind; stage: string | undefined }>();
  for (const { name, origin: from } of jobs) {
    if (isHidden(name)) {
      findings.push(...made.compile(name).findings);
      kinds.set(name, { kind: "hidden", stage: undefined });
      continue;
    }
    const result = checkJob(made, { name, origin: from }, included);
    findings.push(...result.findings);
    if (result.job) {
      checked.push(result.job);
      kinds.set(name, { kind: result.job.kind, stage: result.job.stage });
    }
  }
  for (const job of jobs) {
    if (!isHidden(job.name)) continue;
    const result = checkHidden(made, job);
    findings.push(...result.findings);
    warnings.push(...result.warnings);
  }
  const whole = checkedPipeline(checked, stages, included, limits, variableNames(top));
  const unreadable = jobs.length > kinds.size;
  for (const check of checks) findings.push(...(unreadable && !checked.length ? [] : check(whole)));
  if (findings.length > 0) throw new UserError(unique(findings));
  warnings.push(...doubts(whole));

  const planned = jobs.map((job): PlannedJob => {
    const { kind, stage } = kinds.get(job.name) ?? { kind: "job", stage: undefined };
    const config = written.get(job.name)?.config as PlannedJob["config"];
    const { name, service, origin: from } = job;
    return Object.freeze({ name, kind, service, origin: from, stage, config });
  });
  const rank = new Map(stages.map((stage, index) => [stage, index]));
  const place = (job: PlannedJob) =>
    job.kind === "hidden" ? -1 : (rank.get(job.stage ?? "") ?? stages.length);
  planned.sort((a, b) => place(a) - place(b) || byCodeUnit(a.name, b.name));
  return Object.freeze({
    ...(top as Partial<Pipeline>),
    stages: Object.freeze(stages.slice(1, -1)),
    jobs: Object.freeze(planned),
    warnings: Object.freeze(unique(warnings).map(freezeFinding)),
  });
}

const variableNames = ({ variables }: Readonly<Record<string, unknown>>): readonly string[] =>
  isHash(variables) ? Object.keys(variables) : [];

/** Copies the configs of jobs whose name can stand; of two jobs of one name the first is kept. */
function namedJobs(
  drafts: readonly JobDraft[],
  limits: Limits,
  copied: (value: unknown, where: readonly (string | number)[]) => unknown,
  findings: Diagnostic[],
): { jobs: readonly JobDraft[]; written: ReadonlyMap<string, Written> } {
  const written = new Map<string, Written>();
  const jobs: JobDraft[] = [];
  for (const draft of drafts) {
    const { name, origin } = draft;
    const wrong = checkName(draft, limits);
    findings.push(...wrong);
    const twin = written.get(name);
    if (twin) {
      const origins = [twin.origin, origin];
      findings.push(found("JOB_NAME_TWICE", [origin, name], { name, origins }));
      continue;
    }
    written.set(name, { name, origin, config: copied(draft.config, [origin, name]) });
    jobs.push(draft);
  }
  return { jobs, written };
}

/** Each finding once: a fault of a hidden job shows in every job that extends it. */
function unique(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const finding of findings) {
    const text = sentence(finding);
    if (!seen.has(text)) seen.set(text, finding);
  }
  return [...seen.values()];
}

const freezeFinding = (finding: Diagnostic): Diagnostic =>
  Object.freeze({ ...finding, where: Object.freeze([...finding.where]) });
