import type { Hash } from "../model/index.ts";
import { evaluateExpression } from "../rules/index.ts";
import type { Policy } from "./policy.ts";
import type { Prepared, Seed } from "./read.ts";
import { own } from "./variables.ts";

type Test = (expression: unknown) => boolean;

/** Whether GitLab takes the syntax; it tries with no variables at all. Each text is read once. */
function soundness(): Test {
  const known = new Map<string, boolean>();
  return (expression) => {
    if (typeof expression !== "string") return true;
    const sound = known.get(expression) ?? evaluateExpression(expression, {}).valid;
    known.set(expression, sound);
    return sound;
  };
}

const ofRules = (
  rules: readonly Hash[] | undefined,
  where: string,
  isSound: Test,
): readonly string[] =>
  (rules ?? [])
    .filter((rule) => !isSound(own(rule, "if")))
    .map(() => `${where}:rules:rule if invalid expression syntax`);

const ofPolicy = (policy: Policy | undefined, where: string, isSound: Test): readonly string[] =>
  (policy?.get("variables") ?? [])
    .filter((expression) => !isSound(expression))
    .map(() => `${where} variables invalid expression syntax`);

const ofSeed = ({ written, rules, policies }: Seed, isSound: Test): readonly string[] => [
  ...ofPolicy(policies.only, `jobs:${written}:only`, isSound),
  ...ofPolicy(policies.except, `jobs:${written}:except`, isSound),
  ...ofRules(rules, `jobs:${written}`, isSound),
];

/**
 * GitLab's words for expressions that it cannot read; it then creates no pipeline. The model does
 * not look into them.
 */
export function unreadableExpressions({ rules, seeds }: Prepared): readonly string[] {
  const first = new Map(seeds.map((seed) => [seed.written, seed]));
  const isSound = soundness();
  return [
    ...ofRules(rules, "workflow", isSound),
    ...[...first.values()].flatMap((seed) => ofSeed(seed, isSound)),
  ];
}
