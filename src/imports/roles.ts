import { byCodeUnit, directoryOf, type Service } from "../workspace/index.ts";
import { isSettings, namesPackages } from "./files.ts";
import { record, texts } from "./json.ts";
import { joinPath } from "./paths.ts";
import { binsOf, type Ground, inPackage } from "./resolve/index.ts";

/** Which files more than imports depend on. */
export interface Roles {
  /** Whether tools, scripts or other programs read a file by its name. */
  isTool(path: string): boolean;
  /** Files in which packages may stand by name, sorted. */
  readonly naming: readonly string[];
}

/** Finds what the scripts and the `bin` of each package.json name, beside settings. */
export function rolesOf(paths: readonly string[], ground: Ground): Roles {
  const tools = new Set(paths.filter(isSettings));
  const naming = [...tools].filter(namesPackages);
  const directories = new Set<string>();
  for (const own of ground.packages.all) {
    for (const command of Object.values(record(own.json.scripts)).flatMap(texts)) {
      for (const word of command.split(/[\s"'`;&|()=,]+/)) {
        if (word === "" || word.startsWith("-") || word.length > 500) continue;
        const path = joinPath(own.directory, word);
        if (path === undefined) continue;
        for (const file of ground.probe.files(path)) {
          tools.add(file);
          if (ground.probe.has(file)) naming.push(file);
        }
      }
    }
    for (const { to, whole } of inPackage(own, binsOf(own), ground)) {
      if (whole === undefined) tools.add(to);
      else directories.add(to);
    }
  }
  return {
    isTool: (path) => tools.has(path) || (directories.size > 0 && inOneOf(path, directories)),
    naming: [...new Set(naming)].sort(byCodeUnit),
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
