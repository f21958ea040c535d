import { type Code, found } from "../diagnostics/index.ts";
import type { Place, Problem } from "./types.ts";

type Arguments<C extends Code> = Parameters<typeof found<C>>[2];

/** What is known of a problem beside its arguments. */
export interface About {
  readonly file: string;
  readonly place?: Place | undefined;
  /** GitLab's own words. */
  readonly gitlab?: string;
  /** It may not come to this: rules that nobody can judge here decide. */
  readonly uncertain?: boolean;
}

export function problem<C extends Code>(
  code: C,
  { file, place, gitlab, uncertain }: About,
  args: Arguments<C>,
): Problem {
  const finding = found(code, [file], args);
  return {
    ...finding,
    ...(uncertain && finding.severity === "error" && { severity: "warning" as const }),
    ...(gitlab !== undefined && { gitlab }),
    ...(place && { place }),
  };
}
