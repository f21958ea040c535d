import { isHash, knownChoices, knownKeys, member } from "../../../model/index.ts";
import type { Check, Fault, Kind } from "../entry.ts";
import { fault, items, nodes } from "../entry.ts";
import { isInteger, isList, isString, lengthOf } from "../ruby.ts";
import * as t from "../validators.ts";
import { commands, leaf } from "./simple.ts";
import { variables } from "./variables.ts";

const policies = knownChoices("job", "image", "pull_policy");

/** entry/pull_policy.rb */
const pullPolicy: Kind = leaf(
  "pull policy",
  t.config(t.stringOrStrings),
  ...t.where(isList, t.config(t.knownItems(policies), t.present)),
  ...t.where(isString, t.config(t.choice(policies, "is not included in the list"))),
);

const place = (path: string) => `\`${path}\``;

/** app/validators/json_schema_validator.rb says them in the words of the gem json_schemer. */
function userFaults(value: unknown, path: string, alsoNumber: boolean): readonly string[] {
  if (alsoNumber && isInteger(value)) return [];
  if (!isString(value)) {
    return alsoNumber
      ? [`value at ${place(path)} is not one of the types: ["string", "integer"]`]
      : [`value at ${place(path)} is not a string`];
  }
  const most = path.endsWith("/platform") ? 64 : 255;
  if (lengthOf(value) < 1) return [`string length at ${place(path)} is less than: 1`];
  return lengthOf(value) > most ? [`string length at ${place(path)} is greater than: ${most}`] : [];
}

/** schemas/imageable/executor_opts.json: what each executor may be told. */
const executors = { docker: ["platform", "user"], kubernetes: ["user"] } as const;

function executorFaults(config: unknown): readonly Fault[] {
  if (!isHash(config)) return [];
  return Object.entries(executors).flatMap(([name, known]) => {
    const value = member(config, name);
    const told = (words: readonly string[]) =>
      words.map((each) => fault("executor-options", each, { key: name }));
    if (value === undefined || value === null) return [];
    if (!isHash(value)) return told([`value at ${place(`/${name}`)} is not an object`]);
    return told(
      Object.keys(value).flatMap((key) => {
        const path = `/${name}/${key}`;
        return (known as readonly string[]).includes(key)
          ? userFaults(value[key], path, name === "kubernetes")
          : [`object property at ${place(path)} is a disallowed additional property`];
      }),
    );
  });
}

const executorOptions: Check = {
  attribute: "executor_opts",
  of: (config) => config,
  tests: [executorFaults],
};

/** entry/imageable.rb: an image by its name, or a hash. */
const imageable: readonly Check[] = [
  t.config(t.hashOrText, t.disallowed(["ports"])),
  {
    ...t.key("name", t.text, t.present),
    of: (config) =>
      isHash(config) ? member(config, "name") : isString(config) ? config : undefined,
  },
  t.given("entrypoint", t.strings),
  executorOptions,
];

/** `ports` is known, and then refused outside web terminals. */
const keysWithPorts = (keyword: string) => [...knownKeys("job", keyword), "ports"];

/** entry/image.rb */
export const image: Kind = {
  name: "image",
  checks: [...imageable, t.config(t.allowed(keysWithPorts("image")))],
  below: nodes(["pull_policy", pullPolicy]),
};

/** entry/service.rb; its variables are plain values. */
const service: Kind = {
  name: "service",
  checks: [...imageable, t.config(t.allowed(keysWithPorts("services"))), t.given("alias", t.text)],
  below: nodes(["pull_policy", pullPolicy], ["variables", variables()], ["command", commands]),
};

/** entry/services.rb */
export const services: Kind = {
  name: "services",
  checks: [t.config(t.list)],
  below: items("service", service),
};
