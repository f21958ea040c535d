/** What a parameter is handed over as; `undefined` where nobody set it. */
export type ParamValue = string | number | boolean | readonly string[] | undefined;
/** The parameters of a run by name: every one that the configuration declares. */
export type Params = Readonly<Record<string, ParamValue>>;

/** How the configuration declares a parameter. */
export interface ParamSpec {
  readonly type: "string" | "number" | "boolean" | "list";
  readonly env?: string | undefined;
  readonly default?: string | number | boolean | readonly string[] | undefined;
  readonly options?: readonly (string | number)[] | undefined;
  readonly pattern?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly required?: boolean | undefined;
  readonly description?: string | undefined;
}

/** What a value has to be, as a phrase: `a list of eu, us, ap`, `a number from 1 to 5`. */
export function allowed({ type, options, pattern, min, max }: ParamSpec): string {
  const words = { string: "text", number: "a number", boolean: "true or false", list: "a list" };
  const names = options?.join(", ");
  const one = names === undefined ? words[type] : `one of ${names}`;
  const parts = [type === "list" && names !== undefined ? `a list of ${names}` : one];
  if (pattern !== undefined)
    parts.push(`${type === "list" ? "whose items match" : "that matches"} ${pattern}`);
  if (min !== undefined && max !== undefined) parts.push(`from ${min} to ${max}`);
  else if (min !== undefined) parts.push(`of at least ${min}`);
  else if (max !== undefined) parts.push(`of at most ${max}`);
  return parts.join(" ");
}

/** What of a value is not allowed: the value itself, or the items of a list; empty when all is. */
export function refused(spec: ParamSpec, value: unknown): readonly unknown[] {
  const items = spec.type === "list" && Array.isArray(value) ? value : [value];
  if (spec.type === "list" && !Array.isArray(value)) return items;
  return items.filter((item) => !fits(spec, item));
}

function fits({ type, options, pattern, min, max }: ParamSpec, value: unknown): boolean {
  if (typeof value !== (type === "list" ? "string" : type)) return false;
  if (options && !options.includes(value as string | number)) return false;
  if (typeof value === "string") return pattern === undefined || whole(pattern).test(value);
  if (typeof value !== "number") return true;
  return Number.isFinite(value) && value >= (min ?? value) && value <= (max ?? value);
}

/** A pattern speaks of the whole value, so that a forgotten `$` lets nothing slip in. */
const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);

/** Which key of a declaration is at fault, and what it should be. */
export function declarationFault(spec: ParamSpec): { key: string; problem: string } | undefined {
  const { type, options, pattern } = spec;
  const foreign = foreignTo[type].find((key) => spec[key] !== undefined);
  if (foreign) return { key: foreign, problem: `should be left out for type "${type}"` };
  if (pattern !== undefined && !isPattern(pattern))
    return { key: "pattern", problem: "should be a regular expression" };
  const kind = type === "number" ? "number" : "string";
  if (options?.some((each) => typeof each !== kind))
    return {
      key: "options",
      problem: `should hold ${kind === "number" ? "numbers" : "text"} only`,
    };
  if (spec.default !== undefined && refused(spec, spec.default).length > 0)
    return { key: "default", problem: `should be ${allowed(spec)}` };
  return undefined;
}

/** Keys that mean nothing for a type. */
const foreignTo = {
  string: ["min", "max"],
  list: ["min", "max"],
  number: ["pattern"],
  boolean: ["options", "pattern", "min", "max"],
} as const;

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
