import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { type Pattern, parsePattern } from "./pattern.ts";

/**
 * Patterns that are read together: a path is in when a positive one matches and no negated one
 * does, whatever their order.
 */
export interface PatternList {
  readonly patterns: readonly Pattern[];
  /** The first positive pattern that matches, as it was written; `undefined` when the path is out. */
  match(path: string): string | undefined;
  /** Whether a negated pattern takes the path away. */
  takesAway(path: string): boolean;
}

/** A list without patterns: no path is in. */
const empty: PatternList = { patterns: [], match: () => undefined, takesAway: () => false };

/** Reads lists as `patternList` does, each list and pattern once: services share most of theirs. */
export function patternReader(): typeof patternList {
  const patterns = new Map<string, ReturnType<typeof parsePattern>>();
  const lists = new Map<readonly string[], PatternList>();
  const parse = (text: string) => {
    const pattern = patterns.get(text) ?? parsePattern(text);
    patterns.set(text, pattern);
    return pattern;
  };
  return (texts, where) => {
    const list = lists.get(texts) ?? listOf(texts, where, parse);
    lists.set(texts, list);
    return list;
  };
}

/**
 * Reads a list; `where` leads to it in the configuration, for messages.
 * Throws a UserError with all that is wrong: PATTERN_INVALID, PATTERN_ONLY_NEGATED.
 */
export function patternList(
  texts: readonly string[],
  where: readonly (string | number)[],
): PatternList {
  return listOf(texts, where, parsePattern);
}

function listOf(
  texts: readonly string[],
  where: readonly (string | number)[],
  parse: (text: string) => Pattern | string,
): PatternList {
  if (texts.length === 0) return empty;
  const problems: Diagnostic[] = [];
  const patterns: Pattern[] = [];
  texts.forEach((text, index) => {
    const pattern = parse(text);
    if (typeof pattern !== "string") patterns.push(pattern);
    else problems.push(found("PATTERN_INVALID", [...where, index], { text, problem: pattern }));
  });
  const positive = patterns.filter((pattern) => !pattern.negated);
  const negated = patterns.filter((pattern) => pattern.negated);
  if (problems.length === 0 && negated.length > 0 && positive.length === 0) {
    problems.push(found("PATTERN_ONLY_NEGATED", where, {}));
  }
  if (problems.length > 0) throw new UserError(problems);
  const takesAway = (path: string) => negated.some((pattern) => pattern.test(path));
  return {
    patterns,
    takesAway,
    match(path) {
      const hit = positive.find((pattern) => pattern.test(path));
      return hit && !takesAway(path) ? hit.source : undefined;
    },
  };
}
