import type { Compared } from "../detect/index.ts";
import type { Sides } from "./sides.ts";
import type { Difference, JobDifference } from "./types.ts";

/** What the printers tell of. */
export interface Told {
  /** For people: `1234abcd`, `1234abcd and the work tree`. */
  readonly from: string;
  readonly to: string;
  /** Why it is compared with that. */
  readonly why: string;
  readonly difference: Difference;
}

/** What is told of two sides. */
export const toldOf = ({ from, to, compared: { base } }: Sides, difference: Difference): Told => ({
  from: from.commit,
  to: to.commit,
  why: whyOf(base),
  difference,
});

/** The reason for the base, in the words of `--from`. */
export const whyOf = ({ why }: Compared["base"]): string => why.replace(/^--base:/, "--from:");

/** What is compared, in one line. */
export const compared = ({ from, to, why }: Told): string => `from ${from} to ${to} (${why})`;

/** How much differs, in one line. */
export function summary({ jobs, pipelines, same, services }: Difference): string {
  const of = (change: JobDifference["change"]) =>
    jobs.filter((job) => job.change === change).length;
  const [added, removed, changed] = [of("added"), of("removed"), of("changed")];
  const looked = `${count(services.length, "service")} looked at`;
  if (jobs.length + pipelines.length === 0) {
    return `nothing differs: ${count(same, "job")} alike, ${looked}`;
  }
  const parts = [
    `${count(added, "job")} added`,
    `${number(removed)} removed`,
    `${number(changed)} changed`,
    `${number(same)} alike`,
  ];
  if (pipelines.length > 0) parts.push(`${count(pipelines.length, "pipeline")} changed`);
  return `${parts.join(", ")}; ${looked}`;
}

const number = (value: number) => value.toLocaleString("en");
const count = (value: number, word: string) => `${number(value)} ${word}${value === 1 ? "" : "s"}`;

/** Some names, and how many more there are. */
export function some(names: readonly string[], most = 3): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${number(names.length - most)} more`;
}

/** How a pipeline is called: the child, or by the trigger job that starts it. */
export const pipelineTitle = (name: string): string =>
  name === "" ? "the child pipeline" : `the pipeline that ${name} starts`;
