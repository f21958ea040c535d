import { z } from "zod";
import { includeRules } from "./rules.ts";
import { filled, flag, keywords, strings, text } from "./shared.ts";

/** Inputs handed to an included file: any value. */
const inputs = z.record(z.string(), z.unknown());

const kinds = ["local", "project", "remote", "template", "component", "artifact"] as const;

/** One entry of `include` as a hash (GitLab: entry/include.rb, concerns/base_include.rb). */
const entry = keywords({
  local: filled,
  project: filled,
  file: z.union([filled, strings.min(1, "must not be empty")]),
  ref: text,
  remote: filled,
  template: filled,
  component: filled,
  artifact: filled,
  job: filled,
  inputs,
  rules: includeRules,
  integrity: text.regex(/^sha256-[A-Za-z0-9+/]+={0,2}$/, "should be `sha256-` and a base64 hash"),
  cache: z.union([flag, text]),
}).superRefine((value, context) => {
  const problem = wrongInclude(value);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
});

function wrongInclude(value: Readonly<Record<string, unknown>>): string | undefined {
  const has = (key: string) => value[key] !== undefined;
  const used = kinds.filter(has);
  if (used.length !== 1) return `must use exactly one of \`${kinds.join("`, `")}\``;
  if (has("project") !== has("file")) {
    return has("project")
      ? "must specify the `file` where to fetch the config from"
      : "`file` needs `project` beside it";
  }
  if (has("ref") && !has("project")) return "`ref` needs `project` beside it";
  if (has("artifact") && !has("job")) {
    return "must specify the `job` where to fetch the artifact from";
  }
  if (has("job") && !has("artifact")) return "`job` needs `artifact` beside it";
  if (has("integrity") && !has("remote")) return "`integrity` is only for `remote`";
  return undefined;
}

/** `include` of the pipeline. */
export const include = z.union([filled, z.array(z.union([filled, entry])), entry]);

/** `trigger:include`: at most three (GitLab: entry/trigger.rb). */
export const triggerInclude = z.union([
  filled,
  z
    .array(z.union([filled, entry]))
    .min(1, "must not be empty")
    .max(3, "has more than 3 entries"),
  entry,
]);
