import { isHash, knownChoices, knownKeys, longest, member } from "../../../model/index.ts";
import type { Check, Entry, Fault, Kind, KindOf, Scope, Test } from "../entry.ts";
import { entryAt, fault, members, nodes } from "../entry.ts";
import { isBlank, isString, isStrings, keysOf } from "../ruby.ts";
import * as t from "../validators.ts";
import { artifacts } from "./artifacts.ts";
import { caches } from "./cache.ts";
import { environment } from "./environment.ts";
import { image, services } from "./image.ts";
import { inherit } from "./inherit.ts";
import { inputs } from "./inputs.ts";
import { needs, needsOfType } from "./needs.ts";
import { parallel } from "./parallel.ts";
import { release } from "./release.ts";
import { retry } from "./retry.ts";
import { jobRules, policy } from "./rules.ts";
import { run } from "./run.ts";
import * as simple from "./simple.ts";
import { trigger } from "./trigger.ts";
import { variables } from "./variables.ts";

type Slot = readonly [key: string, kind: KindOf];

/** What `default` can hold, and a job takes from it. */
export const inherited: readonly Slot[] = [
  ["before_script", simple.commands],
  ["after_script", simple.commands],
  [
    "hooks",
    {
      name: "hooks",
      checks: [t.config(t.hash, t.hash, t.allowed(["pre_get_sources_script"]))],
      below: nodes(["pre_get_sources_script", simple.commands]),
    },
  ],
  ["cache", caches],
  ["image", image],
  ["services", services],
  ["interruptible", simple.boolean],
  ["timeout", simple.timeout],
  ["retry", retry],
  ["tags", simple.tags],
  ["artifacts", artifacts],
  [
    "id_tokens",
    { name: "id tokens", checks: [t.config(t.hash)], below: members(() => simple.idToken) },
  ],
];

const taken = (...keys: readonly string[]): readonly Slot[] =>
  keys.map((key) => inherited.find(([name]) => name === key)!);

/** entry/processable.rb, in GitLab's order. */
const processableSlots: readonly Slot[] = [
  ["stage", simple.stage],
  ["only", policy],
  ["except", policy],
  ["rules", jobRules],
  ["variables", variables("value", "expand")],
  ["inherit", inherit],
  ["environment", environment],
  ...taken("interruptible"),
];

const jobSlots: readonly Slot[] = [
  ...processableSlots,
  ...taken("before_script"),
  ["script", simple.commands],
  ...taken("after_script", "hooks", "cache", "image", "services", "timeout", "retry", "tags"),
  ...taken("artifacts"),
  ["needs", needs("job", "cross_dependency")],
  ["coverage", simple.coverage],
  ["release", release],
  ["parallel", parallel("number or matrix")],
  ["allow_failure", simple.allowFailure],
  ...taken("id_tokens"),
  ["publish", simple.publish],
  ["pages", simple.pages],
  ["inputs", inputs],
];

const bridgeSlots: readonly Slot[] = [
  ...processableSlots,
  ["trigger", trigger],
  ["needs", needs("job", "bridge")],
  ["parallel", parallel("matrix")],
];

/** The keywords of a job's entries in GitLab's order, and those among them that it can inherit. */
export const slotsOf = (kind: Kind): readonly string[] =>
  (kind === bridge ? bridgeSlots : kind === job ? jobSlots : []).map(([key]) => key);
export const inheritable = new Set(inherited.map(([key]) => key));

const at = (config: unknown, key: string): unknown =>
  isHash(config) ? member(config, key) : undefined;
const has = (config: unknown, key: string): boolean => isHash(config) && Object.hasOwn(config, key);

const nameCheck = (test: (name: string, scope: Scope) => Fault | undefined): Check => ({
  attribute: "config",
  tests: [],
  named: test,
});

const levels = ({ limits }: Scope) => limits.nesting.value;
const ruleList: Test = (value, scope) =>
  Array.isArray(value) && t.nested(value, levels(scope), isHash)
    ? undefined
    : fault("rules-form", "should be an array containing hashes and arrays of hashes");

/** entry/processable.rb */
const processable: readonly Check[] = [
  t.config(t.present),
  nameCheck((name, { limits }) => {
    if (name.trim() === "") return fault("job-name-blank", "name can't be blank");
    const most = limits.nameLength.value;
    return [...name].length > most
      ? fault("job-name-too-long", `name ${t.tooLong(most)}`)
      : undefined;
  }),
  t.config(
    t.apart("script-with-trigger", "script", "trigger"),
    t.apart("run-with-script", "run", "trigger"),
  ),
  ...t.where(
    (config) => (at(config, "rules") ?? undefined) !== undefined,
    t.config(
      t.disallowed(
        ["only", "except", "start_in"],
        "rules-with-only",
        "key may not be used with `rules`",
        true,
      ),
    ),
  ),
  t.given("extends", t.stringOrStrings),
  t.given("rules", ruleList),
  t.given("resource_group", t.text),
];

/** Keywords of the paid editions. */
const paidKeys = new Set(["secrets", "identity", "dast_configuration"]);
const jobKeys = knownKeys("job").filter((key) => key !== "trigger");
const freeKeys = t.allowed(jobKeys.filter((key) => !paidKeys.has(key)));
const allKeys = t.allowed(jobKeys);
const jobKeywords: Test = (value, scope) => (scope.paid ? allKeys : freeKeys)(value, scope);

const isDelayed = (config: unknown): boolean => at(config, "when") === "delayed";

/** entry/job.rb, `pages_job?` */
function isPages(config: unknown, name: string): boolean {
  return !isBlank(at(config, "pages")) || (name === "pages" && at(config, "pages") !== false);
}

const jobWhen = knownChoices("job", "when");

/** entry/job.rb: with `needs`, dependencies are among the needed jobs. */
function dependenciesNeeded(entry: Entry): readonly Fault[] {
  const dependencies = at(entry.config, "dependencies");
  const list = entryAt(entry, "needs");
  if (!isStrings(dependencies) || isBlank(dependencies) || !list?.sound) return [];
  const own = needsOfType(list, "job");
  const crossing = needsOfType(list, "cross_dependency");
  if (own.length === 0 && crossing.length === 0) return [];
  if (own.length === 0) {
    const words = "needs corresponding to dependencies must be from the same pipeline";
    return [fault("dependencies-without-needs", words, { key: "needs" })];
  }
  const names = own.map((need) => (isString(need) ? need : at(need, "job")));
  const missing = dependencies.filter((name) => !names.includes(name));
  const words = `dependencies the ${missing.join(", ")} should be part of needs`;
  return missing.length > 0
    ? [fault("dependencies-without-needs", words, { key: "dependencies" })]
    : [];
}

const mostInputs = 50;

/** entry/job.rb */
export const job: Kind = {
  name: "job",
  checks: [
    ...processable,
    t.config(
      jobKeywords,
      t.apart("run-with-script", "script", "run"),
      t.apart("run-with-script", "before_script", "run"),
      t.apart("run-with-script", "after_script", "run"),
    ),
    ...t.where(
      (config) => !has(config, "run"),
      t.key("script", t.saying("script-missing", "can't be blank", t.present)),
    ),
    t.given("when", t.text, t.choice(jobWhen)),
    t.given("dependencies", t.strings),
    t.given("allow_failure", t.hashOrFlag),
    t.given("manual_confirmation", t.text),
    t.given("run", run),
    ...t.where(isDelayed, t.key("start_in", ...simple.duration(longest.startIn))),
    ...t.where((config) => has(config, "rules") || !isDelayed(config), t.key("start_in", t.absent)),
    ...t.where(
      (config, name) => !isPages(config, name),
      t.key(
        "publish",
        t.saying("publish-outside-pages", "can only be used within a `pages` job", t.absent),
      ),
    ),
  ],
  below: nodes(...jobSlots),
  composed(entry) {
    const given = entryAt(entry, "inputs");
    const many = given?.sound && given.below.length > mostInputs;
    const words = `inputs has too many entries (maximum ${mostInputs})`;
    return [
      ...dependenciesNeeded(entry),
      ...(many ? [fault("job-inputs-too-many", words, { key: "inputs" })] : []),
    ];
  },
};

const bridgeKeys = new Set(knownKeys("trigger"));
const onlyBridgeKeys = t.allowed([...bridgeKeys], "unknown-trigger-keyword");

/** They tell where and in what a script runs, so beside a trigger they could do nothing. */
const idle = new Set(["tags", "image", "services", "cache"]);

const bridgeKeywords: Test = (value, scope) => {
  const found = onlyBridgeKeys(value, scope) as Fault | undefined;
  if (!found || found.fixes || !has(value, "trigger")) return found;
  const unknown = keysOf(value).filter((key) => !bridgeKeys.has(key));
  return unknown.every((key) => idle.has(key))
    ? { ...found, fixes: unknown.map((key) => ({ path: [key], remove: true })) }
    : found;
};

const bridgeWhen = knownChoices("trigger", "when");

/** entry/bridge.rb */
export const bridge: Kind = {
  name: "bridge",
  checks: [
    ...processable,
    t.config(bridgeKeywords),
    t.given("when", t.choice(bridgeWhen)),
    t.given("allow_failure", t.flag),
  ],
  below: nodes(...bridgeSlots),
  composed(entry) {
    const list = entryAt(entry, "needs");
    const bridges = list?.sound ? needsOfType(list, "bridge").length : 0;
    if (bridges > 1) {
      return [fault("needs-pipelines-too-many", "config should contain at most one bridge need")];
    }
    return entryAt(entry, "trigger") || bridges === 1
      ? []
      : [fault("trigger-missing", "config should contain either a trigger or a needs:pipeline")];
  },
};
