import { posix } from "node:path";
import { GraphBuilder, type LockGraph, type LockSource, link, refuse } from "../graph.ts";
import { identityOf, jsonOf, type Table, tableOf, textOf } from "../values.ts";
import { manifestsOf } from "./_manifests.ts";
import { readEntries } from "./_yarn-classic-syntax.ts";
import {
  describeNode,
  linkRoot,
  linkWanted,
  resolutionsOf,
  type Wanted,
} from "./_yarn-descriptors.ts";

const leftOut = new Set(["version", "dependencies", "optionalDependencies"]);

/**
 * yarn 1: the lock knows no members; what each asks for stands in its package.json. Peers are not
 * in it either: whoever needs one gets what those above it have, and that is followed.
 */
export async function readClassic(text: string, source: LockSource): Promise<LockGraph> {
  if (!/^# yarn lockfile v1$/m.test(text.slice(0, 1000))) refuse("it is of no known version");
  const graph = new GraphBuilder();
  const descriptors = new Map<string, string>();
  const entries = readEntries(text).map(({ names, entry }) => {
    const key = names[0]!;
    describeNode(descriptors, names, key);
    const version = textOf(entry.version, key);
    const name = key.slice(0, Math.max(key.indexOf("@", 1), 0)) || key;
    return {
      key,
      entry,
      own: graph.add(key, { name, version, identity: identityOf(entry, leftOut) }),
    };
  });

  const manifests = new Map<string, Table>();
  const directories = [".", ...source.members];
  for (const [directory, json] of await manifestsOf(source, directories, "package.json")) {
    const name = posix.join(directory, "package.json");
    manifests.set(directory, tableOf(jsonOf(json, name), name));
  }
  const resolutions = resolutionsOf(manifests.get(".") ?? {});
  const workspaces = new Map<string, string>();
  const members = [...manifests].map(([directory, manifest]) => {
    const key = `member ${directory}`;
    if (typeof manifest.name === "string") link(workspaces, manifest.name, key);
    return { directory, manifest, own: graph.member(directory, key) };
  });

  const lookup = { descriptors, resolutions, workspaces };
  const spelt = (name: string, range: string) => [`${name}@${range}`];
  for (const { key, entry, own } of entries) {
    linkWanted(own, wantedBy(entry, key), lookup, spelt, key);
  }
  for (const { directory, manifest, own } of members) {
    linkRoot(graph, own, directory);
    const speltHere = (name: string, range: string) => [
      ...spelt(name, range),
      ...asPaths(name, range, directory),
    ];
    const wanted = wantedBy(manifest, directory, ["devDependencies"]);
    linkWanted(own, wanted, lookup, speltHere, directory);
  }
  return graph;
}

/** What a manifest, or an entry, asks for. An optional one is in both lists of some manifests. */
function wantedBy(entry: Table, what: string, more: readonly string[] = []): Wanted[] {
  const wanted = (field: string, needed: boolean) =>
    Object.entries(tableOf(entry[field], what)).map(([name, range]) => ({
      name,
      range: textOf(range, what),
      // Older versions write nothing for a link, for nothing is installed for it.
      needed: needed && !String(range).startsWith("link:"),
    }));
  const optional = wanted("optionalDependencies", false);
  const twice = new Set(optional.map(({ name }) => name));
  return [
    ...["dependencies", ...more]
      .flatMap((field) => wanted(field, true))
      .filter(({ name }) => !twice.has(name)),
    ...optional,
  ];
}

/** `file:../x` of a member stands in the lock as seen from the lock. */
function asPaths(name: string, range: string, directory: string): string[] {
  const [, protocol, path] = /^(file:|link:)(.*)$/s.exec(range) ?? [];
  if (protocol === undefined || path === undefined) return [];
  const target = posix.join(directory, path);
  return [`${name}@${protocol}${target}`, `${name}@${protocol}./${target}`];
}
