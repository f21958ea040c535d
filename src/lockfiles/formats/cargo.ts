import { parseToml } from "../../toml.ts";
import { groupBy } from "../../workspace/index.ts";
import { GraphBuilder, type LockFormat, type LockSource, link, refuse, shown } from "../graph.ts";
import {
  canonical,
  identityOf,
  listOf,
  type Table,
  tableOf,
  textOf,
  textOr,
  textsOf,
} from "../values.ts";
import { manifestsOf } from "./_manifests.ts";

const leftOut = new Set(["name", "version", "dependencies"]);

/** What is read of its own; a patch that nothing uses has no effect. */
const read = new Set(["version", "package", "root", "metadata", "patch"]);

/** A package of Cargo.lock; without a source it lies in the repository. */
interface Crate {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  /** `name version (source)`. */
  readonly key: string;
  readonly entry: Table;
}

/** Cargo: versions 1 to 4. Which directory holds a package is told by its Cargo.toml. */
export default {
  files: ["Cargo.lock"],
  async read(text, source) {
    const lock = tableOf(await parseToml(text, source.path), "content");
    if (lock.version !== undefined && lock.version !== 3 && lock.version !== 4) {
      refuse(`its version is ${shown(canonical(lock.version))}`);
    }
    const graph = new GraphBuilder();
    graph.settings.set("version", canonical(lock.version));
    for (const [key, value] of Object.entries(lock)) {
      if (!read.has(key)) graph.settings.set(key, canonical(value));
    }
    const checksums = tableOf(lock.metadata, "metadata");
    const root = lock.root === undefined ? [] : [tableOf(lock.root, "root")];
    const crates = [...root, ...listOf(lock.package, "package")].map(crateOf);
    const byName = groupBy(crates, ({ name }) => name);
    const local = groupBy(
      crates.filter((crate) => crate.source === ""),
      ({ name }) => name,
    );
    const directories = await directoriesOf(source, local);
    for (const crate of crates) {
      const { key, name, version, entry } = crate;
      const directory = directories.get(key);
      const checksum = Object.hasOwn(checksums, `checksum ${key}`)
        ? checksums[`checksum ${key}`]
        : "";
      const own =
        directory === undefined
          ? graph.add(key, {
              name,
              version,
              identity: identityOf(entry, leftOut) + canonical(checksum),
            })
          : graph.member(directory, key);
      const wanted = [...textsOf(entry.dependencies, key), ...replacementOf(entry, key)];
      const targets = wanted.map((text) => found(text, byName, key));
      for (const target of targets) {
        const alone = targets.every((other) => other === target || other.name !== target.name);
        link(own, alone ? target.name : target.key, target.key);
      }
    }
    return graph;
  },
} satisfies LockFormat;

function crateOf(entry: Table): Crate {
  const name = textOf(entry.name, "package");
  const version = textOf(entry.version, name);
  const source = textOr(entry.source, name);
  return { name, version, source, key: `${name} ${version}${source && ` (${source})`}`, entry };
}

/** `replace = "name version (source)"`: what stands in for the package. */
const replacementOf = ({ replace }: Table, key: string): string[] =>
  replace === undefined ? [] : [textOf(replace, key)];

/** The package that `name`, `name version` or `name version (source)` stands for. */
function found(text: string, byName: ReadonlyMap<string, readonly Crate[]>, user: string): Crate {
  const [, name = "", version, source] = /^(\S+)(?: (\S+))?(?: \((.*)\))?$/s.exec(text) ?? [];
  const fitting = (byName.get(name) ?? []).filter(
    (crate) =>
      (version === undefined || crate.version === version) &&
      (source === undefined || crate.source === source),
  );
  // Of two that differ by their source alone, the one without a source is written without it.
  const local = fitting.filter((crate) => crate.source === "");
  const [first, second] = fitting.length > 1 && version !== undefined ? local : fitting;
  if (first && !second) return first;
  return refuse(
    `${shown(user)} needs ${shown(text)}, which ${fitting.length > 1 ? "stands for two packages" : "is not in it"}`,
  );
}

/** The directories of the members by the key of their package. */
async function directoriesOf(
  source: LockSource,
  local: ReadonlyMap<string, readonly Crate[]>,
): Promise<ReadonlyMap<string, string>> {
  const directories = new Map<string, string>();
  for (const [directory, text] of await manifestsOf(source, source.members, "Cargo.toml")) {
    const manifest = tableOf(await parseToml(text, `${directory}/Cargo.toml`), directory);
    const { name, version } = tableOf(manifest.package, directory);
    const named = local.get(String(name)) ?? [];
    const fitting = named.length > 1 ? named.filter((crate) => crate.version === version) : named;
    const [first, second] = fitting;
    if (second || (named.length > 1 && !first))
      refuse(`${shown(String(name))} stands for two packages`);
    if (!first) continue;
    if (directories.has(first.key)) refuse(`${shown(first.key)} lies in two directories`);
    directories.set(first.key, directory);
  }
  return directories;
}
