export {
  type Evaluated,
  type EvaluateOptions,
  evaluateExpression,
} from "./expression/evaluate.ts";
export { type Parsed, parseExpression, variablesIn } from "./expression/parse.ts";
export { ifTokens } from "./expression/tokens.ts";
export type { Expression, Problem, Value } from "./expression/types.ts";
export { globMatcher, matchGlob } from "./glob.ts";
export { expandGlob, matchesChanges, matchesExists, mostComparisons } from "./paths.ts";
