import { downstreamOptions } from "./options-downstream.ts";
import { previewOptions } from "./options-preview.ts";
import { reportOptions } from "./options-reports.ts";

/** How one option of the command line is spelt, typed and explained: the only place that knows. */
export interface OptionSpec {
  /** As commander reads it: `-C, --cwd <dir>`. */
  readonly flag: string;
  /**
   * `list` is written with commas; `pairs` may be repeated, and each text is kept as it is; `words`
   * takes all that follow it. Where nothing follows, a string is "", and words are none.
   */
  readonly type: "string" | "boolean" | "list" | "pairs" | "words";
  readonly default?: string | boolean;
  /** The only values, where there are only some. */
  readonly choices?: readonly string[];
  readonly help: string;
}

/** Every option once; commands name the ones that they take. */
export const optionTable = {
  cwd: { flag: "-C, --cwd <dir>", type: "string", help: "work in this directory" },
  config: {
    flag: "--config <file>",
    type: "string",
    help: "configuration to use (default: fanout.config.* here or above, up to the repository)",
  },
  base: {
    flag: "--base <ref>",
    type: "string",
    help: "compare with this branch, tag or commit instead of the one that CI_* tells",
  },
  head: {
    flag: "--head <ref>",
    type: "string",
    help: "look at this commit (default: what is checked out)",
  },
  from: {
    flag: "--from <ref>",
    type: "string",
    help: "the earlier side: a branch, tag or commit (default: the base that CI_* tells)",
  },
  to: {
    flag: "--to <ref>",
    type: "string",
    help: "the later side (default: what is checked out, with what is not committed)",
  },
  allServices: {
    flag: "--all-services",
    type: "boolean",
    default: false,
    help: "compare for all services, not only for those that the change affects",
  },
  exitCode: {
    flag: "--exit-code",
    type: "boolean",
    default: false,
    help: "end with exit code 1 where something differs",
  },
  source: {
    flag: "--source <kind>",
    type: "string",
    help: "treat the pipeline as this kind: push, first-push, tag, merge-request, merged_result, merge_train, schedule, ..., local",
  },
  precision: {
    flag: "--precision <how>",
    type: "string",
    choices: ["paths", "imports", "symbols"],
    help: "how closely to read JavaScript and TypeScript (default: as configured)",
  },
  cacheDir: {
    flag: "--cache-dir <dir>",
    type: "string",
    help: "keep here what was compiled and read, for the next run (default: node_modules/.cache/gitlab-fanout, or the user's cache directory)",
  },
  all: { flag: "--all", type: "boolean", default: false, help: "take every service as affected" },
  services: {
    flag: "--services <names>",
    type: "list",
    help: "take exactly these services as affected (comma separated)",
  },
  param: {
    flag: "--param <name=value>",
    type: "pairs",
    help: "set a parameter of the configuration, before its CI variable (may be repeated)",
  },
  upstream: {
    flag: "--upstream <project>",
    type: "string",
    help: "take it that this project (its full path, named in `upstream`) has changed, and nothing here",
  },
  json: {
    flag: "--json",
    type: "boolean",
    default: false,
    help: "print one JSON document on stdout",
  },
  quiet: { flag: "-q, --quiet", type: "boolean", default: false, help: "print errors only" },
  verbose: {
    flag: "-v, --verbose",
    type: "boolean",
    default: false,
    help: "print every path, reason and dropped need",
  },
  color: { flag: "--no-color", type: "boolean", default: true, help: "print without colours" },
  tree: {
    flag: "--tree",
    type: "boolean",
    default: false,
    help: "show what depends on what, below the services that changed",
  },
  output: {
    flag: "-o, --output <file>",
    type: "string",
    default: "generated-config.yml",
    help: "file to write the child pipeline to, from the working directory",
  },
  report: {
    flag: "--report <file>",
    type: "string",
    help: "write the report (JSON) to this file as well",
  },
  shard: {
    flag: "--shard <i/n>",
    type: "string",
    help: "write only the files of shard i of n; the jobs that fanout puts into a child that it had to split call it so",
  },
  plan: {
    flag: "--plan <hash>",
    type: "string",
    help: "with --shard: fail where the shards differ from those that were planned",
  },
  format: {
    flag: "--format <how>",
    type: "string",
    choices: ["table", "json", "sarif", "junit", "codequality"],
    help: "print a table for people (default), or a document for machines",
  },
  strict: {
    flag: "--strict",
    type: "boolean",
    default: false,
    help: "end with exit code 1 on warnings as well",
  },
  fix: {
    flag: "--fix",
    type: "boolean",
    default: false,
    help: "mend in the files what can be mended without changing what anybody meant",
  },
  child: {
    flag: "--child",
    type: "boolean",
    default: false,
    help: "the files are what a trigger job includes, such as generated-config.yml",
  },
  as: {
    flag: "--as <kind>",
    type: "string",
    help: "the situation: push (default), first-push, tag, merge-request, merged-result, merge-train, schedule, web, api, trigger, pipeline, parent, parent-merge-request",
  },
  ...previewOptions,
  ...downstreamOptions,
  ...reportOptions,
  ref: {
    flag: "--ref <name>",
    type: "string",
    help: "the branch or tag (default: the one that is checked out)",
  },
  var: {
    flag: "--var <name=value>",
    type: "pairs",
    help: "a CI variable that the pipeline is started with (may be repeated)",
  },
  changed: {
    flag: "--changed <path>",
    type: "pairs",
    help: "a changed path, instead of those that git tells (may be repeated)",
  },
  map: {
    flag: "--map <key=path>",
    type: "pairs",
    help: "a file that stands in for an include from elsewhere: group/ci@ref:file.yml, https://..., template:..., component:..., artifact:job:file.yml; no path for nothing (may be repeated)",
  },
} as const satisfies Record<string, OptionSpec>;

type Table = typeof optionTable;
type Value<S extends OptionSpec> = S["type"] extends "boolean"
  ? boolean
  : S["type"] extends "list" | "pairs" | "words"
    ? readonly string[] | undefined
    : S extends { choices: readonly (infer C)[] }
      ? C | undefined
      : S extends { default: string }
        ? string
        : string | undefined;

export type OptionName = keyof Table;
/** The values of all options, defaults filled in. */
export type Options = { readonly [K in OptionName]: Value<Table[K]> } & {
  /** What stands behind the command without a flag: a service or a job (`explain`). */
  readonly name?: string;
  /** The same where there may be several: files (`lint`). */
  readonly names?: readonly string[];
};

/** Options with every default, for callers that have no command line. */
export const defaultOptions: Options = Object.fromEntries(
  Object.entries<OptionSpec>(optionTable).map(([name, spec]) => [name, spec.default]),
) as unknown as Options;

/** Options of `fanout generate`, beside the common ones. */
export const generateOptions = [
  "output",
  "report",
  "html",
  "markdown",
  "annotations",
  "shard",
  "plan",
] as const satisfies readonly OptionName[];

/** Options that every command takes. */
export const commonOptions = [
  "cwd",
  "config",
  "base",
  "head",
  "source",
  "precision",
  "cacheDir",
  "all",
  "services",
  "upstream",
  "param",
  "json",
  "quiet",
  "verbose",
  "color",
] as const satisfies readonly OptionName[];
