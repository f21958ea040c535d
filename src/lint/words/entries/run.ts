import { isHash } from "../../../model/index.ts";
import { type Fault, fault as faultOf, type Test } from "../entry.ts";
import { isString } from "../ruby.ts";

const actions = ["script", "step", "func"];
const known = new Set(["name", "env", "inputs", ...actions]);

const fault = (words: string): Fault => faultOf("run-steps", words);

/** What is wrong with one step, in the words of the gem json_schemer (run_steps.json). */
function stepFaults(step: unknown, index: number): readonly Fault[] {
  if (!isHash(step)) return [fault(`value at \`/${index}\` is not an object`)];
  const extra = Object.keys(step).filter((key) => !known.has(key));
  const missing = Object.hasOwn(step, "name")
    ? []
    : [fault(`object at \`/${index}\` is missing required properties: name`)];
  const wrong = ["name", "script"]
    .filter((key) => Object.hasOwn(step, key) && !isString(step[key]))
    .map((key) => fault(`value at \`/${index}/${key}\` is not a string`));
  return [
    ...missing,
    ...wrong,
    ...extra.map((key) =>
      fault(`object property at \`/${index}/${key}\` is a disallowed additional property`),
    ),
  ];
}

/** `run` of a job (app/validators/json_schemas/run_steps.json). */
export const run: Test = (value) =>
  Array.isArray(value)
    ? value.flatMap((step: unknown, index) => stepFaults(step, index))
    : fault("value at root is not an array");
