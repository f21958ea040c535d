/** One kind of what GitLab itself refuses. */
export interface Refusal {
  /** GitLab's literal words, without the place in front; `…` stands for what differs. */
  readonly says: string;
  /** What it means and why GitLab refuses it, in our own words: sentences with their full stops. */
  readonly docs: string;
  /** What to do about it: one sentence without a full stop. */
  readonly hint: string;
  /** The page of GitLab's documentation, below docs.gitlab.com. */
  readonly page: string;
}

/** Holds a group of rows to their form, and keeps their codes as they are written. */
export const group = <Code extends string>(
  rows: Readonly<Record<Code, Refusal>>,
): Readonly<Record<Code, Refusal>> => rows;
