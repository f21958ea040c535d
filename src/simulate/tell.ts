import type { DecidedBy, JobVerdict } from "./types.ts";

/** A verdict for people: `manual, by rules[1]`; empty for a job that nothing could leave out. */
export function tellVerdict({ created, when, allowFailure, by }: JobVerdict): string {
  const how = created && when !== "on_success" ? when.replace("_", " ") : "";
  const lenient = created && allowFailure && when !== "manual" ? "may fail" : "";
  return [how, lenient, reason(by, created)].filter((part) => part !== "").join(", ");
}

function reason(by: DecidedBy, created: boolean): string {
  switch (by.by) {
    case "rule":
      return `by rules[${by.index}]`;
    case "no-rule":
      return "no rule holds";
    case "policy":
      return "by only and except";
    case "only":
      return `only:${by.key} does not hold`;
    case "except":
      return `except:${by.key} holds`;
    case "default-only":
      return "has no rules, and this is neither a branch nor a tag pipeline";
    case "nothing":
      return created ? "" : "nothing lets it in";
  }
}
