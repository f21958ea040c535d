import { showText } from "../diagnostics/index.ts";
import type { ViewJob, ViewNeed, ViewPipeline } from "../view/index.ts";
import { judgementOf, type Shown } from "./shown.ts";

/** How a job of a pipeline is called: by its name, or where many are told together by a pattern. */
export type Call = (name: string, service: number | undefined) => string;

const shownNeeds = 6;

/**
 * What stands behind the name of a job, a phrase each: copies, what becomes of it in the situation,
 * needs, where it goes, what it does without. Plain text, names as `call` gives them.
 */
export function notesOf(
  job: ViewJob,
  pipeline: ViewPipeline,
  { view, situation }: Shown,
  call: Call,
  all = false,
): string[] {
  const notes: string[] = [];
  if (job.copies > 1) notes.push(`${job.copies} in parallel`);
  const { created, told } = judgementOf(job, pipeline, situation);
  if (!created) notes.push(told === "" ? "left out" : `left out: ${showText(told)}`);
  else if (told !== "") notes.push(showText(told));
  if (job.opens !== undefined) notes.push(startsOf(view.pipelines[job.opens], view.pipelines));
  else if (job.kind === "trigger") notes.push("starts a pipeline");
  const needs = unique(job.needs.map((need) => needOf(need, pipeline, call)));
  if (needs.length > 0) notes.push(`needs ${listed(needs, all)}`);
  const without = unique(
    droppedOf(job, all).map(({ need, why }) => `${call(need, undefined)} (${droppedWords[why]})`),
  );
  if (without.length > 0) notes.push(`without ${listed(without, all)}`);
  return notes;
}

/**
 * Needs that were left out. That a service has no job of some name is how most repositories are:
 * only `all` tells of it.
 */
export const droppedOf = ({ dropped }: ViewJob, all = false): ViewJob["dropped"] =>
  all ? dropped : dropped.filter(({ why }) => why !== "no-such-job" && why !== "no-such-cell");

/** Why a need was left out. */
export const droppedWords: Readonly<Record<ViewJob["dropped"][number]["why"], string>> = {
  "not-affected": "not affected",
  "no-such-job": "no such job",
  "no-such-cell": "no such cell of the matrix",
  cycle: "the services depend on each other in a circle",
  "other-pipeline": "in another pipeline, which runs before",
};

const unique = (words: readonly string[]) => [...new Set(words)];

/** Some words, and how many more there are. */
export function listed(words: readonly string[], all = false, most = shownNeeds): string {
  if (all || words.length <= most + 1) return words.join(", ");
  return `${words.slice(0, most).join(", ")} and ${words.length - most} more`;
}

function needOf({ name, job, optional }: ViewNeed, { jobs }: ViewPipeline, call: Call): string {
  const service = job === undefined ? undefined : jobs[job]?.service;
  return `${call(name, service)}${optional ? " (optional)" : ""}`;
}

function startsOf(started: ViewPipeline | undefined, all: readonly ViewPipeline[]): string {
  if (!started) return "starts a pipeline";
  const { source, unknown } = started;
  if (unknown !== undefined) return showText(`starts ${source}: ${unknown}`);
  const below = started.jobs.filter(({ opens }) => opens !== undefined && all[opens]).length;
  const more = below === 0 ? "" : `, ${below} of them start further ones`;
  return `starts ${count(started.jobs.length, "job")}${more}`;
}

/** `1 job`, `2 jobs`. */
export const count = (number: number, word: string): string =>
  `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
