import { type Hash, isHash, knownKeys, member, parseDuration } from "../../../model/index.ts";
import type { Change, Fault, Kind, Scope, Test } from "../entry.ts";
import { fault, items, nodes, oneOf } from "../entry.ts";
import { isBlank, isList, isString, keysOf } from "../ruby.ts";
import * as t from "../validators.ts";
import { includeRules } from "./rules.ts";
import { leaf } from "./simple.ts";

/** entry/trigger/forward.rb; only of a hash it looks at anything. */
const forward = leaf(
  "forward",
  t.config(t.allowed(["yaml_variables", "pipeline_variables"])),
  t.given("yaml_variables", t.flag),
  t.given("pipeline_variables", t.flag),
);

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function integrityFaults(include: Readonly<Record<string, unknown>>): readonly Fault[] {
  const integrity = member(include, "integrity");
  if (integrity === undefined || integrity === null || integrity === false) return [];
  const key = "integrity";
  const alone = isBlank(member(include, "remote"))
    ? [fault("include-integrity", "integrity can only be specified for remote includes", { key })]
    : [];
  if (!isString(integrity) || !integrity.startsWith("sha256-")) {
    return [
      ...alone,
      fault("include-integrity", "integrity hash must start with 'sha256-'", { key }),
    ];
  }
  return base64.test(integrity.slice("sha256-".length))
    ? alone
    : [...alone, fault("include-integrity", "integrity hash must be base64 encoded", { key })];
}

const isTrue = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== false;

/** entry/concerns/base_include.rb */
const sound: Test = (config) => {
  if (!isHash(config)) return undefined;
  const noFile = isTrue(member(config, "project")) && isBlank(member(config, "file"));
  const words = "must specify the file where to fetch the config from";
  return [
    ...(noFile ? [fault("include-project-file", words, { key: "project" })] : []),
    ...integrityFaults(config),
  ];
};

/** GitLab: app/validators/ci/include_cache_validator.rb, MIN_DURATION, in seconds. */
const shortestCache = 60;

function cacheWords(cache: unknown): string | undefined {
  if (cache === true || cache === "never") return undefined;
  if (!isString(cache)) return "must be a boolean or a duration string";
  const seconds = parseDuration(cache);
  if (seconds === undefined) return "contains an invalid duration";
  return seconds < shortestCache ? "duration must be at least 1 minute" : undefined;
}

const remoteCache: Test = (config) => {
  const cache = isHash(config) ? member(config, "cache") : undefined;
  if (!isHash(config) || isBlank(cache)) return undefined;
  const isRemote = !isBlank(member(config, "remote"));
  const words = [isRemote ? [] : "can only be specified for remote includes", cacheWords(cache)];
  return words
    .flat()
    .filter((each) => each !== undefined)
    .map((each) => fault("include-cache", `cache ${each}`, { key: "cache" }));
};

const artifactWithJob: Test = (config) =>
  isHash(config) && isTrue(member(config, "artifact")) && isBlank(member(config, "job"))
    ? fault("artifact-without-job", "must specify the job where to fetch the artifact from", {
        key: "artifact",
      })
    : undefined;

/** entry/include.rb */
const include: Kind = {
  name: "include",
  checks: [
    t.config(t.hashOrText, sound, remoteCache),
    t.config(t.allowed(knownKeys("trigger", "trigger", "include")), artifactWithJob),
    t.given("rules", t.hashes),
  ],
  below: nodes(["rules", includeRules]),
};

const few: Test = (value, { limits }) =>
  isList(value) && value.length > limits.triggerIncludes.value
    ? fault("trigger-include-too-long", `is too long (maximum is ${limits.triggerIncludes.value})`)
    : undefined;

/** entry/includes.rb */
const includes: Kind = {
  name: "includes",
  checks: [t.config(t.listOrText, few)],
  below: items("include", include),
};

/** `mirror` came with 18.2. */
const strategy: Test = (value, scope) => {
  const known = scope.since(18, 2) ? ["depend", "mirror"] : ["depend"];
  return t.choice(known, `should be ${known.join(" or ")}`, "trigger-strategy")(value, scope);
};

/** `inputs` of another project came with 17.11. */
const projectKeys = ({ since }: Scope) => [
  ...["project", "branch", "strategy", "forward"],
  ...(since(17, 11) ? ["inputs"] : []),
];

const simple = leaf("simple trigger", t.config(t.present));
const crossProject: Kind = {
  name: "cross project trigger",
  checks: [
    t.config(t.present, t.allowed(projectKeys)),
    t.key("project", t.text, t.present),
    t.given("branch", t.text),
    t.given("strategy", t.text, strategy),
    t.given("inputs", t.hash),
  ],
  below: nodes(["forward", forward]),
};
const childKeys = ["strategy", "include", "forward"];
const onlyChildKeys = t.allowed(childKeys);

/** Inputs of a child pipeline stand in the entry of `include` that takes them. */
const childKeywords: Test = (value, scope) => {
  const found = onlyChildKeys(value, scope) as Fault | undefined;
  if (!found || !isHash(value) || !Object.hasOwn(value, "inputs")) return found;
  const { words, key = "inputs" } = found;
  const isAlone = keysOf(value).every((each) => each === "inputs" || childKeys.includes(each));
  const moved = isAlone ? inputsMoved(value) : undefined;
  return fault("inputs-beside-include", words, { key, ...(moved && { fixes: moved }) });
};

/** The steps that bring inputs into the only entry of `include`. */
function inputsMoved({ include, inputs }: Hash): readonly Change[] | undefined {
  const entries = isList(include) ? include : [include];
  const [entry] = entries;
  if (entries.length !== 1 || !isHash(inputs) || (isHash(entry) && !isList(include))) {
    return undefined;
  }
  const removal = { path: ["inputs"], remove: true } as const;
  if (isHash(entry)) {
    const isThere = Object.hasOwn(entry, "inputs");
    return isThere ? undefined : [{ path: ["include", 0, "inputs"], set: inputs }, removal];
  }
  if (!isString(entry) || entry.includes("$")) return undefined;
  const kind = /^https?:/.test(entry) ? "remote" : "local";
  const moved = { [kind]: entry, inputs };
  return isList(include)
    ? [{ path: ["include", 0], set: moved }, removal]
    : [{ path: ["include"], set: [moved] }, removal];
}

const sameProject: Kind = {
  name: "same project trigger",
  checks: [t.config(t.present, childKeywords), t.given("strategy", t.text, strategy)],
  below: nodes(["include", includes], ["forward", forward]),
};

/** entry/trigger.rb */
export const trigger = oneOf(
  (location) => fault("trigger-form", `${location} has to be either a string or a hash`),
  [isString, simple],
  [(value) => isHash(value) && Object.hasOwn(value, "include"), sameProject],
  [isHash, crossProject],
);
