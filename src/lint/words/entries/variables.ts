import { isHash, member } from "../../../model/index.ts";
import type { Check, Kind, Test } from "../entry.ts";
import { fault, members, oneOf } from "../entry.ts";
import { isBlank, isFlag, isList, isString, keysOf } from "../ruby.ts";
import * as t from "../validators.ts";

/** The check of `value` inside the hash of a variable: named after the hash. */
const part = (name: string, ...tests: readonly Test[]): Check => ({
  ...t.given(`config_${name}`, ...tests),
  of: (config) => (isHash(config) ? member(config, name) : undefined),
});

const usesOnly =
  (known: readonly string[]): Test =>
  (value) => {
    if (known.length === 0) return fault("variable-hash", "must be a string");
    const extra = keysOf(value).filter((key) => !known.includes(key));
    const [key] = extra;
    return key === undefined
      ? undefined
      : fault("variable-keys", `uses invalid data keys: ${extra.join(", ")}`, { key });
  };

const valueAmongOptions: Test = (config) => {
  const options = isHash(config) ? member(config, "options") : undefined;
  const value = isHash(config) ? member(config, "value") : undefined;
  if (isBlank(options) || (isList(options) && options.includes(value))) return undefined;
  if (isString(options) && isString(value) && options.includes(value)) return undefined;
  return fault("variable-options", "value must be present in options", { key: "value" });
};

const simple: Kind = { name: "simple variable", checks: [t.config(t.scalar)] };
const complex = (known: readonly string[]): Kind => ({
  name: "complex variable",
  checks: [
    part("value", t.scalar),
    part("description", t.alphanumeric),
    part("expand", t.flag),
    part("options", t.strings),
    t.config(usesOnly(known), valueAmongOptions),
  ],
});

const isScalar = (value: unknown): boolean =>
  isString(value) || typeof value === "number" || isFlag(value);

/** entry/variables.rb and variable.rb; a variable written as a hash may have the keys `known`. */
export const variables = (...known: readonly string[]): Kind => {
  const variable = oneOf(
    () => fault("variable-form", "variable definition must be either a string or a hash"),
    [isScalar, simple],
    [isHash, complex(known)],
  );
  return { name: "variables", checks: [t.config(t.hash)], below: members(() => variable) };
};
