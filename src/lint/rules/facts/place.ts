import { isHash } from "../../../model/index.ts";
import type { Fix, Linted, Path } from "../../types.ts";
import { member, texts, valueAt } from "./read.ts";

/** Where something of a compiled job stands in the document. */
export interface Place {
  readonly path: Path;
  /** It stands there as it is in the compiled job, and not only near by. */
  readonly exact: boolean;
}

/** Old top-level keywords that GitLab reads as part of `default`. */
const legacy = new Set(["image", "services", "cache", "before_script", "after_script"]);

/**
 * Where a value of a compiled job was written: in the job, in one that it extends, or in `default`.
 * A reference is as near as one gets to what it leads to.
 */
export function placeOf({ document }: Linted, job: string, path: Path): Place {
  const exact = writer(document, job, path, new Set());
  if (exact) return { path: exact, exact: true };
  const [key = ""] = path;
  const near = writer(document, job, [key], new Set());
  if (near)
    return { path: [...near, ...reach(valueAt(document, near), path.slice(1))], exact: false };
  const top: Path =
    legacy.has(String(key)) && member(document, String(key)) !== undefined ? [] : ["default"];
  if (holds(document, [...top, key])) {
    const inner = reach(valueAt(document, [...top, key]), path.slice(1));
    return { path: [...top, key, ...inner], exact: inner.length === path.length - 1 };
  }
  return { path: [job], exact: false };
}

/** The fix that sets a value of a job, where the job itself wrote that value. */
export function setIn(linted: Linted, job: string, path: Path, set: unknown): readonly Fix[] {
  const place = placeOf(linted, job, path);
  return place.exact && place.path[0] === job ? [{ path: place.path, set }] : [];
}

function writer(document: unknown, job: string, path: Path, seen: Set<string>): Path | undefined {
  const config = member(document, job);
  if (!isHash(config) || seen.has(job)) return undefined;
  seen.add(job);
  if (holds(config, path)) return [job, ...path];
  for (const base of texts(member(config, "extends")).toReversed()) {
    const found = writer(document, base.value, path, seen);
    if (found) return found;
  }
  return undefined;
}

const holds = (value: unknown, path: Path): boolean => reach(value, path).length === path.length;

/** As much of a path as there is. */
function reach(value: unknown, path: Path): Path {
  let at = value;
  for (const [index, step] of path.entries()) {
    at = valueAt(at, [step]);
    if (at === undefined) return path.slice(0, index);
  }
  return path;
}
