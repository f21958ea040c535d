import type { How } from "../../src/downstream/index.ts";
import type { Project, Stand } from "../helpers/gitlab/index.ts";

/** A way to start a pipeline that GitLab refuses: by a trigger token, unless `how` says another. */
export interface Case {
  readonly how?: How;
  readonly change?: (app: Project, lab: Stand) => void;
  readonly body?: Record<string, unknown>;
  /** GitLab's literal answer; none where there is none. */
  readonly says: readonly [status: number, body: unknown] | undefined;
  /** What people are shown, behind "no pipeline was started: ". */
  readonly shown: string;
}

export type Cases = readonly (readonly [cause: string, given: Case])[];

/** GitLab answers so, whatever it is asked. */
export const answers = (status: number, body: unknown) => (_: Project, lab: Stand) =>
  lab.fail({ as: { status, body } });

/** The form of a refusal of the chain. */
export const base = (text: string) => ({ message: { base: [text] } });
