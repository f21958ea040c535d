import { type Hash, isHash, member } from "../../model/index.ts";
import type { Change, GitlabError, Path } from "./entry.ts";
import { isList, isString } from "./ruby.ts";

/** A need on a job of this pipeline. */
export interface Need {
  readonly name: string;
  readonly optional: boolean;
  readonly path: Path;
}

function needOf(need: unknown, path: Path): Need & { readonly parallel: unknown } {
  if (!isHash(need)) return { name: String(need), optional: false, parallel: undefined, path };
  return {
    name: String(member(need, "job")),
    optional: member(need, "optional") === true,
    parallel: member(need, "parallel") ?? undefined,
    path,
  };
}

/** The needs on jobs of this pipeline, where a job or a rule has `needs` at all. */
export function needsIn(config: Hash, path: Path) {
  const written = member(config, "needs");
  if (written === undefined || written === null) return undefined;
  const list = isList(written) ? written.flat(Number.POSITIVE_INFINITY) : [written];
  return list
    .filter((need) => isString(need) || (isHash(need) && isOwn(need)))
    .map((need) => needOf(need, path));
}

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
