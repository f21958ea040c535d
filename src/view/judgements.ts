import { type JobVerdict, outline, tellVerdict } from "../simulate/index.ts";
import { visibleJobs } from "./jobs.ts";
import type { Opened } from "./opened.ts";
import type { ViewJudgement, ViewPipeline } from "./types.ts";

/** What a pipeline and its jobs come to in each situation. */
export interface Judged extends Pick<ViewPipeline, "created" | "judgements"> {
  /** By job, in the order of the pipeline: one a situation. */
  readonly verdicts: readonly (readonly number[])[];
  /** The variables that reach a job in a situation, by index. */
  variablesOf(job: string, situation: number): Readonly<Record<string, string>>;
}

/** Judges a pipeline in each situation; its jobs also where it is not started, as if it were. */
export function judged({ pipeline, starts, unknown }: Opened): Judged {
  const pool = poolOf();
  const jobs = pipeline ? visibleJobs(pipeline) : [];
  const outlines = pipeline ? starts.map(({ situation }) => outline(pipeline, situation())) : [];
  return {
    created: starts.map(({ absent }, index) => {
      if (absent !== undefined) return { created: false, why: absent };
      const seen = outlines[index];
      // What is not known may bring the jobs that seem to be missing.
      const isOpen = unknown !== undefined && seen?.judged;
      if (!seen || seen.created || isOpen) return { created: true, why: "" };
      return { created: false, why: [...new Set(seen.errors)].join("\n") };
    }),
    verdicts: jobs.map(({ name }) => outlines.map((seen) => pool.place(seen.verdictsOf(name)))),
    judgements: pool.judgements,
    variablesOf: (job, situation) => outlines[situation]?.variablesOf(job) ?? {},
  };
}

/** Judgements by what they are made of; each stands once. */
function poolOf() {
  const judgements: ViewJudgement[] = [];
  const places = new Map<string, number>();
  const known = new WeakMap<JobVerdict, number>();
  const placeOf = (judgement: ViewJudgement): number => {
    const key = JSON.stringify(judgement);
    const place = places.get(key) ?? judgements.push(judgement) - 1;
    places.set(key, place);
    return place;
  };
  const place = (copies: readonly JobVerdict[]): number => {
    const [first] = copies;
    if (!first) return placeOf(notJudged);
    if (copies.some((each) => each !== first)) return placeOf(together(copies));
    const at = known.get(first) ?? placeOf(viewed(first));
    known.set(first, at);
    return at;
  };
  return { judgements, place };
}

const notJudged: ViewJudgement = {
  created: false,
  when: "never",
  allowFailure: false,
  told: "its pipeline is not created",
};

function viewed(verdict: JobVerdict): ViewJudgement {
  const { created, when, allowFailure, by } = verdict;
  const rule = by.by === "rule" ? { rule: by.index } : {};
  return { created, when, allowFailure, ...rule, told: tellVerdict(verdict) };
}

/** Jobs of a matrix may be decided differently: told of the first that is created. */
function together(copies: readonly JobVerdict[]): ViewJudgement {
  const there = copies.filter(({ created }) => created);
  const first = viewed(there[0] ?? copies[0]!);
  const key = JSON.stringify(first);
  if (copies.every((each) => JSON.stringify(viewed(each)) === key)) return first;
  const parts = [`${there.length} of ${copies.length}`, first.told];
  return { ...first, told: parts.filter((part) => part !== "").join(": ") };
}
