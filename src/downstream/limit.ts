import type { Fault } from "../gitlab/index.ts";

/** After this a limit of a minute is surely over. */
const minute = 61_000;

/** Milliseconds until a limit of a minute that is used up is free again: as GitLab says, a minute at most. */
export const untilFree = ({ after = minute }: Fault): number => Math.min(after, minute);
