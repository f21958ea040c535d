import { type Hash, isHash, type Limits, limitsFor, member } from "../../model/index.ts";
import { isCertain, openErrors } from "./certain.ts";
import type { Change, GitlabError, Path, Scope } from "./entry.ts";
import { basesOf, expand } from "./expand.ts";
import { processorError } from "./processor.ts";
import { checkRoot } from "./root.ts";

export type { GitlabError } from "./entry.ts";

/** For which GitLab the errors are told. */
export interface WordsOptions {
  /** Its limits; those of `version` when left out. */
  readonly limits?: Limits | undefined;
  /** Such as `18.2`; the newest that the words were read for when left out. */
  readonly version?: string | undefined;
  /** Whether the keywords of paid editions are known: `secrets`, `needs:project`; they are. */
  readonly edition?: "free" | "paid" | undefined;
}

const newest = "18.11";

function scopeOf({ limits, version = newest, edition = "paid" }: WordsOptions): Scope {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? /^(\d+)\.(\d+)/.exec(newest)!;
  const own = [Number(major), Number(minor)] as const;
  return {
    limits: limits ?? limitsFor({ version }),
    paid: edition === "paid",
    since: (first, second) => own[0] > first || (own[0] === first && own[1] >= second),
  };
}

/**
 * GitLab's own errors for a configuration, in GitLab's words and order (18.11): first those of all
 * its entries; when there are none, the first that its jobs have with each other. `document` is the
 * parsed YAML with what it includes merged in; `extends` and references stand as they are written.
 * Each path leads to where the fault is written, as far as it is in the document.
 */
export const gitlabErrors = (
  document: unknown,
  options: WordsOptions = {},
): readonly GitlabError[] => gitlabVerdict(document, options).errors;

/** What GitLab says of a configuration. */
export interface Verdict {
  readonly errors: readonly GitlabError[];
  /** It without `extends` and references, where GitLab comes so far. */
  readonly expanded?: Hash;
}

/** The same with what GitLab made of the document on the way. */
export function gitlabVerdict(document: unknown, options: WordsOptions = {}): Verdict {
  if (document === null || document === undefined) {
    const message = "Please provide content of .gitlab-ci.yml";
    return { errors: [{ code: "configuration-empty", message, path: [] }] };
  }
  if (!isHash(document)) {
    const message = "Invalid configuration format";
    return { errors: [{ code: "configuration-form", message, path: [] }] };
  }
  const scope = scopeOf(options);
  const expanded = expand(document, scope.limits.nesting.value);
  if ("error" in expanded) return { errors: [written(document, expanded.error)] };
  const { errors, jobs } = checkRoot(expanded.document, scope);
  const told = errors.length > 0 ? errors : [processorError(expanded.document, jobs, scope) ?? []];
  return {
    errors: told.flat().map((error) => written(document, error)),
    expanded: expanded.document,
  };
}

/**
 * Those of GitLab's errors that stand although files of the configuration could not be read. `isFinal`
 * tells paths that the last file to be merged writes.
 */
export const certainErrors = (
  document: Hash,
  isFinal: (path: Path) => boolean,
  options: WordsOptions = {},
): readonly GitlabError[] =>
  openErrors(document, scopeOf(options))
    .map((error) => written(document, error))
    .filter((error) => isCertain(document, error, isFinal));

/** The error with its paths led to the job that wrote the value, which may be one that it extends. */
function written(document: Hash, error: GitlabError): GitlabError {
  const { fixes = [], ...told } = error;
  const mends = fixes.flatMap((fix) => writtenChange(document, fix) ?? []);
  const isWhole = mends.length > 0 && mends.length === fixes.length;
  const path = writtenPath(document, error.path);
  return { ...told, path, ...(isWhole && { fixes: mends }) };
}

/** The change where the value is written; nothing is taken from a job that others may extend too. */
function writtenChange(document: Hash, change: Change): Change | undefined {
  const path = writtenPath(document, change.path);
  if ("remove" in change && path[0] !== change.path[0]) return undefined;
  if (path.length === change.path.length) return { ...change, path };
  const isNew = "set" in change && path.length === change.path.length - 1;
  return isNew ? { ...change, path: [...path, change.path.at(-1)!] } : undefined;
}

function writtenPath(document: Hash, path: Path): Path {
  const [name, ...rest] = path;
  if (typeof name !== "string") return path;
  const seen = new Set<string>();
  let best = [name, ...upTo(document[name], rest)];
  if (best.length === path.length) return path;
  const search = (at: string): void => {
    if (seen.has(at) || !Object.hasOwn(document, at)) return;
    seen.add(at);
    const found = [at, ...upTo(document[at], rest)];
    if (found.length > best.length) best = found;
    for (const base of [...basesOf(document[at])].reverse()) search(base);
  };
  search(name);
  return best;
}

/** As much of a path as there is. */
function upTo(value: unknown, path: Path): (string | number)[] {
  const found: (string | number)[] = [];
  let at = value;
  for (const step of path) {
    if (typeof step === "number") at = Array.isArray(at) ? (at as unknown[])[step] : undefined;
    else at = isHash(at) ? member(at, step) : undefined;
    if (at === undefined) break;
    found.push(step);
  }
  return found;
}
