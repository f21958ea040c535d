import { type Diagnostic, fail, found, UserError } from "../diagnostics/index.ts";
import { isHash, member, put } from "./copy.ts";
import { globals, legacyGlobals } from "./names.ts";
import type { JobDraft, PipelineDraft } from "./types.ts";

/**
 * Splits a parsed child configuration into a draft, so that a file passes the same checks as
 * generated jobs: global keywords are the top level, the old ones (`image`, `services`, `cache`,
 * `before_script`, `after_script`) become part of `default`, and every other key is a job.
 * Raises TOP_LEVEL when it is no hash, DEFAULT_TWICE when an old keyword is also in `default`.
 */
export function readConfiguration(document: unknown, origin: string): PipelineDraft {
  if (!isHash(document)) {
    const got =
      document === null ? "nothing" : Array.isArray(document) ? "a list" : typeof document;
    fail("TOP_LEVEL", [origin], { got });
  }
  const apart = new Set<string>([...globals, ...legacyGlobals]);
  const jobs = Object.keys(document)
    .filter((name) => !apart.has(name))
    .map((name): JobDraft => ({ name, origin, config: document[name] }));
  const draft: Record<string, unknown> = { origin, jobs };
  for (const key of globals) {
    const value = member(document, key);
    if (value !== undefined && value !== null) draft[key] = value;
  }
  const old = legacyGlobals.filter((key) => (member(document, key) ?? undefined) !== undefined);
  if (old.length > 0 && (draft.default === undefined || isHash(draft.default))) {
    const defaults = { ...draft.default };
    const twice: Diagnostic[] = [];
    for (const key of old) {
      if (member(defaults, key) !== undefined)
        twice.push(found("DEFAULT_TWICE", [origin, key], { key }));
      else put(defaults, key, document[key]);
    }
    if (twice.length > 0) throw new UserError(twice);
    draft.default = defaults;
  }
  return draft as unknown as PipelineDraft;
}
