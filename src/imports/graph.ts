import type { Comparison, Tree } from "../detect/index.ts";
import type { Io } from "../io.ts";
import type { Workspace } from "../workspace/index.ts";
import { openCache } from "./cache.ts";
import type { Edges } from "./edges.ts";
import { kindOf } from "./files.ts";
import { Links } from "./links.ts";
import { mentions, mentionsIn } from "./mentions.ts";
import type { Owners } from "./owners.ts";
import type { Parsed } from "./parse/index.ts";
import { progress } from "./progress.ts";
import { readThrough, type Store } from "./read.ts";
import {
  type Ground,
  probeOf,
  readPackages,
  readTsConfigs,
  settingsFields,
} from "./resolve/index.ts";
import { type Roles, rolesOf } from "./roles.ts";
import { sources } from "./sources.ts";
import type { ImportSettings } from "./types.ts";

/** What the import graph is made from. */
export interface ImportWorld {
  readonly tree: Tree;
  readonly changes: Comparison["changes"];
  readonly workspace: Workspace;
  readonly settings: ImportSettings;
  readonly io: Io;
}

/** One import of one file, and one place that it leads to: an import that may lead to several is several. */
export interface ResolvedImport {
  readonly file: string;
  /** Line of the import; 0 where no line is meant. */
  readonly line: number;
  /** As it is written; empty where no specifier is meant. */
  readonly specifier: string;
  /**
   * The file, which may be a deleted one; or a directory, of which all files count: the root of a
   * service, for the files that it owns, or another, for all below.
   */
  readonly to: string;
  /** Why all of a directory counts, or why `to` counts although no import names it. */
  readonly whole?: string;
}

/** The imports of all JavaScript and TypeScript files of the tree, those without an owner too. */
export interface ImportGraph {
  /** Files that take part, sorted by path; those that cannot be read depend on directories. */
  readonly files: readonly string[];
  /** By line. */
  importsOf(file: string): readonly ResolvedImport[];
  /**
   * The imports that lead to a path, sorted by file, then line. Those of a whole directory that
   * the path is in come behind; their `to` is that directory.
   */
  importersOf(path: string): readonly ResolvedImport[];
}

/** The same with what it was made from. */
export interface ReadGraph extends ImportGraph {
  /** What was read of each file; one without a text, or of a kind that is not read, is left out. */
  readonly parsed: ReadonlyMap<string, Parsed>;
  readonly edges: Edges;
  readonly owners: Owners;
  readonly roles: Roles;
}

/** Reads the imports of every file and finds where they lead. */
export async function buildGraph(world: ImportWorld): Promise<ReadGraph> {
  const { tree, changes, settings, io } = world;
  const cache = openCache(settings.cache, io);
  const store: Store = { tree, ids: await tree.ids(), cache };
  const ground = await groundOf(changes, store);
  const roles = rolesOf(tree.paths, ground);
  const files: string[] = [];
  const code: string[] = [];
  for (const path of tree.paths) {
    const kind = kindOf(path);
    if (kind !== "other") files.push(path);
    if (kind === "code") code.push(path);
  }
  const telling = progress("read the imports", settings.quiet, io);
  const parsed = await readThrough(code, sources, store, telling);
  const mentioned = await readThrough(roles.naming, mentions, store);
  cache.save();

  const links = new Links(world.workspace, ground, files);
  for (const file of files) links.addFile(file, parsed.get(file));
  for (const [file, names] of mentioned) links.addMentions(file, names);
  for (const own of ground.packages.all) {
    const settings = settingsFields.map((name) => own.json[name]);
    links.addMentions(own.manifest, mentionsIn(JSON.stringify(settings)));
  }
  for (const config of ground.configs.byPath.values()) links.addConfig(config);
  links.addUnused(tree.paths);
  const { edges, owners } = links;
  return {
    files,
    importsOf: (file) => edges.importsOf(file),
    importersOf: (path) => edges.importersOf(path),
    parsed,
    edges,
    owners,
    roles,
  };
}

async function groundOf(changes: ImportWorld["changes"], store: Store): Promise<Ground> {
  const changed = new Set(changes.map(({ path }) => path));
  const deleted = changes.filter(({ status }) => status === "D").map(({ path }) => path);
  const probe = probeOf(store.tree.paths, deleted);
  const packages = await readPackages(store);
  const configs = await readTsConfigs(deleted, packages, probe, store);
  const configsChanged = [...configs.byPath.keys()].some((path) => changed.has(path));
  const isChanged = (path: string) => changed.has(path);
  return { probe, packages, configs, changed: isChanged, configsChanged, entries: new Map() };
}
