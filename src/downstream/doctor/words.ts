import { sentence, UserError } from "../../diagnostics/index.ts";
import type { Fault } from "../../gitlab/index.ts";
import type { Result } from "./types.ts";

export const ok = (what: string): Result => ({ mark: "ok", what });

/** It could not be made, for this reason. */
export const unknown = (what: string, stops?: string): Result => ({
  mark: "unknown",
  what,
  ...(stops !== undefined && { stops }),
});

/** GitLab did not tell. */
export const untold = ({ problem }: Fault, why = ""): Result =>
  unknown(`${problem}${why && `; ${why}`}`);

/** `18.2` and above it; a version that cannot be read is none. */
export function isAtLeast(version: string, least: string): boolean {
  const [own, other] = [version, least].map((each) => /^(\d+)\.(\d+)/.exec(each));
  if (!own || !other) return false;
  const [major, minor] = [Number(own[1]) - Number(other[1]), Number(own[2]) - Number(other[2])];
  return major > 0 || (major === 0 && minor >= 0);
}

/** Roles as GitLab calls them, by access level (docs.gitlab.com, api/access_requests). */
const roles: readonly (readonly [level: number, name: string])[] = [
  [50, "Owner"],
  [40, "Maintainer"],
  [30, "Developer"],
  [20, "Reporter"],
  [15, "Planner"],
  [10, "Guest"],
  [5, "Minimal Access"],
];

/** `Developer`; `no member` below all. */
export const roleOf = (level: number): string =>
  roles.find(([least]) => level >= least)?.[1] ?? "no member";

/** The access level of a role as the API spells it: `maintainer`. */
export const levelOf = (role: string): number =>
  roles.find(([, name]) => name.toLowerCase() === role)?.[0] ?? Number.POSITIVE_INFINITY;

/** What an expected mistake says, in one line; anything else is thrown on. */
export function saidBy(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  return error.diagnostics.map((each) => firstLine(sentence(each))).join("; ");
}

/** Without an example, and the sentence that leads to it. */
function firstLine(text: string): string {
  const [line = "", ...more] = text.split("\n");
  const end = line.lastIndexOf(". ");
  return more.length > 0 && line.endsWith(":") && end > 0 ? line.slice(0, end) : line;
}
