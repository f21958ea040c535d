import { allowed, type ParamSpec, type Params, type ParamValue, refused } from "./config/index.ts";
import { type Diagnostic, found, UserError } from "./diagnostics/index.ts";
import type { Options } from "./options.ts";

/** A value as it was written, and where. */
interface Given {
  readonly text: string;
  /** As messages name it: `$ENVIRONMENTS`, `--param environments`. */
  readonly from: string;
}

/**
 * The value of every parameter that the configuration declares: from `--param`, else from its CI
 * variable (an empty one counts as not set), else its default. All that is wrong is thrown
 * together as one UserError.
 */
export function readParams(
  specs: Readonly<Record<string, ParamSpec>>,
  { param = [] }: Pick<Options, "param">,
  env: Readonly<Record<string, string | undefined>>,
): Params {
  const findings: Diagnostic[] = [];
  const flags = readFlags(param, Object.keys(specs), findings);
  const values = Object.entries(specs).map(([name, spec]) => {
    const given = flags.get(name) ?? fromVariable(spec, env);
    return [name, checked(name, spec, given, findings)] as const;
  });
  if (findings.length > 0) throw new UserError(findings);
  return Object.freeze(Object.fromEntries(values));
}

/** `NAME=VALUE` of each flag; of one name the last counts. */
function readFlags(
  pairs: readonly string[],
  known: readonly string[],
  findings: Diagnostic[],
): Map<string, Given> {
  const flags = new Map<string, Given>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    const name = at < 0 ? pair : pair.slice(0, at);
    if (!known.includes(name)) findings.push(found("PARAM_UNKNOWN", ["--param"], { name, known }));
    else if (at < 0) findings.push(found("PARAM_FORM", ["--param"], { name }));
    else flags.set(name, { text: pair.slice(at + 1), from: `--param ${name}` });
  }
  return flags;
}

function fromVariable(
  { env: variable }: ParamSpec,
  env: Readonly<Record<string, string | undefined>>,
): Given | undefined {
  const text = variable === undefined ? undefined : env[variable];
  return text ? { text, from: `$${variable}` } : undefined;
}

function checked(
  name: string,
  spec: ParamSpec,
  given: Given | undefined,
  findings: Diagnostic[],
): ParamValue {
  const where = ["params", name];
  const value = given ? parse(spec.type, given.text) : spec.default;
  if (spec.required && isNothing(value)) {
    const { env } = spec;
    findings.push(found("PARAM_MISSING", where, { name, env, allowed: allowed(spec) }));
    return undefined;
  }
  const wrong = given ? refused(spec, value) : [];
  if (given && wrong.length > 0) {
    const items = Array.isArray(value) ? wrong.map(shown) : [];
    const { from, text } = given;
    const told = { from, value: shown(text), items, allowed: allowed(spec) };
    findings.push(found("PARAM_VALUE", where, told));
    return undefined;
  }
  return Array.isArray(value) ? Object.freeze([...value]) : (value as ParamValue);
}

/** An empty text or list is no value where one is required. */
const isNothing = (value: unknown) =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The text as a value of this type; what it cannot be is left to the check, as it was written. */
function parse(type: ParamSpec["type"], text: string): unknown {
  const bare = text.trim();
  switch (type) {
    case "string":
      return text;
    case "number":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(bare) ? Number(bare) : text;
    case "boolean":
      return booleans.get(bare.toLowerCase()) ?? text;
    case "list":
      return bare.startsWith("[") ? parseArray(bare) : parseItems(bare);
  }
}

const booleans = new Map([
  ...["true", "1", "yes"].map((word) => [word, true] as const),
  ...["false", "0", "no"].map((word) => [word, false] as const),
]);

const parseItems = (text: string): string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);

/** An array input of a pipeline arrives as JSON, for it is interpolated into a variable. */
function parseArray(text: string): unknown {
  try {
    const items = JSON.parse(text) as unknown[];
    return items.map((item) => (isWord(item) ? String(item) : item));
  } catch {
    return text;
  }
}

const isWord = (item: unknown) => typeof item === "number" || typeof item === "boolean";

/** A value for people, in quotes and cut short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
