import { type Hash, holdsReference, isHash, member, put } from "../../model/index.ts";
import { valueAt } from "../../yaml/index.ts";
import type { RefusalCode } from "../refusals/index.ts";
import type { GitlabError, Path, Scope } from "./entry.ts";
import { basesOf, expand } from "./expand.ts";
import { checkRoot } from "./root.ts";

/**
 * The errors of entries in a document of which files are missing, as far as it can be looked at: without
 * what references bring, without `extends` that lead to what is missing, without what may be no job.
 */
export function openErrors(document: Hash, scope: Scope): readonly GitlabError[] {
  const expanded = expand(readable(document), scope.limits.nesting.value);
  return "error" in expanded ? [] : checkRoot(withKind(expanded.document), scope).errors;
}

/** They miss a keyword beside them, which may come from elsewhere. */
const alone: ReadonlySet<RefusalCode> = new Set([
  "start-in-without-delayed",
  "publish-outside-pages",
]);

/**
 * Whether an error stands whatever the missing files bring. `isFinal` tells paths that the last file
 * to be merged writes: it beats all that it includes, but hashes may get more keys from elsewhere.
 */
export function isCertain(
  document: Hash,
  { code, path, message }: GitlabError,
  isFinal: (path: Path) => boolean,
): boolean {
  const value = valueAt(document, path)?.value;
  if (value === undefined || value === null || alone.has(code) || !isFinal(path)) return false;
  // Lists are replaced as a whole.
  const isWhole = !isHash(value) || path.some((step) => typeof step === "number");
  return isWhole || /contains unknown keys: /.test(message);
}

function readable(document: Hash): Hash {
  const isKnown = knownIn(document);
  const part: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (!isHash(value)) {
      if (!holdsReference(value)) put(part, name, value);
      continue;
    }
    const lacks = !isKnown(name);
    put(
      part,
      name,
      only(value, (key, inner) => !(lacks && key === "extends") && !holdsReference(inner)),
    );
  }
  return part;
}

const tops = new Set(["default", "variables", "workflow", "cache", "image"]);
const kinds = ["script", "run", "trigger"];

/** Without hashes that a missing file may make a job, or another kind of job. */
const withKind = (document: Hash): Hash =>
  only(
    document,
    (name, value) =>
      !isHash(value) ||
      tops.has(name) ||
      name.startsWith(".") ||
      kinds.some((key) => Object.hasOwn(value, key)),
  );

const only = (hash: Hash, isIn: (key: string, value: unknown) => boolean): Hash =>
  Object.fromEntries(Object.entries(hash).filter(([key, value]) => isIn(key, value)));

/** Whether all that a job extends is in the document; not so in a circle. */
function knownIn(document: Hash): (name: string) => boolean {
  const answers = new Map<string, boolean>();
  return function isKnown(name) {
    const before = answers.get(name);
    if (before !== undefined) return before;
    answers.set(name, false);
    const value = member(document, name);
    const answer = isHash(value) && basesOf(value).every(isKnown);
    answers.set(name, answer);
    return answer;
  };
}
