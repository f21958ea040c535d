import { type Hash, isHash, member } from "../../model/index.ts";
import type { Change, GitlabError } from "./entry.ts";
import { kept } from "./kept.ts";
import { isList, isString } from "./ruby.ts";

/** A need on a job of this pipeline, as it is written. */
export interface Need {
  readonly name: string;
  readonly optional: boolean;
  readonly parallel: unknown;
}

function needOf(need: unknown): Need {
  if (!isHash(need)) return { name: String(need), optional: false, parallel: undefined };
  return {
    name: String(member(need, "job")),
    optional: member(need, "optional") === true,
    parallel: member(need, "parallel") ?? undefined,
  };
}

/** The needs on jobs of this pipeline, where a job or a rule has `needs` at all. */
export function needsIn(config: Hash): readonly Need[] | undefined {
  const written = member(config, "needs");
  if (written === undefined || written === null) return undefined;
  return typeof written === "object" ? readNeeds(written) : readNeeds([written]);
}

const readNeeds = kept(
  (written: object): readonly Need[] =>
    (isList(written) ? written.flat(Number.POSITIVE_INFINITY) : [written])
      .filter((need) => isString(need) || (isHash(need) && isOwn(need)))
      .map(needOf),
  new WeakMap<object, readonly Need[]>(),
);

const isOwn = (need: Hash): boolean =>
  Object.hasOwn(need, "job") &&
  !["project", "ref", "pipeline"].some((key) => Object.hasOwn(need, key));

/** A fix of more steps is none that anybody can look through, and takes long to try. */
const mostSteps = 100;

/** What takes entries of `needs` out that stand there before, word by word. */
export function repeated(written: string, config: Hash): Pick<GitlabError, "fixes"> {
  const list = member(config, "needs");
  if (!isList(list) || list.some(isList)) return {};
  const seen = new Set<string>();
  const fixes = list.flatMap((need, index): Change[] => {
    const text = JSON.stringify(need);
    if (seen.has(text)) return [{ path: [written, "needs", index], remove: true }];
    seen.add(text);
    return [];
  });
  return fixes.length > 0 && fixes.length <= mostSteps ? { fixes } : {};
}
