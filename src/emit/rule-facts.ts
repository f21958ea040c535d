import { type Hash, isHash, type Pipeline } from "../model/index.ts";
import { ifTokens } from "../rules/index.ts";

/** What GitLab counts in rules: of each the most that any one rule has. */
export interface RuleFacts {
  /** Paths under `changes` or `exists`. */
  readonly rulePaths: number;
  /** Different patterns under `changes`. */
  readonly changesPatterns: number;
  /** Tokens of one expression: `if`, or an entry of `only:variables`. */
  readonly ifTokens: number;
}

/** The entries of a list, or the one value that stands for a list. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
const hashes = (value: unknown): readonly Hash[] => list(value).flat(10).filter(isHash);
const pathsOf = (value: unknown) => list(isHash(value) ? value.paths : value);

/**
 * Counts rules of jobs (compiled), of `workflow` and of entries of `include`. Jobs of one kind have
 * the same expressions, so each is read once.
 */
export function ruleCounter() {
  const known = new Map<string, number>();
  const tokens = (expression: unknown): number => {
    if (typeof expression !== "string") return 0;
    const count = known.get(expression) ?? ifTokens(expression);
    known.set(expression, count);
    return count;
  };
  const facts = (rules: readonly Hash[], expressions: readonly unknown[] = []): RuleFacts => ({
    rulePaths: rules.reduce(
      (top, { changes, exists }) => Math.max(top, pathsOf(changes).length, pathsOf(exists).length),
      0,
    ),
    changesPatterns: rules.reduce(
      (top, { changes }) => Math.max(top, new Set(pathsOf(changes)).size),
      0,
    ),
    ifTokens: [...rules.map((rule) => rule.if), ...expressions].reduce<number>(
      (top, each) => Math.max(top, tokens(each)),
      0,
    ),
  });
  return {
    ofJob(config: Hash): RuleFacts {
      const policies = [config.only, config.except].filter(isHash);
      const expressions = policies.flatMap(({ variables }) => list(variables));
      const include = isHash(config.trigger) ? config.trigger.include : undefined;
      return facts([...hashes(config.rules), ...rulesIn(include)], expressions);
    },
    ofTop: ({ workflow, include }: Pipeline): RuleFacts =>
      facts([...hashes(workflow?.rules), ...rulesIn(include)]),
  };
}

const rulesIn = (include: unknown): readonly Hash[] =>
  hashes(include).flatMap(({ rules }) => hashes(rules));
