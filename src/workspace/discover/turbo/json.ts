import { fail } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";
import {
  entriesOf,
  isRecord,
  lineIn,
  type Place,
  placeAt,
  textsOf,
} from "../shared/json-values.ts";
import { inputPattern, parseObject } from "../shared/task-runner.ts";

export const turboFiles = ["turbo.json", "turbo.jsonc"];

/** What fanout needs of a turbo.json. */
export interface TurboJson {
  readonly place: Place;
  /** `undefined` in the file of a workspace root. */
  readonly extends: readonly string[] | undefined;
  readonly tags: readonly string[];
  /** Globs of files that all tasks of all packages read. */
  readonly global: readonly string[];
  readonly tasks: readonly TurboTask[];
}

export interface TurboTask {
  /** What stands before the `#` of its key, and before the `#` of each that it waits for. */
  readonly pack: string | undefined;
  readonly dependsOn: readonly { readonly pack: string; readonly word: string }[];
  /** `undefined`: all files of its package. */
  readonly inputs: readonly string[] | undefined;
  readonly place: Place;
}

/** Throws MANIFEST_SYNTAX or MANIFEST_INVALID; what fanout does not use may hold anything. */
export async function parseTurboJson(text: string, path: string): Promise<TurboJson> {
  const json = await parseObject(text, path);
  const place = { path, text };
  const global = isRecord(json.global) ? json.global : {};
  return {
    place,
    extends: json.extends === undefined ? undefined : textsOf(json.extends, "extends", place),
    tags: textsOf(json.tags, "tags", place),
    global: [
      ...globsOf(json.globalDependencies, "globalDependencies", place),
      ...globsOf(json.globalDotEnv, "globalDotEnv", place),
      ...globsOf(global.inputs, "inputs", placeAt(place, "global")),
    ],
    // `pipeline` is what tasks were called before the second Turborepo.
    tasks: ["tasks", "pipeline"].flatMap((field) => {
      const value = json[field];
      if (value !== undefined && !isRecord(value)) {
        const problem = `"${field}" does not map names to tasks`;
        fail("MANIFEST_INVALID", at(path, lineIn(place, field)), { problem });
      }
      const here = placeAt(place, field);
      return entriesOf(value).map(([key, task]) => taskOf(key, task, placeAt(here, key)));
    }),
  };
}

function taskOf(key: string, task: unknown, place: Place): TurboTask {
  if (!isRecord(task)) {
    const problem = `the task ${JSON.stringify(key)} is no JSON object`;
    fail("MANIFEST_INVALID", at(place.path, lineIn(place, key)), { problem });
  }
  const words = textsOf(task.dependsOn, "dependsOn", place);
  const inputs = [
    ...globsOf(task.inputs, "inputs", place),
    ...globsOf(task.dotEnv, "dotEnv", place),
  ];
  return {
    pack: packOf(key),
    dependsOn: words.flatMap((word) => {
      const pack = packOf(word);
      return pack === undefined ? [] : [{ pack, word }];
    }),
    inputs: task.inputs === undefined && inputs.length === 0 ? undefined : inputs,
    place,
  };
}

/** A list of globs, each of which can be read wherever it is relative to. */
function globsOf(value: unknown, field: string, place: Place): readonly string[] {
  const globs = textsOf(value, field, place);
  for (const glob of globs) inputPattern(".", glob, place);
  return globs;
}

/** `web` of `web#build`; a `^` before it says that dependencies are meant. */
function packOf(key: string): string | undefined {
  const hash = key.indexOf("#");
  return hash < 0 ? undefined : key.slice(key.startsWith("^") ? 1 : 0, hash);
}
