import type { Reason } from "../affected/index.ts";
import type { Change } from "../detect/index.ts";
import type { DroppedNeed } from "../generate/index.ts";
import type { Hash } from "../model/index.ts";
import type { Report } from "../report/index.ts";
import type { When } from "../simulate/index.ts";

/**
 * What people look at: the pipeline that a change makes, as plain data (it survives JSON). The
 * terminal, the page, Markdown and Mermaid only draw it. Numbers that lead to something are
 * indexes into the lists below.
 */
export interface View {
  /** The project's name as people know it: `group/app`, or the directory. */
  readonly project: string;
  /** What is compared with what, and why: the line that `generate` writes into the file. */
  readonly headline: string;
  /** How many services of how many. */
  readonly tally: string;
  readonly base: Report["base"];
  readonly head: Report["head"];
  readonly changes: readonly ViewChange[];
  /** In the workspace's order; then those that are gone. */
  readonly services: readonly ViewService[];
  /** At least one; the first is what `generate` writes for. */
  readonly situations: readonly ViewSituation[];
  /** At least one; the first is the child pipeline. Each that a trigger job starts stands behind its parent. */
  readonly pipelines: readonly ViewPipeline[];
  readonly limits: Report["limits"];
  readonly diagnostics: Report["diagnostics"];
}

/**
 * `page`: everything. `list`, for what is printed at once: one or two situations, and nothing of
 * `compiled` and `absent`; `written` may hold references as the model has them.
 */
export type Detail = "page" | "list";

export interface ViewChange {
  /** As it may be printed (`showPath`). */
  readonly path: string;
  readonly status: Change["status"];
  readonly from?: string;
  /** Services whose chains of reasons end here, and those whose pattern it matches beside others. */
  readonly concerns: readonly number[];
  /** Why it concerns none, in words that follow the path: `ignored by **\/*.md`, `belongs to no service`. */
  readonly idle?: string;
}

export interface ViewService {
  readonly name: string;
  /** As it may be printed. */
  readonly root: string;
  readonly kind: string;
  readonly state: "affected" | "not-affected" | "gone";
  /** The shortest way to say why, as the comments of the file say it; why not, where it is out. */
  readonly summary: string;
  /** Chains, each from the service to the changed path: what `explain` and the report tell. */
  readonly reasons: readonly ViewReason[];
  /** What it would have to see changed; only where it is not affected. */
  readonly absent?: {
    readonly inputs: readonly string[];
    readonly locks: readonly string[];
    /** Names of services that it depends on, nearest first: the first few. */
    readonly dependencies: readonly string[];
    /** How many further services it depends on; left out for none. */
    readonly more?: number;
  };
}

export interface ViewReason {
  readonly steps: Reason;
  /** In one sentence (`describeReason`). */
  readonly told: string;
  /** The changed path that it ends at; left out where there is none. */
  readonly change?: number;
}

/** A kind of pipeline that the child may be made for. */
export interface ViewSituation {
  /** As `simulate --as` spells it: `merge-request`; `now` for the one that is looked at. */
  readonly id: string;
  /** For people: `merge request`. */
  readonly title: string;
}

export interface ViewPipeline {
  /** For people: `child pipeline`, `started by api:deploy`, `group/other`. */
  readonly title: string;
  /** The trigger job that starts it, the first where several start the same; not given for the child. */
  readonly startedBy?: { readonly pipeline: number; readonly job: number };
  /** What holds its configuration: a generated or a static file; the project that it is in. */
  readonly source: string;
  /** Why its jobs, or some of them, are not known here: it is another project's, a template could not be read. */
  readonly unknown?: string;
  /** Those that have jobs, in order, `.pre` and `.post` among them. */
  readonly stages: readonly string[];
  /** Visible jobs, by stage, then in the pipeline's order. */
  readonly jobs: readonly ViewJob[];
  /** Whether GitLab would create it; one a situation. */
  readonly created: readonly { readonly created: boolean; readonly why: string }[];
  /** What `verdicts` of its jobs lead to; each once. */
  readonly judgements: readonly ViewJudgement[];
}

/** What becomes of a job in a situation. */
export interface ViewJudgement {
  readonly created: boolean;
  readonly when: When;
  readonly allowFailure: boolean;
  /** The rule that decided, from 0. */
  readonly rule?: number;
  /** As `simulate` says it: `manual, by rules[1]`. */
  readonly told: string;
}

export interface ViewJob {
  readonly name: string;
  readonly stage: string;
  /** Left out for jobs of the pipeline itself. */
  readonly service?: number;
  readonly kind: "job" | "trigger";
  /** Who made it: a generator's file, a template's, a static file. */
  readonly origin: string;
  /** The generated file that it stands in. */
  readonly file: string;
  /** As it was written: `extends` stands, and a reference as `{ "!reference": [".a", "script"] }`. */
  readonly written: Hash;
  /** As GitLab compiles it; left out where that is the same, and in a list. */
  readonly compiled?: Hash;
  /** How many jobs `parallel` makes of it; 1 without. */
  readonly copies: number;
  readonly needs: readonly ViewNeed[];
  /** Needs that were left out, and why. */
  readonly dropped: readonly (
    | DroppedNeed
    | { readonly need: string; readonly why: "other-pipeline" }
  )[];
  /** One a situation: an index into `judgements`. */
  readonly verdicts: readonly number[];
  /** The pipeline that it starts. */
  readonly opens?: number;
  /** Set where two pipelines are compared. */
  readonly change?: ViewJobChange;
}

export interface ViewNeed {
  /** The name as it is written: that of a job, or `job in pipeline $X`, `job of group/app`. */
  readonly name: string;
  /** The job of this pipeline. */
  readonly job?: number;
  readonly optional: boolean;
}

export interface ViewJobChange {
  readonly kind: "added" | "removed" | "changed" | "same";
  /** Keys of the compiled job that differ, deepest that say it all: `script`, `variables.X`. */
  readonly keys: readonly string[];
  /** The compiled job of the other side. */
  readonly before?: Hash;
}
