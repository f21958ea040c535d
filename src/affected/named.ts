import { type Diagnostic, found, UserError } from "../diagnostics/index.ts";
import { type Pattern, parsePattern } from "../workspace/index.ts";

/** Which services a list of the configuration means. */
export interface Named {
  readonly has: (service: string) => boolean;
  /** Patterns that mean no service. */
  readonly idle: readonly string[];
}

/** What makes a word a pattern: `!web` and `libs/*`, not `@scope/ui`. */
const wild = /[*?{[!\\]/;

/**
 * Reads names of services and patterns over names; `where` leads to the list, for messages. A
 * word that is a service's very name means that service, whatever characters it has. A service is
 * in where a name or a pattern wants it and no pattern with `!` takes it away. Throws all that is
 * wrong as a UserError: SERVICE_UNKNOWN, PATTERN_INVALID, PATTERN_ONLY_NEGATED.
 */
export function namedServices(
  texts: readonly string[],
  known: readonly string[],
  where: readonly (string | number)[],
): Named {
  const all = new Set(known);
  const names = new Set<string>();
  const patterns: Pattern[] = [];
  const problems: Diagnostic[] = [];
  texts.forEach((text, index) => {
    if (all.has(text)) {
      names.add(text);
      return;
    }
    const bare = text.replace(/^!/, "");
    if (!wild.test(bare) && !all.has(bare)) {
      problems.push(found("SERVICE_UNKNOWN", [...where, index], { name: bare, known }));
      return;
    }
    const pattern = parsePattern(text, { below: false });
    if (typeof pattern !== "string") patterns.push(pattern);
    else problems.push(found("PATTERN_INVALID", [...where, index], { text, problem: pattern }));
  });
  const positive = patterns.filter(({ negated }) => !negated);
  const negative = patterns.filter(({ negated }) => negated);
  if (problems.length === 0 && names.size + positive.length === 0) {
    problems.push(found("PATTERN_ONLY_NEGATED", where, {}));
  }
  if (problems.length > 0) throw new UserError(problems);
  return {
    has: (service) =>
      (names.has(service) || positive.some(({ test }) => test(service))) &&
      !negative.some(({ test }) => test(service)),
    idle: positive.filter(({ test }) => !known.some(test)).map(({ source }) => source),
  };
}
