import { parseJsonc } from "../../jsonc.ts";
import { GraphBuilder, type LockFormat, link, refuse, shown } from "../graph.ts";
import {
  canonical,
  identityOf,
  type Table,
  tableOf,
  tablesOf,
  textOf,
  unexpected,
} from "../values.ts";

/** What is followed, or tells nothing that the packages do not. The rest are settings. */
const read = new Set(["workspaces", "packages", "catalog", "catalogs"]);

const leftOut = new Set([
  ...["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"],
  ...["optionalPeers", "bin", "binDir"],
]);

/** One package by its place: `web/chalk` is the chalk that web finds. */
interface Place {
  readonly list: readonly unknown[];
  /** `name@version`, `name@workspace:directory`. */
  readonly id: string;
  readonly info: Table;
}

/** bun's text lock file. The binary one cannot be read. */
export default {
  files: ["bun.lock", "bun.lockb"],
  async read(text, { path }) {
    if (path.endsWith(".lockb")) refuse("it is binary");
    // The parser takes this key for the prototype, and what stands under it would be lost.
    if (/__proto__|\\u005f/i.test(text)) refuse("it holds the key __proto__");
    const lock = tableOf(await parseJsonc(text, path), "content");
    if (![0, 1, 2].includes(lock.lockfileVersion as number)) {
      refuse(`its lockfileVersion is ${shown(canonical(lock.lockfileVersion))}`);
    }
    const graph = new GraphBuilder();
    for (const [key, value] of Object.entries(lock)) {
      if (!read.has(key)) graph.settings.set(key, canonical(value));
    }
    const places = new Map(
      Object.entries(tableOf(lock.packages, "packages")).map(([key, list]) => [
        key,
        placeOf(list, key),
      ]),
    );
    const workspaces = new Map(tablesOf(lock.workspaces, "workspaces"));
    const find = finder(places, workspaces);
    for (const [directory, workspace] of workspaces) {
      const own = graph.member(directory || ".", memberKey(directory));
      if (directory !== "" && workspaces.has("")) link(own, "the root", memberKey(""));
      const name = directory === "" ? "" : textOf(workspace.name, directory);
      for (const each of wantedBy(workspace, directory, true)) {
        const target = find(name, each.name);
        if (target !== undefined) link(own, each.name, target);
        else if (each.needed) missing(directory || ".", each.name);
      }
    }
    for (const [key, { list, id, info }] of places) {
      if (directoryOfWorkspace(id) !== undefined) continue;
      const at = id.indexOf("@", 1);
      const own = graph.add(key, {
        name: at < 0 ? id : id.slice(0, at),
        version: at < 0 ? "" : id.slice(at + 1),
        identity: canonical(
          list.slice(1).map((each) => (each === info ? identityOf(info, leftOut) : each)),
        ),
      });
      for (const each of wantedBy(info, key, false)) {
        const target = find(key, each.name);
        if (target !== undefined) link(own, each.name, target);
        else if (each.needed) missing(key, each.name);
      }
    }
    return graph;
  },
} satisfies LockFormat;

const memberKey = (directory: string) => `workspace ${directory}`;

const missing = (user: string, name: string): never =>
  refuse(`${shown(user)} needs ${shown(name)}, which is not in it`);

/** `[id, registry, info, integrity]`; other kinds of packages leave some of them out. */
function placeOf(list: unknown, key: string): Place {
  if (!Array.isArray(list)) return unexpected(key);
  const info = list.find((each) => typeof each === "object") ?? {};
  return { list, id: textOf(list[0], key), info: tableOf(info, key) };
}

const directoryOfWorkspace = (id: string): string | undefined =>
  /^@?[^@]+@workspace:(.*)$/s.exec(id)?.[1];

/** Names that are asked for. bun leaves out optional packages, and peers, that nothing provides. */
function wantedBy(entry: Table, what: string, member: boolean) {
  const names = (field: string) => Object.keys(tableOf(entry[field], what));
  const optional = new Set(names("optionalDependencies"));
  return [
    ...[...names("dependencies"), ...(member ? names("devDependencies") : [])].map((name) => ({
      name,
      needed: !optional.has(name),
    })),
    ...[...optional, ...names("peerDependencies")].map((name) => ({ name, needed: false })),
  ];
}

/** Finds what the package at a place gets for a name: from its own place outwards. */
function finder(places: ReadonlyMap<string, Place>, workspaces: ReadonlyMap<string, Table>) {
  return (from: string, name: string): string | undefined => {
    for (let here = from; ; here = outside(here)) {
      const key = here === "" ? name : `${here}/${name}`;
      const place = places.get(key);
      const directory = place && directoryOfWorkspace(place.id);
      if (directory !== undefined)
        return workspaces.has(directory) ? memberKey(directory) : missing(key, directory);
      if (place) return key;
      if (here === "") return undefined;
    }
  };
}

/** The place around a place: without the last name, which may have a scope. */
const outside = (place: string): string => place.replace(/(?:^|\/)(?:@[^/]*\/)?[^/]*$/, "");
