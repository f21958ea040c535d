import type { Context } from "../context/index.ts";
import { type DownstreamSubject, downstreamOf } from "./downstream.ts";

/** A pipeline of another project, or of this one, that `fanout trigger` is to start. */
export interface DownstreamTarget {
  /** Of the entry in `downstream`. */
  readonly name: string;
  /** Full path. */
  readonly project: string;
  /** A branch or a tag; left out for the project's default branch. */
  readonly ref?: string;
  /** Whether the default branch does where the project has no such ref. */
  readonly fallback: boolean;
  /** They are to arrive as they stand here. */
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The address of another GitLab. */
  readonly url?: string;
  /** Left out where the configuration says nothing. */
  readonly strategy?: "depend" | "mirror" | "none";
  /** Which service concerns it, and why that is affected. */
  readonly why: string;
}

/**
 * The entries of `downstream` with `how: "api"` that the change concerns, in the configuration's
 * order. Pure; throws what `downstreamOf` throws.
 */
export function downstreamTargets(
  detected: DownstreamSubject & { readonly context: Pick<Context, "ref" | "refType"> },
): readonly DownstreamTarget[] {
  return downstreamOf(detected)
    .filter(({ entry, by }) => entry.how === "api" && by.length > 0)
    .map(({ name, entry, why }): DownstreamTarget => {
      const { project, variables = {}, inputs = {}, url, strategy } = entry;
      return {
        name,
        project,
        ...refOf(entry.ref, detected.context),
        variables,
        inputs,
        ...(url !== undefined && { url }),
        ...(strategy !== undefined && { strategy }),
        why,
      };
    });
}

/** A pipeline of a tag has no branch that another project could have too. */
function refOf(
  ref: string | { readonly same: true } | undefined,
  { ref: own, refType }: Pick<Context, "ref" | "refType">,
): Pick<DownstreamTarget, "ref" | "fallback"> {
  if (ref === undefined) return { fallback: false };
  if (typeof ref === "string" && ref !== "same-or-default") return { ref, fallback: false };
  return refType === "branch" && own !== "HEAD"
    ? { ref: own, fallback: true }
    : { fallback: false };
}
