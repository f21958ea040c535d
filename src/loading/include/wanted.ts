import type { Hash } from "../../model/index.ts";
import { member } from "../hash.ts";
import { rubyText } from "../inputs/ruby.ts";
import type { Places } from "../places.ts";
import { problem } from "../problems.ts";
import type { LoadWorld, Place, Problem, UnknownInclude } from "../types.ts";
import type { Context } from "./fetch.ts";
import {
  apart,
  entriesOf,
  type Location,
  locate,
  normalEntry,
  wildcardMatches,
  wildcardOf,
} from "./locations.ts";
import { judgeRules } from "./rules.ts";

/** A file that is to be included: what GitLab would fetch next. */
export interface Wanted {
  readonly location: Location;
  /** Of the file that includes it. */
  readonly context: Context;
  /** The file that includes it, and where. */
  readonly file: string;
  readonly place: Place | undefined;
}

export interface Includes {
  readonly wanted: readonly Wanted[];
  readonly unknown: readonly UnknownInclude[];
  readonly problems: readonly Problem[];
}

interface Surroundings {
  readonly world: LoadWorld;
  readonly places: Places;
  readonly taken: ReadonlySet<string>;
}

/**
 * The files that the `include` of a content asks for, in GitLab's order of steps: rules, wildcards,
 * variables (lib/gitlab/ci/config/external/mapper.rb).
 */
export async function includesOf(
  content: Hash,
  file: string,
  context: Context,
  { world, places, taken }: Surroundings,
): Promise<Includes> {
  const include = member(content, "include");
  const wanted: Wanted[] = [];
  const unknown: UnknownInclude[] = [];
  const problems: Problem[] = [];
  for (const [index, written] of entriesOf(include).entries()) {
    const path = Array.isArray(include)
      ? ["include", include.indexOf(written, index)]
      : ["include"];
    const place = places.where(content, path);
    const about = { file, place, uncertain: context.uncertain };
    const entry = normalEntry(written, context.variables);
    if (!entry) {
      const got = written === true || typeof written === "number" ? String(written) : "this";
      problems.push(problem("LOAD_INCLUDE_FORM", about, { got }));
      continue;
    }
    const paths = async () => (context.home === "repository" ? world.paths() : undefined);
    const { variables } = context;
    const judged = await judgeRules(member(entry, "rules"), { variables, paths });
    if (judged.error !== undefined) {
      const { error } = judged;
      problems.push(problem("LOAD_INCLUDE", { ...about, gitlab: error }, { failure: error }));
    }
    if (judged.verdict === "no") continue;
    const uncertain = context.uncertain || judged.verdict === "maybe";
    const add = (one: Hash) => {
      const located = locate(one, variables);
      if ("error" in located) {
        const { error } = located;
        const told = { ...about, uncertain, gitlab: error };
        problems.push(problem("LOAD_INCLUDE", told, { failure: error }));
      } else {
        const { location } = located;
        wanted.push({ location, context: { ...context, uncertain }, file, place });
      }
    };
    const wildcard = wildcardOf(entry);
    if (wildcard === undefined) {
      for (const one of apart(entry)) add(one);
    } else if (context.home === "repository") {
      const matching = wildcardMatches(wildcard, await world.paths());
      const fresh = matching.filter((each) => !taken.has(each)).sort();
      for (const local of fresh) add({ ...entry, local });
    } else if (context.home === "nowhere") {
      add(entry);
    } else {
      const key = `${context.home.key}:${rubyText(wildcard)}`;
      unknown.push({ kind: "local", key, ...(place && { place }) });
    }
  }
  return { wanted, unknown, problems };
}
