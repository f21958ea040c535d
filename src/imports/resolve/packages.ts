import { directoryOf } from "../../workspace/index.ts";
import { isForeign, isManifest } from "../files.ts";
import { field, type Json, jsonReading, record, text, texts } from "../json.ts";
import { joinPath } from "../paths.ts";
import { readThrough, type Store } from "../read.ts";

/** One package.json of the tree. */
export interface Package {
  readonly directory: string;
  readonly manifest: string;
  readonly json: Json;
}

/** All of them. */
export interface Packages {
  readonly all: readonly Package[];
  /** Packages of this name, and those that a dependency stands for under this name. */
  named(name: string): readonly Package[];
  /** Packages whose names begin so. */
  beginning(start: string): readonly Package[];
  at(directory: string): Package | undefined;
  /** That of the directory, or of the nearest one around it. */
  around(directory: string): Package | undefined;
  /** Whether some package.json lists it: it comes from outside, then. */
  isDeclared(name: string): boolean;
}

const dependencyFields = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
];
const pinFields = ["resolutions", "overrides"];

/** Fields that say what a bare import of the package means. */
export const entryFields = [
  "main",
  "module",
  "types",
  "typings",
  "browser",
  "react-native",
  "jsnext:main",
  "esnext",
];

/** Fields that hold the settings of a tool. */
export const settingsFields = [
  "babel",
  "browserslist",
  "commitlint",
  "eslintConfig",
  "jest",
  "postcss",
  "prettier",
  "release",
  "stylelint",
  "xo",
];

const manifests = jsonReading("package.json", [
  ...settingsFields,
  "name",
  ...entryFields,
  "source",
  "exports",
  "imports",
  "tsconfig",
  "bin",
  "scripts",
  ...dependencyFields,
  ...pinFields,
  "pnpm",
]);

/** Reads every package.json of the tree outside node_modules. */
export async function readPackages(store: Store): Promise<Packages> {
  const paths = store.tree.paths.filter((path) => isManifest(path) && !isForeign(path));
  const jsons = await readThrough(paths, manifests, store);
  const all = paths.map((manifest) => ({
    manifest,
    directory: directoryOf(manifest),
    json: jsons.get(manifest) ?? {},
  }));
  const byDirectory = new Map(all.map((each) => [each.directory, each]));
  const byName = new Map<string, Set<Package>>();
  const add = (name: string, found: Package) => {
    const same = byName.get(name);
    if (same) same.add(found);
    else byName.set(name, new Set([found]));
  };
  for (const each of all) {
    const name = text(each.json.name);
    if (name !== undefined) add(name, each);
  }
  const declared = new Set<string>();
  const links: [name: string, to: Package][] = [];
  for (const { directory, json } of all) {
    for (const [name, spec] of specsOf(json)) {
      declared.add(name);
      if (name.startsWith("@types/")) declared.add(typedBy(name.slice("@types/".length)));
      for (const to of linked(spec, directory)) links.push([name, to]);
    }
  }
  for (const [name, to] of links) add(name, to);

  const lists = new Map([...byName].map(([name, found]) => [name, [...found]]));
  const around = new Map<string, Package | undefined>();
  const find = (directory: string): Package | undefined => {
    if (around.has(directory)) return around.get(directory);
    const found =
      byDirectory.get(directory) ?? (directory === "." ? undefined : find(directoryOf(directory)));
    around.set(directory, found);
    return found;
  };
  return {
    all,
    named: (name) => lists.get(name) ?? [],
    beginning: (start) =>
      [...byName].flatMap(([name, found]) => (name.startsWith(start) ? [...found] : [])),
    at: (directory) => byDirectory.get(directory),
    around: find,
    isDeclared: (name) => declared.has(name),
  };

  /** Packages that a dependency names in another way than by its own name. */
  function linked(spec: string, directory: string): readonly Package[] {
    const path = /^(?:(?:file|link|portal|workspace):)?(\.\.?(?:\/.*)?)$/s.exec(spec)?.[1];
    if (path !== undefined) {
      const found = byDirectory.get(joinPath(directory, path) ?? "");
      return found ? [found] : [];
    }
    const alias = /^(?:npm|workspace):(@?[^@]+)@/.exec(spec)?.[1];
    if (alias !== undefined) return [...(byName.get(alias) ?? [])];
    const rest = /^(?:file|link|portal|workspace):(.+)$/s.exec(spec)?.[1];
    const found = rest === undefined ? undefined : byDirectory.get(joinPath(directory, rest) ?? "");
    return found ? [found] : [];
  }
}

/** Every dependency with what is asked of it, pins included. */
function* specsOf(json: Json): Generator<[name: string, spec: string]> {
  const pins = [...pinFields.map((name) => json[name]), field(json.pnpm, "overrides")];
  for (const each of [...dependencyFields.map((name) => json[name]), ...pins]) {
    for (const [key, spec] of Object.entries(record(each))) {
      // `**/name` and `name@1`: what a pin is for.
      const name = /(?:^|\/)((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?$/.exec(key)?.[1] ?? key;
      for (const one of texts(spec)) yield [name, one];
    }
  }
}

/** `node` of `@types/node`, `@scope/name` of `@types/scope__name`. */
const typedBy = (name: string): string =>
  name.includes("__") ? `@${name.replace("__", "/")}` : name;
