import { posix } from "node:path";
import { readBlocks } from "../blocks.ts";
import { GraphBuilder, type LockFormat, link, refuse, shown } from "../graph.ts";
import { canonical, identityOf, type Table, tableOf, tablesOf, textOf } from "../values.ts";
import { type Keys, keysOf } from "./_pnpm-keys.ts";

/** What is read of its own, and what has no effect but through that. The rest are settings. */
const read = new Set([
  ...["importers", "packages", "snapshots", "catalogs", "time"],
  ...["specifiers", "dependencies", "devDependencies", "optionalDependencies"],
  ...["dependenciesMeta", "publishDirectory"],
]);

/**
 * Of a package: what follows from its content (`engines`, `hasBin`), what is followed instead
 * (dependencies, peers among them), and what pnpm works out for the whole file (`dev`, `optional`):
 * there a dependency of one member changes the marks of what another one has all the same.
 */
const leftOut = new Set([
  ...["name", "version", "engines", "hasBin", "requiresBuild", "prepare", "deprecated"],
  ...["dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta"],
  ...["transitivePeerDependencies", "dev", "optional"],
]);

const fields = ["dependencies", "devDependencies", "optionalDependencies"];

/**
 * pnpm, lockfileVersion 5.x, 6.x and 9.x: importers are the members. pnpm 11 and later may write a
 * document before the project's, about itself and about packages that configure it.
 */
export default {
  files: ["pnpm-lock.yaml"],
  async read(text, { path, parseYaml }) {
    const [project = "", environment, ...others] = text.split(/^---[ \t\r]*$/m).reverse();
    if (others.join("").trim() !== "") refuse("it holds more than two documents");
    const lock = tableOf(readBlocks(project) ?? (await parseYaml(project, path)), "content");
    const version = lock.lockfileVersion;
    const keys = keysOf(String(version ?? ""));
    if (!keys) refuse(`its lockfileVersion is ${shown(canonical(version))}`);
    const graph = new GraphBuilder();
    if (environment?.trim()) {
      graph.settings.set(
        "the document of pnpm itself",
        canonical(readBlocks(environment) ?? environment),
      );
    }
    for (const [key, value] of Object.entries(lock)) {
      if (!read.has(key)) graph.settings.set(key, canonical(value));
    }
    const importers =
      lock.importers === undefined
        ? new Map([[".", soleImporter(lock)]])
        : new Map(tablesOf(lock.importers, "importers"));
    const packages = new Map(tablesOf(lock.packages, "packages"));
    const snapshots = keys.snapshots ? new Map(tablesOf(lock.snapshots, "snapshots")) : packages;
    const resolve = resolver(graph, keys, new Set(importers.keys()), snapshots);
    for (const [directory, importer] of importers) {
      const own = graph.member(directory, memberKey(directory), identityOf(importer, ofImporter));
      if (directory !== "." && importers.has(".")) link(own, "the root", memberKey("."));
      for (const field of fields) {
        for (const [name, value] of Object.entries(tableOf(importer[field], directory))) {
          // Since 5.4-inlineSpecifiers the version stands beside what the manifest asks for.
          const asked = typeof value === "string" ? value : tableOf(value, name).version;
          link(own, name, resolve(name, textOf(asked, name), directory));
        }
      }
    }
    for (const [key, snapshot] of snapshots) {
      const content = packages.get(keys.contentOf(key));
      if (!content) refuse(`${shown(key)} is not among its packages`);
      const node = { ...keys.describe(key, content), identity: contentOf(key, content, snapshot) };
      const own = graph.add(key, node);
      for (const field of ["dependencies", "optionalDependencies"]) {
        for (const [name, value] of Object.entries(tableOf(snapshot[field], key))) {
          link(own, name, resolve(name, textOf(value, name), "."));
        }
      }
    }
    return graph;
  },
} satisfies LockFormat;

const ofImporter = new Set([...fields, "specifiers"]);

/** The importer of a lock file without a list of them. */
const soleImporter = (lock: Table): Table =>
  Object.fromEntries(
    [...fields, "dependenciesMeta", "publishDirectory"].flatMap((field) =>
      lock[field] === undefined ? [] : [[field, lock[field]]],
    ),
  );

const memberKey = (directory: string) => `importer ${directory}`;

/** The content of a package with the patch that its key tells. */
function contentOf(key: string, content: Table, snapshot: Table): string {
  const patch = /\(patch_hash=[^()]*\)/.exec(key)?.[0] ?? "";
  const more = snapshot === content ? "" : identityOf(snapshot, leftOut);
  return identityOf(content, leftOut) + more + patch;
}

/** Finds the node of a dependency as a directory (from that of the lock on) has it. */
function resolver(
  graph: GraphBuilder,
  keys: Keys,
  importers: ReadonlySet<string>,
  snapshots: ReadonlyMap<string, Table>,
) {
  return (name: string, reference: string, directory: string): string => {
    if (reference.startsWith("link:")) {
      const target = posix.join(directory, reference.slice(5)).replace(/(?<=.)\/$/, "");
      if (importers.has(target)) return memberKey(target);
      // A directory that pnpm only links to, and installs nothing for.
      const key = `link:${target}`;
      if (!graph.nodes.has(key)) graph.add(key, { name: key, version: "", identity: "" });
      return key;
    }
    const key = keys.keysOf(name, reference).find((each) => snapshots.has(each));
    if (key !== undefined) return key;
    return refuse(`${shown(`${name} ${reference}`)} is not among its packages`);
  };
}
