import { directoryOf, type Service } from "../workspace/index.ts";
import { isSettings } from "./files.ts";
import { record, texts } from "./json.ts";
import { joinPath } from "./paths.ts";
import { binsOf, type Ground, inPackage } from "./resolve/index.ts";

/** Which files more than imports depend on. */
export interface Roles {
  /** Whether tools, scripts or other programs read a file by its name. */
  isTool(path: string): boolean;
  /** Files that only the scripts of a package.json name, sorted. */
  readonly scripts: readonly string[];
}

/** Finds what the scripts and the `bin` of each package.json name, beside settings. */
export function rolesOf(ground: Ground): Roles {
  const tools = new Set<string>();
  const directories = new Set<string>();
  const scripts = new Set<string>();
  for (const own of ground.packages.all) {
    for (const command of Object.values(record(own.json.scripts)).flatMap(texts)) {
      for (const word of command.split(/[\s"'`;&|()=,]+/)) {
        if (word === "" || word.startsWith("-") || word.length > 500) continue;
        const path = joinPath(own.directory, word);
        if (path === undefined) continue;
        for (const file of ground.probe.files(path)) {
          tools.add(file);
          scripts.add(file);
        }
      }
    }
    for (const { to, whole } of inPackage(own, binsOf(own), ground)) {
      if (whole === undefined) tools.add(to);
      else directories.add(to);
    }
  }
  return {
    isTool: (path) =>
      tools.has(path) || isSettings(path) || (directories.size > 0 && inOneOf(path, directories)),
    scripts: [...scripts].sort(),
  };
}

function inOneOf(path: string, directories: ReadonlySet<string>): boolean {
  for (let here = directoryOf(path); here !== "."; here = directoryOf(here)) {
    if (directories.has(here)) return true;
  }
  return directories.has(".");
}

const javaScript = new Set(["npm", "pnpm", "yarn", "bun", "deno", "nx", "turbo", "lerna", "rush"]);

/** Whether a service's files are those of a JavaScript package; of others, paths and edges tell. */
export const isAnalysed = ({ foundBy }: Service): boolean =>
  foundBy.some((name) => javaScript.has(name));
