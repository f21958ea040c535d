import { GraphBuilder, type LockFormat, link, refuse, shown } from "../graph.ts";
import {
  canonical,
  identityOf,
  jsonOf,
  type Table,
  tableOf,
  tablesOf,
  textOf,
  textOr,
  unexpected,
} from "../values.ts";

/** Of the whole file: the rest of what it may hold concerns every member. */
const read = new Set(["name", "version", "requires", "packages", "dependencies"]);

/**
 * Of a package: what follows from its content (`license`, `engines`), what is followed instead
 * (dependencies), and what npm works out for the whole file (`dev`, `optional`, `peer`): there a
 * dependency of one member changes the marks of what another one has all the same.
 */
const leftOut = new Set([
  ...["name", "version", "license", "funding", "deprecated", "engines", "bin"],
  ...["hasInstallScript", "hasShrinkwrap", "bundleDependencies", "workspaces"],
  ...["dependencies", "devDependencies", "optionalDependencies"],
  ...["peerDependencies", "peerDependenciesMeta"],
  ...["dev", "optional", "devOptional", "peer", "extraneous"],
]);

/** npm, lockfileVersion 2 and 3: where each package lies (`packages`) tells who finds it. */
export default {
  files: ["package-lock.json", "npm-shrinkwrap.json"],
  async read(text) {
    const lock = tableOf(jsonOf(text), "content");
    if (lock.lockfileVersion !== 2 && lock.lockfileVersion !== 3) {
      refuse(`its lockfileVersion is ${shown(canonical(lock.lockfileVersion))}`);
    }
    const graph = new GraphBuilder();
    for (const [key, value] of Object.entries(lock)) {
      if (!read.has(key)) graph.settings.set(key, canonical(value));
    }
    const packages = new Map(tablesOf(lock.packages, "packages"));
    for (const [location, entry] of packages) {
      if (isLink(entry, location)) continue;
      const member = !/(?:^|\/)node_modules\//.test(location);
      const dependencies = member
        ? graph.member(location || ".", location)
        : graph.add(location, {
            name: textOr(entry.name, location) || location.replace(/^.*node_modules\//s, ""),
            version: textOr(entry.version, location),
            identity: identityOf(entry, leftOut),
          });
      // Node looks outwards: what the root has is there for everything below it.
      if (member && location !== "" && !isOutside(location) && packages.has("")) {
        link(dependencies, "the root", "");
      }
      for (const { name, needed } of dependenciesOf(entry, location, member)) {
        const target = find(packages, location, name);
        if (target !== undefined) link(dependencies, name, target);
        else if (needed)
          refuse(`${shown(location || ".")} needs ${shown(name)}, which is not in it`);
      }
    }
    return graph;
  },
} satisfies LockFormat;

function isLink({ link }: Table, location: string): boolean {
  if (link === undefined || typeof link === "boolean") return link === true;
  return unexpected(location);
}

const isOutside = (location: string) => location === ".." || location.startsWith("../");

/** Names that an entry depends on. Peers and optional ones may be missing, npm lets them. */
function dependenciesOf(entry: Table, location: string, member: boolean) {
  const names = (field: string) => Object.keys(tableOf(entry[field], location));
  const optional = names("optionalDependencies");
  const maybe = new Set([...optional, ...bundled(entry, location)]);
  const hard = member && !isOutside(location) ? names("devDependencies") : [];
  return [
    ...[...names("dependencies"), ...hard].map((name) => ({ name, needed: !maybe.has(name) })),
    ...[...optional, ...names("peerDependencies"), ...(member ? names("devDependencies") : [])].map(
      (name) => ({ name, needed: false }),
    ),
  ];
}

/** Packages within the package's own archive; `true` stands for all that it depends on. */
function bundled({ bundleDependencies: list, dependencies }: Table, location: string): string[] {
  if (list === true) return Object.keys(tableOf(dependencies, location));
  if (list === undefined || list === false) return [];
  return Array.isArray(list) ? list.map((name) => textOf(name, location)) : unexpected(location);
}

/** The location of what a package gets for a name, as Node looks for it; links are followed. */
function find(
  packages: ReadonlyMap<string, Table>,
  from: string,
  name: string,
): string | undefined {
  for (let here = from; ; here = here.slice(0, Math.max(here.lastIndexOf("/"), 0))) {
    const location = `${here === "" ? "" : `${here}/`}node_modules/${name}`;
    const entry = /(?:^|\/)node_modules$/.test(here) ? undefined : packages.get(location);
    if (entry && !isLink(entry, location)) return location;
    if (entry) {
      const target = textOf(entry.resolved, location);
      if (packages.has(target)) return target;
      refuse(`${shown(location)} leads to ${shown(target)}, which is not in it`);
    }
    if (here === "" || here === ".." || here.endsWith("/..")) return undefined;
  }
}
