import { directoryOf, inside, resolveFrom, startOf } from "../paths.ts";
import { allBelow, literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, ServiceKind, World } from "../types.ts";
import { type CargoConfig, readConfigs, settingsAround } from "./cargo/config.ts";
import type { CargoDependency } from "./cargo/manifest.ts";
import { type CrateSite, readCrates } from "./cargo/workspaces.ts";
import { pathTarget } from "./shared/members.ts";
import { pathsBelow } from "./shared/tree-walk.ts";

/** Every package is a service: `service` where it has a binary, else `library`. */
export default {
  name: "cargo",
  manifests: ["Cargo.toml"],
  async discover(found, world) {
    const crates = await readCrates(found, world);
    const configs = await readConfigs(
      crates.map(({ root }) => root),
      world,
    );
    return {
      services: crates.map((crate) => serviceOf(crate, configs, world)),
      edges: crates.flatMap((crate) => edgesOf(crate, configs, world)),
    };
  },
} satisfies Ecosystem;

function serviceOf(
  crate: CrateSite,
  configs: readonly CargoConfig[],
  world: World,
): DiscoveredService {
  const { root, workspaces } = crate;
  const others = workspaces.filter((workspace) => workspace.root !== root);
  const inputs = [
    ...others.map(({ path }) => literal(path)),
    ...workspaces.flatMap(({ unlisted }) => unlisted),
    ...settingsAround(root),
    ...configs.filter((config) => holdsFor(config, root)).flatMap((config) => config.inputs),
    ...entriesOutside(crate),
  ];
  const lockedIn = workspaces.length === 0 ? [root] : workspaces.map((workspace) => workspace.root);
  return {
    root,
    kind: kindOf(crate, world),
    manifest: inside(root, "Cargo.toml"),
    title: crate.package.name,
    inputs: [...new Set(inputs)],
    locks: lockedIn.map((directory) => inside(directory, "Cargo.lock")),
  };
}

/** Cargo takes src/main.rs and what lies in src/bin for binaries, unless it is told not to. */
function kindOf(
  { root, package: { hasBinaries, findsBinaries } }: CrateSite,
  { tree }: World,
): ServiceKind {
  if (hasBinaries) return "service";
  if (!findsBinaries) return "library";
  if (tree.has(inside(root, "src/main.rs"))) return "service";
  const start = inside(root, "src/bin");
  for (const path of pathsBelow(tree, start)) {
    if (/^[^/]+(?:\.rs|\/main\.rs)$/.test(path.slice(start.length + 1))) return "service";
  }
  return "library";
}

/** Where a target begins in another directory, all that lies there may be a module of it. */
const entriesOutside = ({ root, package: { entries } }: CrateSite): string[] =>
  entries.flatMap((entry) => {
    const path = resolveFrom(root, entry);
    return path === undefined || path.startsWith(startOf(root))
      ? []
      : [allBelow(directoryOf(path))];
  });

const holdsFor = ({ directory }: CargoConfig, root: string): boolean =>
  root === directory || root.startsWith(startOf(directory));

function edgesOf(
  crate: CrateSite,
  configs: readonly CargoConfig[],
  { tree }: World,
): DiscoveredEdge[] {
  const { root, manifest, workspaces } = crate;
  const path = inside(root, "Cargo.toml");
  const edges: DiscoveredEdge[] = [];
  const link = (directory: string, given: string, from: string, line: number | undefined) => {
    const to = pathTarget(directory, given, tree);
    if (to === undefined) return;
    edges.push({ from: root, to, manifest: from, ...(line === undefined ? {} : { line }) });
  };
  for (const dependency of manifest.dependencies) {
    for (const { directory, given } of placesOf(dependency, crate)) {
      link(directory, given, path, dependency.line);
    }
  }
  // What a workspace or a configuration file puts in place of others concerns all packages in it.
  const patching = [
    ...(workspaces.length === 0 ? [{ directory: root, path, patches: manifest.patches }] : []),
    ...workspaces.map((each) => ({
      directory: each.root,
      path: each.path,
      patches: each.manifest.patches,
    })),
    ...configs.filter((config) => holdsFor(config, root)),
  ];
  for (const { directory, path: from, patches } of patching) {
    for (const patch of patches) link(directory, patch.path, from, patch.line);
  }
  return edges;
}

/** The path of a dependency, or the one that it inherits, and where it starts. */
const placesOf = ({ name, path, inherited }: CargoDependency, crate: CrateSite) => [
  ...(path === undefined ? [] : [{ directory: crate.root, given: path }]),
  ...(inherited ? crate.workspaces : []).flatMap(({ root, manifest }) => {
    const given = manifest.workspace?.paths.get(name);
    return given === undefined ? [] : [{ directory: root, given }];
  }),
];
