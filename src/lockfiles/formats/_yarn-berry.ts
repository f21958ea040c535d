import { readBlocks } from "../blocks.ts";
import { GraphBuilder, type LockGraph, type LockSource, link, refuse, shown } from "../graph.ts";
import {
  canonical,
  identityOf,
  jsonOf,
  type Table,
  tableOf,
  tablesOf,
  textOf,
  textOr,
} from "../values.ts";
import { manifestsOf } from "./_manifests.ts";
import {
  describeNode,
  linkRoot,
  linkWanted,
  resolutionsOf,
  type Wanted,
} from "./_yarn-descriptors.ts";

/** Versions of the format, from yarn 2 on. */
const known = new Set(["4", "5", "6", "7", "8", "9", "10"]);

/** What is followed instead, and what follows from the content or the kind of package. */
const leftOut = new Set([
  ...["version", "dependencies", "dependenciesMeta", "peerDependencies", "peerDependenciesMeta"],
  ...["bin", "languageName", "linkType"],
]);

interface Entry {
  readonly key: string;
  readonly locator: string;
  readonly entry: Table;
  readonly own: Map<string, string>;
  /** Of a member. */
  readonly directory: string | undefined;
}

/** yarn 2 and later: the lock has an entry a workspace, and descriptors with protocols. */
export async function readBerry(text: string, source: LockSource): Promise<LockGraph> {
  const content = readBlocks(text);
  if (content === undefined) refuse("its YAML is not what yarn writes");
  const { __metadata: metadata, ...entries } = tableOf(content, "content");
  const { version, ...more } = tableOf(metadata, "__metadata");
  if (!known.has(String(version))) refuse(`its version is ${shown(canonical(version))}`);
  const graph = new GraphBuilder();
  graph.settings.set("version", String(version));
  for (const [key, value] of Object.entries(more)) graph.settings.set(key, canonical(value));
  const descriptors = new Map<string, string>();
  const nodes = tablesOf(entries, "content").map(([key, entry]): Entry => {
    const locator = textOf(entry.resolution, key);
    const workspace = /^@?[^@]+@workspace:(.+)$/s.exec(locator)?.[1];
    const directory = entry.linkType === "soft" ? workspace : undefined;
    describeNode(descriptors, key.split(", "), key);
    const own =
      directory !== undefined
        ? graph.member(directory, key)
        : graph.add(key, {
            name: nameOf(locator),
            version: textOr(entry.version, key),
            identity: identityOf(entry, leftOut),
          });
    return { key, locator, entry, own, directory };
  });

  const manifest = (await manifestsOf(source, ["."], "package.json")).get(".");
  const resolutions = resolutionsOf(
    tableOf(jsonOf(manifest ?? "{}", "package.json"), "package.json"),
  );
  const lookup = { descriptors, resolutions, workspaces: new Map<string, string>() };
  const patched = builtInPatches(descriptors.keys());
  const root = nodes.find(({ key }) => key === graph.members.get("."))?.locator;
  for (const { key, locator, entry, own, directory } of nodes) {
    if (directory !== undefined) linkRoot(graph, own, directory);
    const spelt = (name: string, range: string) => [
      `${name}@${range}`,
      `${name}@npm:${range}`,
      ...[locator, root ?? locator].map((by) => `${name}@${range}::locator=${encoded(by)}`),
    ];
    const wanted = wantedBy(entry, key);
    linkWanted(own, wanted, lookup, spelt, nameOf(locator));
    for (const { name, range } of wanted) {
      for (const asked of spelt(name, range)) {
        for (const patch of patched.get(asked) ?? []) link(own, patch, descriptors.get(patch)!);
      }
    }
    const plain = sourceOf(key.split(", ")[0]!);
    const target = plain === undefined ? undefined : descriptors.get(plain);
    if (target !== undefined) link(own, "the source of the patch", target);
  }
  return graph;
}

function wantedBy(entry: Table, key: string): Wanted[] {
  const meta = tableOf(entry.dependenciesMeta, key);
  return Object.entries(tableOf(entry.dependencies, key)).map(([name, range]) => ({
    name,
    range: textOf(range, key),
    needed: String(tableOf(meta[name], key).optional) !== "true",
  }));
}

/** `@scope/name` of `@scope/name@npm:1.0.0`. */
const nameOf = (locator: string): string =>
  locator.slice(0, Math.max(locator.indexOf("@", 1), 0)) || locator;

/** What a patched package is made from: `a@npm:^1` of `a@patch:a@npm%3A^1#…`. */
function sourceOf(descriptor: string): string | undefined {
  const source = /^@?[^@]+@patch:([^#]*)#/s.exec(descriptor)?.[1];
  try {
    return source === undefined ? undefined : decodeURIComponent(source);
  } catch {
    return refuse(`${shown(descriptor)} is no patch that fanout can read`);
  }
}

/** Patches that yarn itself applies, without being asked: by the descriptor, those of the patched. */
function builtInPatches(descriptors: Iterable<string>): Map<string, string[]> {
  const patched = new Map<string, string[]>();
  for (const descriptor of descriptors) {
    const source = descriptor.includes("builtin<") ? sourceOf(descriptor) : undefined;
    if (source !== undefined) patched.set(source, [...(patched.get(source) ?? []), descriptor]);
  }
  return patched;
}

/** As yarn writes a locator behind a descriptor. */
function encoded(locator: string): string {
  try {
    return encodeURIComponent(locator);
  } catch {
    return refuse(`${shown(locator)} is no text`);
  }
}
