import type { Hash } from "../model/index.ts";
import { evaluateExpression } from "../rules/index.ts";
import type { Policy } from "./policy.ts";
import type { Prepared, Seed } from "./read.ts";
import { own } from "./variables.ts";

/** Whether GitLab takes the syntax; it tries with no variables at all. */
const isSound = (expression: unknown): boolean =>
  typeof expression !== "string" || evaluateExpression(expression, {}).valid;

const ofRules = (rules: readonly Hash[] | undefined, where: string): readonly string[] =>
  (rules ?? [])
    .filter((rule) => !isSound(own(rule, "if")))
    .map(() => `${where}:rules:rule if invalid expression syntax`);

const ofPolicy = (policy: Policy | undefined, where: string): readonly string[] =>
  (policy?.get("variables") ?? [])
    .filter((expression) => !isSound(expression))
    .map(() => `${where} variables invalid expression syntax`);

const ofSeed = ({ written, rules, policies }: Seed): readonly string[] => [
  ...ofPolicy(policies.only, `jobs:${written}:only`),
  ...ofPolicy(policies.except, `jobs:${written}:except`),
  ...ofRules(rules, `jobs:${written}`),
];

/**
 * GitLab's words for expressions that it cannot read; it then creates no pipeline. The model does
 * not look into them.
 */
export function unreadableExpressions({ rules, seeds }: Prepared): readonly string[] {
  const first = new Map(seeds.map((seed) => [seed.written, seed]));
  return [...ofRules(rules, "workflow"), ...[...first.values()].flatMap(ofSeed)];
}
