import { isHash, member } from "../../../model/index.ts";
import { fault, type Kind, members, type Test } from "../entry.ts";
import { isList } from "../ruby.ts";
import * as t from "../validators.ts";
import { leaf } from "./simple.ts";

const mostOptions = 50;

const options: Test = (config) => {
  const given = isHash(config) ? member(config, "options") : undefined;
  if (!isList(given)) return undefined;
  const many = given.length > mostOptions;
  const nothing = given.some((each) => each === null);
  return [
    ...(many
      ? [
          fault("input-options", `cannot define more than ${mostOptions} options`, {
            key: "options",
          }),
        ]
      : []),
    ...(nothing
      ? [fault("input-options", "options array cannot contain null values", { key: "options" })]
      : []),
  ];
};

const noDefault: Test = (config) =>
  isHash(config) && (member(config, "default") ?? undefined) === undefined
    ? fault("input-default-missing", "must have a default value")
    : undefined;

const named = (key: string, ...tests: readonly Test[]) => ({
  ...t.given(`input_${key}`, ...tests),
  of: (config: unknown) => (isHash(config) ? member(config, key) : undefined),
});

/** entry/base_input.rb and job_input.rb */
const input = leaf(
  "job input",
  named("description", t.alphanumeric),
  named("regex", t.text),
  named("type", t.knownValue(["string", "number", "boolean", "array"])),
  named("options", t.list),
  t.config(options),
  t.config(t.hash, t.allowed(["default", "description", "options", "regex", "type"])),
  { attribute: "base", tests: [noDefault] },
);

/** `inputs` of a job (entry/job.rb). */
export const inputs: Kind = {
  name: "inputs",
  checks: [t.config(t.hash)],
  below: members(() => input),
};
