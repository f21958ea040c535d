import { builtinModules } from "node:module";
import { directoryOf } from "../../workspace/index.ts";
import { field, record, text } from "../json.ts";
import { inside, joinPath } from "../paths.ts";
import { sourcesOf } from "./built.ts";
import { targetsOf } from "./exports.ts";
import { entryFields, type Package, type Packages } from "./packages.ts";
import type { Probe } from "./probe.ts";
import type { TsConfigs } from "./tsconfigs.ts";
import type { Target } from "./types.ts";

/** What a resolver knows of the repository. */
export interface Ground {
  readonly probe: Probe;
  readonly packages: Packages;
  readonly configs: TsConfigs;
  /** Whether a path is among the changes. */
  readonly changed: (path: string) => boolean;
  /** Whether one of the changes is a configuration of TypeScript. */
  readonly configsChanged: boolean;
  /** What was found of each package already. */
  readonly entries: Map<Package, Map<string, readonly Target[]>>;
}

/** `@scope/name/sub/path` in its two parts; the second without a slash. */
export function splitBare(specifier: string): { readonly name: string; readonly rest: string } {
  const scope = specifier.startsWith("@") ? specifier.indexOf("/") + 1 : 0;
  const end = specifier.indexOf("/", scope);
  if (end < 0) return { name: specifier, rest: "" };
  return { name: specifier.slice(0, end), rest: specifier.slice(end + 1) };
}

const builtins = new Set(builtinModules);

/** Whether a bare specifier comes from outside the repository, for all that is known. */
export function isExternal(specifier: string, packages: Packages): boolean {
  if (/^[a-z][a-z\d+.-]*:/i.test(specifier)) return true;
  const { name } = splitBare(specifier);
  return builtins.has(name) || packages.isDeclared(name);
}

/** What a path stands for: the file itself, one beside it, or a directory's entry; deleted ones too. */
export function pathTargets(path: string, ground: Ground, slash = false): readonly Target[] {
  const found = fileTargets(path, ground, slash);
  if (!slash && found.some(({ to }) => ground.probe.has(to) && directoryOf(to) !== path)) {
    return found;
  }
  const own = ground.packages.at(path);
  if (!own) return found;
  return unique([...inPackage(own, fieldsOf(own), ground), ...manifestOf(own, ground), ...found]);
}

/** The file, or the index of the directory, that a path stands for. */
function fileTargets(path: string, { probe }: Ground, slash = false): readonly Target[] {
  const files = slash ? [] : probe.files(path);
  if (files.some(probe.has)) return files.map(toFile);
  return [...files, ...probe.index(path)].map(toFile);
}

const toFile = (to: string): Target => ({ to });

const fieldsOf = ({ json }: Package): readonly string[] =>
  entryFields.map((name) => text(json[name])).filter((each) => each !== undefined);

/** A manifest that changed may lead elsewhere than it did. */
const manifestOf = ({ manifest }: Package, { changed }: Ground): readonly Target[] =>
  changed(manifest) ? [toFile(manifest)] : [];

/** Where a bare specifier leads in one package: to all of it, where that is not sure. */
export function packageTargets(own: Package, rest: string, ground: Ground): readonly Target[] {
  const known = ground.entries.get(own) ?? new Map<string, readonly Target[]>();
  ground.entries.set(own, known);
  const found = known.get(rest) ?? findInPackage(own, rest, ground);
  known.set(rest, found);
  return found;
}

function findInPackage(own: Package, rest: string, ground: Ground): readonly Target[] {
  const { directory } = own;
  const found: Target[] = [];
  const mapped = targetsOf(own.json.exports, rest === "" ? "." : `./${rest}`);
  if (rest === "") {
    const named = [...(mapped ?? []), ...fieldsOf(own)];
    found.push(...inPackage(own, named.length > 0 ? named : ["index.js"], ground));
  } else {
    // As it is written, too: not every tool reads the map.
    const path = joinPath(directory, rest) ?? directory;
    found.push(...inPackage(own, mapped ?? [], ground), ...pathTargets(path, ground));
    if (mapped === undefined && !leadsSomewhere(found, ground)) {
      found.push(...sourcesOf(path, own, ground.configs.at(directory), ground.probe).map(toFile));
    }
  }
  if (!leadsSomewhere(found, ground)) {
    const whole = `${inside(directory, rest === "" ? "package.json" : rest)} leads to no file`;
    found.push({ to: directory, whole });
  }
  return unique([...found, ...manifestOf(own, ground)]);
}

const leadsSomewhere = (targets: readonly Target[], { probe }: Ground): boolean =>
  targets.some(({ to, whole }) => whole !== undefined || probe.has(to));

/** Targets of maps and fields, as files; a built one without a sure source makes the whole package. */
export function inPackage(
  own: Package,
  targets: readonly string[],
  ground: Ground,
): readonly Target[] {
  const { directory } = own;
  const { probe, configs } = ground;
  const found: Target[] = [];
  const source = joinPath(directory, text(own.json.source) ?? "") ?? directory;
  for (const target of targets) {
    const path = joinPath(directory, target);
    if (path === undefined) continue;
    const files = fileTargets(path, ground, target.endsWith("/"));
    found.push(...files);
    if (leadsSomewhere(files, ground)) continue;
    const sources = [...sourcesOf(path, own, configs.at(directory), probe), ...probe.files(source)];
    found.push(...sources.map(toFile));
    if (sources.length > 0) continue;
    found.push({ to: directory, whole: `${path} is built, and its source is not known` });
  }
  return unique(found);
}

/** What a package puts in the place of files, or of other packages, for browsers and phones. */
export function replacements(own: Package): ReadonlyMap<string, readonly string[]> {
  const known = replaced.get(own);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const name of ["browser", "react-native"]) {
    for (const [key, value] of Object.entries(record(own.json[name]))) {
      if (typeof value === "string" && value.startsWith(".")) {
        found.set(key, [...(found.get(key) ?? []), value]);
      }
    }
  }
  replaced.set(own, found);
  return found;
}

const replaced = new WeakMap<Package, ReadonlyMap<string, readonly string[]>>();

/** Each place once; a file's own entry comes before a reason for it. */
export function unique(targets: readonly Target[]): readonly Target[] {
  if (targets.length < 2) return targets;
  const known = new Map<string, Target>();
  for (const target of targets) if (!known.has(target.to)) known.set(target.to, target);
  return [...known.values()];
}

/** The names of a package's `bin`. */
export const binsOf = ({ json }: Package): readonly string[] => {
  const bin = text(json.bin);
  if (bin !== undefined) return [bin];
  return Object.keys(record(json.bin))
    .map((name) => text(field(json.bin, name)))
    .filter((each) => each !== undefined);
};
