import { directoryOf } from "../../workspace/index.ts";
import { isForeign, isTsConfig } from "../files.ts";
import { field, type Json, jsonReading, record, text, texts } from "../json.ts";
import { inside, joinPath } from "../paths.ts";
import { readThrough, type Store } from "../read.ts";
import type { Packages } from "./packages.ts";
import type { Probe } from "./probe.ts";

/** One tsconfig.json, jsconfig.json, or whatever one of them extends. */
export interface TsConfig {
  readonly path: string;
  /** The files that it extends, as far as the repository has them (or had, before the changes). */
  readonly bases: readonly string[];
  /** `paths`, with targets as paths from the repository. */
  readonly paths: readonly PathMapping[];
  /** Where bare specifiers are looked up, too. */
  readonly baseUrl: string | undefined;
  readonly rootDirs: readonly string[];
  /** Where the compiler writes, and from what. */
  readonly outDirs: readonly string[];
  readonly rootDir: string | undefined;
  /** Packages that it draws in without an import. */
  readonly packages: readonly string[];
  /** Directories outside its own whose files it takes in. */
  readonly outside: readonly string[];
}

export interface PathMapping {
  /** With at most one `*`. */
  readonly pattern: string;
  readonly targets: readonly string[];
}

const reading = jsonReading("tsconfig", ["compilerOptions", "extends", "files", "include"]);

/** The configurations that hold for the files of a directory. */
export interface TsConfigs {
  readonly all: readonly TsConfig[];
  /** By path, deleted ones too. */
  readonly byPath: ReadonlyMap<string, TsConfig>;
  /** The nearest directory, from this one outwards, that has configurations. */
  levelOf(directory: string): string | undefined;
  /** The configurations of a directory, sorted by path. */
  at(level: string): readonly TsConfig[];
}

/** Reads every configuration of the tree by its name, and those that they extend under any name. */
export async function readTsConfigs(
  deleted: readonly string[],
  packages: Packages,
  probe: Probe,
  store: Store,
): Promise<TsConfigs> {
  const jsons = new Map<string, Json>();
  const named = [...store.tree.paths, ...deleted].filter(
    (path) => isTsConfig(path) && !isForeign(path),
  );
  for (let wave = named; wave.length > 0; ) {
    const read = await readThrough(wave, reading, store);
    for (const path of wave) jsons.set(path, read.get(path) ?? {});
    wave = [...new Set(wave.flatMap((path) => basesOf(path)))].filter((path) => !jsons.has(path));
  }

  function basesOf(path: string): readonly string[] {
    return texts(jsons.get(path)?.extends).flatMap((spec) => baseOf(spec, path));
  }
  function baseOf(spec: string, path: string): readonly string[] {
    const asFile = (target: string | undefined) =>
      target === undefined
        ? []
        : [target, `${target}.json`, inside(target, "tsconfig.json")].filter(probe.had);
    if (/^\.\.?(?:\/|$)/.test(spec)) return asFile(joinPath(directoryOf(path), spec));
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(spec)?.[0] ?? "";
    return packages.named(name).flatMap(({ directory, json }) => {
      const rest = spec.slice(name.length + 1);
      if (rest !== "") return asFile(joinPath(directory, rest));
      const main = text(json.tsconfig) ?? "tsconfig.json";
      return asFile(joinPath(directory, main));
    });
  }

  const made = new Map<string, TsConfig>();
  const make = (path: string, behind: ReadonlySet<string>): TsConfig => {
    const known = made.get(path);
    if (known) return known;
    const bases = basesOf(path);
    const inner = new Set([...behind, path]);
    const inherited = bases.filter((base) => !inner.has(base)).map((base) => make(base, inner));
    const config = configOf(path, jsons.get(path) ?? {}, bases, inherited);
    made.set(path, config);
    return config;
  };
  for (const path of jsons.keys()) make(path, new Set());

  const levels = new Map<string, TsConfig[]>();
  for (const path of [...named].sort()) {
    const directory = directoryOf(path);
    const level = levels.get(directory) ?? [];
    levels.set(directory, level);
    level.push(made.get(path)!);
  }
  const known = new Map<string, string | undefined>();
  const levelOf = (directory: string): string | undefined => {
    if (levels.has(directory)) return directory;
    if (directory === ".") return undefined;
    if (!known.has(directory)) known.set(directory, levelOf(directoryOf(directory)));
    return known.get(directory);
  };
  return { all: [...made.values()], byPath: made, levelOf, at: (level) => levels.get(level) ?? [] };
}

function configOf(
  path: string,
  json: Json,
  bases: readonly string[],
  inherited: readonly TsConfig[],
): TsConfig {
  const directory = directoryOf(path);
  const options = json.compilerOptions;
  const at = (relative: string): string | undefined => {
    const rest = relative.replace(/^\$\{configDir\}\/?/, "");
    return rest.startsWith("/") ? undefined : joinPath(directory, rest);
  };
  const under = (name: string) => text(field(options, name));
  /** Its own value, or that of the last base that has one. */
  const nearest = <K extends "baseUrl" | "rootDir">(name: K): string | undefined => {
    const own = under(name);
    return own === undefined ? inherited.findLast((base) => base[name])?.[name] : at(own);
  };
  const baseUrl = nearest("baseUrl");
  const ownPaths = field(options, "paths");
  const paths =
    ownPaths === undefined
      ? (inherited.findLast((base) => base.paths.length > 0)?.paths ?? [])
      : Object.entries(record(ownPaths)).map(([pattern, targets]) => ({
          pattern,
          targets: texts(targets)
            .map((target) =>
              under("baseUrl") === undefined && baseUrl === undefined
                ? at(target)
                : joinPath(baseUrl ?? directory, target),
            )
            .filter((target) => target !== undefined),
        }));
  const list = (name: string) => texts(field(options, name)).map(at);
  const rootDirs = list("rootDirs").filter((each) => each !== undefined);
  const outDirs = [...list("outDir"), ...list("declarationDir")];
  const plugins = field(options, "plugins");
  const jsx = under("jsxImportSource");
  const taken = [
    ...texts(json.include),
    ...texts(json.files),
    ...texts(field(options, "typeRoots")),
  ];
  return {
    path,
    bases,
    paths,
    baseUrl,
    rootDirs:
      rootDirs.length > 0
        ? rootDirs
        : (inherited.findLast((b) => b.rootDirs.length > 0)?.rootDirs ?? []),
    outDirs: outDirs.filter((each) => each !== undefined),
    rootDir: nearest("rootDir"),
    packages: [
      ...texts(field(options, "types")),
      ...(Array.isArray(plugins) ? plugins : []).flatMap((each) => texts(field(each, "name"))),
      ...(jsx === undefined ? [] : [`${jsx}/jsx-runtime`, `${jsx}/jsx-dev-runtime`]),
    ],
    outside: taken
      .filter((each) => each.startsWith("../"))
      .map((each) => at(fixedPart(each)))
      .filter((each) => each !== undefined),
  };
}

/** A glob up to its first star. */
const fixedPart = (glob: string): string => {
  const star = glob.search(/[*?{[]/);
  return star < 0 ? glob : glob.slice(0, glob.lastIndexOf("/", star) + 1);
};
