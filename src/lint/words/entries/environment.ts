import { environmentName, isHash, knownChoices, knownKeys, member } from "../../../model/index.ts";
import { type Check, fault, type Kind, nodes, type Test } from "../entry.ts";
import { isBlank, isFlag, isString } from "../ruby.ts";
import * as t from "../validators.ts";
import { leaf } from "./simple.ts";

const naming =
  "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'";

const at = (config: unknown, key: string): unknown =>
  isHash(config) ? member(config, key) : undefined;

const dashboardHas =
  (key: string, words: string): Test =>
  (config) =>
    !isBlank(at(config, key)) && !isBlank(at(at(config, "dashboard"), key))
      ? fault("kubernetes-twice", words, { key })
      : undefined;

const needsAgent = (config: unknown): boolean =>
  !isBlank(at(config, "flux_resource_path")) ||
  !isBlank(at(config, "dashboard")) ||
  at(at(config, "managed_resources"), "enabled") === true;

/** Words of the gem json_schemer, for hashes of known keys (schemas/kubernetes). */
const shaped =
  (fits: (value: unknown) => boolean, kind: string, keys: readonly string[]): Test =>
  (value) => {
    if (!isHash(value)) return fault("kubernetes-form", "value at root is not an object");
    return Object.entries(value).flatMap(([key, item]) => {
      if (!keys.includes(key)) {
        const words = `object property at \`/${key}\` is a disallowed additional property`;
        return [fault("kubernetes-form", words)];
      }
      return fits(item) ? [] : [fault("kubernetes-form", `value at \`/${key}\` is not ${kind}`)];
    });
  };

/** entry/kubernetes.rb; that it is a hash is checked twice. */
const kubernetes = leaf(
  "kubernetes",
  t.config(t.hash, t.hash, t.present, t.allowed(knownKeys("job", "environment", "kubernetes"))),
  t.given("namespace", t.text),
  ...t.where((config) => !isBlank(at(config, "flux_resource_path")), t.key("namespace", t.present)),
  t.given("agent", t.text),
  ...t.where(needsAgent, t.key("agent", t.present)),
  t.given("flux_resource_path", t.text),
  t.given("managed_resources", shaped(isFlag, "a boolean", ["enabled"])),
  t.filled("dashboard", shaped(isString, "a string", ["namespace", "flux_resource_path"])),
  {
    attribute: "base",
    tests: [
      dashboardHas("namespace", "namespace cannot be specified when dashboard.namespace is set"),
      dashboardHas(
        "flux_resource_path",
        "flux resource path cannot be specified when dashboard.flux_resource_path is set",
      ),
    ],
  },
);

const nameOf = (config: unknown): unknown => (isString(config) ? config : at(config, "name"));
const name = (...tests: readonly Test[]): Check => ({ ...t.key("name", ...tests), of: nameOf });

/** `false` counts as none: then it is `start`. */
const action: Check = {
  ...t.key(
    "action",
    t.text,
    t.choice(
      knownChoices("job", "environment", "action"),
      "should be start, stop, prepare, verify, or access",
      "environment-action",
    ),
  ),
  skip: (value) => value === undefined || value === null || value === false,
};

/** entry/environment.rb */
export const environment: Kind = {
  name: "environment",
  checks: [
    t.config(t.hashOrText),
    name(
      t.present,
      t.saying("environment-name", naming, t.text),
      t.matching(environmentName, "environment-name", naming),
    ),
    t.config(t.allowed(knownKeys("job", "environment"))),
    t.given("url", t.text, t.atMost(255, "text-too-long", t.tooLong)),
    action,
    ...["deployment_tier", "on_stop"].map((key) => t.given(key, t.text)),
    t.given("kubernetes", t.hash),
    t.given("auto_stop_in", t.text),
  ],
  below: nodes(["kubernetes", kubernetes]),
};
