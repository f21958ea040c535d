import { type Hash, isHash } from "../../model/index.ts";
import { evaluateExpression } from "../../rules/index.ts";
import { member, put } from "../hash.ts";
import { rubyText } from "./ruby.ts";

export interface InputValues {
  readonly values: Hash;
  /** In GitLab's words. */
  readonly errors: readonly string[];
}

/**
 * The values of inputs: those given, else their defaults, each held to its type, `options` and
 * `regex` (lib/ci/inputs/*.rb). `specs` is `spec:inputs`, which `headerErrors` has passed.
 */
export function inputValues(specs: Hash, given: Hash): InputValues {
  const values: Record<string, unknown> = {};
  const errors: string[] = [];
  for (const [name, written] of Object.entries(specs)) {
    const spec = isHash(written) ? written : {};
    const { value, problems } = oneValue(spec, member(given, name), { ...given, ...values });
    put(values, name, value);
    errors.push(...problems.map((problem) => `\`${name}\` input: ${problem}`));
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(specs, name));
  if (unknown.length) errors.unshift(`unknown input arguments: ${unknown.join(", ")}`);
  return { values, errors };
}

type Type = "array" | "boolean" | "number" | "string";
const typeOf = (spec: Hash): Type => (member(spec, "type") ?? "string") as Type;

function oneValue(
  spec: Hash,
  param: unknown,
  others: Hash,
): { readonly value: unknown; readonly problems: readonly string[] } {
  const type = typeOf(spec);
  const rules = member(spec, "rules");
  const hasRules = Array.isArray(rules);
  const given = hasRules && param === "" ? null : (param ?? null);
  const rule = hasRules ? matching(rules, others) : undefined;
  const fallback = (rule && member(rule, "default")) ?? member(spec, "default") ?? null;
  const isOptional =
    Object.hasOwn(spec, "default") ||
    (hasRules && rules.some((each) => isHash(each) && Object.hasOwn(each, "default")));
  if (!isOptional && given === null) {
    return { value: null, problems: ["required value has not been provided"] };
  }
  const options = (rule && member(rule, "options")) ?? member(spec, "options") ?? undefined;
  const check = {
    type,
    options,
    regex: member(spec, "regex"),
    hasRegex: Object.hasOwn(spec, "regex"),
  };
  const problems = [
    ...(isOptional && fallback !== null ? checked(fallback, check, "default") : []),
    ...(given === null ? [] : checked(given, check, "provided")),
  ];
  return { value: coerced(given ?? fallback, type), problems };
}

/** The first rule of an input whose `if` matches, or that has none (lib/ci/inputs/rules_evaluator.rb). */
const matching = (rules: readonly unknown[], inputs: Hash): Hash | undefined =>
  rules.filter(isHash).find((rule) => {
    const condition = member(rule, "if");
    if (typeof condition !== "string") return true;
    const known = Object.entries(inputs).map(([name, value]) => [name, plain(value)] as const);
    const judged = evaluateExpression(condition, {}, { inputs: Object.fromEntries(known) });
    return judged.valid && judged.truthful;
  });

const plain = (value: unknown): string | boolean | null =>
  typeof value === "boolean" || value === null ? value : rubyText(value);

/** Text counts as JSON for every type but `string`, for which everything counts as text. */
function coerced(value: unknown, type: Type): unknown {
  if (type === "string") return rubyText(value);
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

interface Check {
  readonly type: Type;
  readonly options: unknown;
  readonly regex: unknown;
  readonly hasRegex: boolean;
}

function checked(given: unknown, check: Check, which: "default" | "provided"): readonly string[] {
  const { type, options, regex, hasRegex } = check;
  const value = coerced(given, type);
  const isText = type === "string";
  const problems: string[] = [];
  if (!isText && !hasType(value, type)) {
    const article = type === "array" ? "an" : "a";
    problems.push(`${which} value is not ${article} ${type}`);
  }
  if (options !== undefined && !isText && type !== "number") {
    problems.push("Options can only be used with string and number inputs");
  } else if (Array.isArray(options)) {
    const allowed: readonly unknown[] = isText ? options.map(rubyText) : options;
    const list = isText ? "list of allowed options" : "list of the allowed options";
    if (!allowed.includes(value)) {
      problems.push(`\`${rubyText(value)}\` cannot be used because it is not in the ${list}`);
    }
  }
  if (hasRegex && !isText) problems.push("RegEx validation can only be used with string inputs");
  else if (hasRegex) problems.push(...regexProblems(String(value), rubyText(regex), which));
  return problems;
}

const hasType = (value: unknown, type: Type): boolean =>
  type === "array" ? Array.isArray(value) : typeof value === type;

/** Held to the engine of `rules:if`, which is RE2 as well. */
function regexProblems(value: string, regex: string, which: string): readonly string[] {
  const inside = regex.replace(/\\?\//g, "\\/").replaceAll("\n", "\\n");
  const judged = evaluateExpression(`$VALUE =~ /(?:${inside})/`, { VALUE: value });
  if (!judged.valid) return ["invalid regular expression"];
  return judged.truthful ? [] : [`${which} value does not match required RegEx pattern`];
}
