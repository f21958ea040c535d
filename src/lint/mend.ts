import { type Hash, holdsReference } from "../model/index.ts";
import { changed, valueAt } from "../yaml/index.ts";
import { fromTheEnd } from "./fix.ts";
import { type Change, type Fix, mostFixes, type Path } from "./types.ts";
import type { GitlabError } from "./words/index.ts";

/** GitLab's checks of a document. */
type Judge = (document: Hash) => readonly GitlabError[];

/**
 * The fixes of what GitLab refuses, by error: the first of them, where there are many. Each has been tried: with it GitLab's own checks no
 * longer tell its error, and tell nothing of the place that it changes.
 */
export function triedFixes(
  document: Hash,
  errors: readonly GitlabError[],
  judge: Judge,
): ReadonlyMap<GitlabError, Fix> {
  const wanted = errors
    .filter(({ fixes = [] }) => fixes.length > 0 && areOwn(document, fixes))
    .slice(0, mostFixes);
  const first = sound(document, wanted, judge);
  const all = first.length < wanted.length ? sound(document, first, judge) : first;
  return new Map(all.map((error) => [error, fixOf(error.fixes ?? [])]));
}

/** What takes something away goes step by step, so that no comment goes with it (`applyFixes`). */
function fixOf(changes: readonly Change[]): Fix {
  const [only] = changes;
  const isPlain = only !== undefined && changes.length === 1 && !("remove" in only);
  return isPlain ? only : { path: only?.path ?? [], steps: changes };
}

/** What a reference brings is written elsewhere. */
const areOwn = (document: Hash, changes: readonly Change[]): boolean =>
  changes.every(({ path }) => !holdsReference(valueAt(document, path)?.value));

function sound(
  document: Hash,
  errors: readonly GitlabError[],
  judge: Judge,
): readonly GitlabError[] {
  if (errors.length === 0) return [];
  const changes = errors.flatMap(({ fixes = [] }) => fixes);
  const after = changedBy(document, changes);
  const left = judge(after);
  const messages = new Set(left.map(({ message }) => message));
  const told = new Set(left.flatMap(({ path }) => placesOn(path)));
  return errors.filter(
    ({ message, fixes = [] }) =>
      !messages.has(message) && fixes.every((fix) => !told.has(JSON.stringify(placeAfter(fix)))),
  );
}

const placeAfter = (change: Change): Path =>
  "rename" in change ? [...change.path.slice(0, -1), change.rename] : change.path;

/** All that a path leads through, and its end. */
const placesOn = (path: Path): readonly string[] =>
  [...path.keys(), path.length].map((end) => JSON.stringify(path.slice(0, end)));

/** A copy of the document with the changes made; what they do not lead through is shared. */
function changedBy(document: Hash, changes: readonly Change[]): Hash {
  const once = new Map(changes.map((change) => [JSON.stringify(change), change]));
  const ordered = [...once.values()].toSorted((a, b) => fromTheEnd(a.path, b.path));
  const own = new WeakSet<object>();
  return ordered.reduce((made, change) => changed(made, change, own) as Hash, document);
}
