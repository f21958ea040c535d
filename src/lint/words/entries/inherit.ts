import { knownKeys } from "../../../model/index.ts";
import { type Entry, entryAt, fault, type Kind, nodes, oneOf } from "../entry.ts";
import { isFlag, isList } from "../ruby.ts";
import * as t from "../validators.ts";
import { boolean, leaf } from "./simple.ts";

const either = (...known: readonly string[]) =>
  oneOf(
    (location) => fault("inherit-form", `${location} should be a bool or array of strings`),
    [isFlag, boolean],
    [
      isList,
      leaf("array strategy", t.config(t.strings, ...(known.length ? [t.knownItems(known)] : []))),
    ],
  );

/** entry/inherit.rb */
export const inherit: Kind = {
  name: "inherit",
  checks: [t.config(t.hash, t.allowed(["default", "variables"]))],
  below: nodes(["default", either(...knownKeys("default"))], ["variables", either()]),
};

/** Whether a job takes this keyword from `default` (entry/processable.rb, `overwrite_entry`). */
export function inherits(job: Entry, key: string): boolean {
  if (!job.open) return false;
  const own = entryAt(job, "inherit");
  if (!own) return true;
  if (!own.open) return false;
  const chosen = entryAt(own, "default");
  if (!chosen) return true;
  return isList(chosen.config) ? chosen.config.includes(key) : chosen.config === true;
}
