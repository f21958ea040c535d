import type { Gitlab } from "../../gitlab/index.ts";
import type { Io } from "../../io.ts";
import type { Journal } from "../journal.ts";
import type { Tokens } from "../tokens.ts";

/** What a target is started with. */
export interface World {
  readonly env: Io["env"];
  readonly api: Gitlab;
  readonly tokens: Tokens;
  readonly journal: Journal;
  /** A line for people, as it happens. */
  readonly tell: (line: string) => void;
  /** How long GitLab may take to carry out what it did not answer, in milliseconds. */
  readonly settle: number;
  /** Whether somebody asked to end: from then on nothing new is started. */
  readonly ending: () => boolean;
}

/** Sleeps, but no longer than a second after somebody asked to end. */
export async function nap(milliseconds: number, { api, ending }: World): Promise<void> {
  const until = api.clock.now() + milliseconds;
  for (let left = milliseconds; left > 0 && !ending(); left = until - api.clock.now()) {
    await api.clock.sleep(Math.max(1, Math.min(1_000, left)));
  }
}
