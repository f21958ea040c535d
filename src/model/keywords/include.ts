import * as z from "zod/mini";
import { includeRules } from "./rules.ts";
import { filled, flag, keywords, strings, text } from "./shared.ts";

/** Inputs handed to an included file: any value. */
const inputs = z.record(z.string(), z.unknown());

const integrity = text.check(
  z.regex(/^sha256-[A-Za-z0-9+/]+={0,2}$/, "should be `sha256-` and a base64 hash"),
);

const kinds = ["local", "project", "remote", "template", "component", "artifact"] as const;

/** One entry of `include` as a hash (GitLab: entry/include.rb, concerns/base_include.rb). */
const entry = keywords({
  local: filled,
  project: filled,
  file: z.union([filled, strings.check(z.minLength(1, "must not be empty"))]),
  ref: text,
  remote: filled,
  template: filled,
  component: filled,
  artifact: filled,
  job: filled,
  inputs,
  rules: includeRules,
  integrity,
  cache: z.union([flag, text]),
}).check(
  z.superRefine((value, context) => {
    const problem = wrongInclude(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  }),
);

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

const few = "has more than 3 entries";
const item = z.union([filled, entry]);

/**
 * `trigger:include` as the trigger job needs it when it runs: a string or a list of at most three;
 * a bare hash is refused (GitLab: entry/trigger.rb, concerns/base_includes.rb).
 */
export const soundTriggerInclude = z.union([
  filled,
  z.array(item).check(z.minLength(1, "must not be empty")).check(z.maxLength(3, few)),
]);

const any = z.unknown();

/** GitLab: concerns/base_include.rb and entry/include.rb. */
function refusedInclude(value: Readonly<Record<string, unknown>>): string | undefined {
  const has = (key: string) => value[key] !== undefined && value[key] !== false;
  const blank = (key: string) => !has(key) || isBlank(value[key]);
  if (has("project") && blank("file"))
    return "must specify the `file` where to fetch the config from";
  if (has("artifact") && blank("job")) {
    return "must specify the `job` where to fetch the artifact from";
  }
  return has("integrity") && blank("remote") ? "`integrity` is only for `remote`" : undefined;
}

const isBlank = (value: unknown): boolean =>
  typeof value === "string"
    ? value.trim() === ""
    : typeof value === "object" && value !== null && Object.keys(value).length === 0;

const looseEntry = keywords({
  local: any,
  project: any,
  file: any,
  ref: any,
  remote: any,
  template: any,
  component: any,
  artifact: any,
  job: any,
  inputs: any,
  rules: includeRules,
  integrity,
  cache: any,
}).check(
  z.superRefine((value, context) => {
    const problem = refusedInclude(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  }),
);

/**
 * `trigger:include` as GitLab checks it when it creates the pipeline. The rest of
 * `soundTriggerInclude` it finds out when the trigger job runs, and is told as a warning.
 */
export const triggerInclude = z.union([
  z.string(),
  z.array(z.union([z.string(), looseEntry, z.array(any)])).check(z.maxLength(3, few)),
]) as unknown as typeof soundTriggerInclude;
