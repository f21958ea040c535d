import { type Diagnostic, UserError } from "../diagnostics/index.ts";
import {
  definePipeline,
  isHash,
  type JobDraft,
  type Limits,
  type Pipeline,
  type PipelineDraft,
} from "../model/index.ts";
import { lenient } from "./lenient.ts";

/** Findings of the model that GitLab's linter does not have: it is creation that may fail for them. */
const later = new Set<Diagnostic["code"]>(["NEEDS_CONDITIONAL_JOB", "ONLY_EDGE_STAGES"]);

/**
 * The pipeline of a draft that GitLab's linter takes. The model refuses more: values that mean
 * nothing, a need on a job that rules may leave out, and a pipeline of .pre and .post alone. Whether
 * the last two fail is what simulating tells, so such drafts are checked without what was found, and
 * get it back afterwards. Jobs of one stage stand in the order of the draft. Raises a UserError of
 * all other findings.
 */
export function lintedPipeline(draft: PipelineDraft, limits?: Limits): Pipeline {
  try {
    return checked(draft, limits);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return checkedAgain(draft, limits, error);
  }
}

/** The same without what means nothing; raises the first error where that is not all. */
function checkedAgain(draft: PipelineDraft, limits: Limits | undefined, first: UserError) {
  try {
    return checked(lenient(draft), limits);
  } catch (error) {
    throw error instanceof UserError ? first : error;
  }
}

function checked(draft: PipelineDraft, limits: Limits | undefined): Pipeline {
  try {
    return inDraftOrder(definePipeline(draft, limits), draft);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { diagnostics } = error;
    if (diagnostics.some(({ code }) => !later.has(code))) {
      throw new UserError(diagnostics.filter(({ code }) => !later.has(code)));
    }
    return inDraftOrder(restored(draft, diagnostics, limits), draft);
  }
}

/** A job that no file names, in a stage between the edges. */
const extra: JobDraft = {
  name: "\0",
  origin: "",
  config: { stage: "test", script: ["true"] },
};

/** Checks the draft with the jobs that were found changed, and puts those jobs back as they were. */
function restored(
  draft: PipelineDraft,
  findings: readonly Diagnostic[],
  limits: Limits | undefined,
): Pipeline {
  const ruled = new Set(findings.filter(({ where }) => where[2] === "rules").map(jobOf));
  const found = new Set(findings.map(jobOf));
  const onlyEdges = findings.some(({ code }) => code === "ONLY_EDGE_STAGES");
  const jobs = draft.jobs.map((job) =>
    found.has(job.name) ? { ...job, config: withoutNeeds(job.config, ruled.has(job.name)) } : job,
  );
  const changed: PipelineDraft = onlyEdges
    ? { ...draft, stages: ["test"], jobs: [...jobs, extra] }
    : { ...draft, jobs };
  const pipeline = definePipeline(changed, limits);
  const written = new Map(draft.jobs.map(({ name, config }) => [name, config]));
  const planned = pipeline.jobs
    .filter(({ name }) => name !== extra.name)
    .map((job) => ({ ...job, config: written.get(job.name) as typeof job.config }));
  return { ...pipeline, jobs: planned };
}

const jobOf = ({ where }: Diagnostic): string => String(where[1]);

/** A job that needs nothing; `ruled`: its rules do not either. */
const withoutNeeds = (config: unknown, ruled: boolean): unknown =>
  isHash(config)
    ? { ...config, needs: [], ...(ruled ? { rules: [{ when: "on_success" }] } : {}) }
    : config;

/** Hidden jobs, then by stage, and in one stage as they were written: as GitLab reads them. */
function inDraftOrder(pipeline: Pipeline, draft: PipelineDraft): Pipeline {
  const rank = new Map(draft.jobs.map(({ name }, index) => [name, index]));
  const stages = [".pre", ...pipeline.stages, ".post"];
  const place = new Map(stages.map((stage, index) => [stage, index]));
  const stageOf = (stage: string | undefined) => (stage ? (place.get(stage) ?? stages.length) : -1);
  const jobs = [...pipeline.jobs].sort(
    (a, b) =>
      stageOf(a.stage) - stageOf(b.stage) || (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0),
  );
  return { ...pipeline, jobs };
}
