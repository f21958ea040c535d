import { directoryOf, groupBy, inside, outwards, startOf } from "../paths.ts";
import { literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, World } from "../types.ts";
import { describeCommand, embeddedByModule, importsOfCommands } from "./go/commands.ts";
import { type ByPath, mayImport, resolver } from "./go/imports.ts";
import { type GoModule, readModules, vendored } from "./go/modules.ts";
import { packageReads } from "./go/reads.ts";

/**
 * Every module is a service: `service` where it builds a command, else `library`. Where it holds
 * two or more, each command is a service of its own, and the module owns the rest.
 */
export default {
  name: "go",
  manifests: ["go.mod", "go.work", "main.go"],
  async discover(found, world) {
    const modules = await readModules(found, world);
    const commands = commandDirectories(found.get("main.go")!, modules);
    const roots = groupBy(modules.keys(), (root) => modules.get(root)!.mod.module);
    const services: DiscoveredService[] = [];
    const edges: DiscoveredEdge[] = [];
    for (const module of modules.values()) {
      const { root, mod, works, packages } = module;
      const manifest = inside(root, "go.mod");
      const builds = packages ? packages.isCommand : commands.has(root);
      const inputs = works.flatMap((work) => work.inputs);
      // In a workspace the versions that the others require count as well.
      const siblings = works.flatMap(({ uses }) => [...uses]).filter((other) => other !== root);
      const locks = [
        inside(root, "go.sum"),
        ...works.map(({ sum }) => sum),
        ...siblings.filter((other) => modules.has(other)).map((other) => inside(other, "go.mod")),
      ];
      services.push({
        root,
        kind: builds ? "service" : "library",
        manifest,
        title: titleOf(mod.module),
        inputs: packages ? [...inputs, ...embeddedByModule(packages)] : inputs,
        locks,
      });
      for (const { to, line } of targetsOf(module, roots)) {
        for (const each of withCommands(to, module, modules)) {
          edges.push({ from: root, to: each, manifest, line });
        }
      }
      const split = describeCommands(module, modules, roots, inputs, locks, world);
      services.push(...split.services);
      edges.push(...split.edges);
    }
    return { services, edges };
  },
} satisfies Ecosystem;

/** The last name of a module path that is no major version. */
const titleOf = (module: string): string => module.replace(/\/v\d+$/, "").replace(/^.*\//, "");

/** Modules with a main.go in their directory or in one of cmd/. */
function commandDirectories(
  mains: readonly string[],
  modules: ReadonlyMap<string, GoModule>,
): ReadonlySet<string> {
  const commands = new Set<string>();
  for (const path of mains) {
    for (const root of outwards(directoryOf(path))) {
      if (!modules.has(root)) continue;
      const within = path.slice(startOf(root).length);
      if (/^(?:cmd\/[^/]+\/)?main\.go$/.test(within)) commands.add(root);
      break;
    }
  }
  return commands;
}

interface Target {
  readonly to: string;
  readonly line: number;
}

/** Directories that a module is built from: replaced ones, and siblings that it requires. */
function targetsOf({ mod, replaces, works }: GoModule, roots: ByPath): Target[] {
  const targets: Target[] = [...replaces];
  for (const { module, line } of mod.requires) {
    for (const to of roots.get(module) ?? []) targets.push({ to, line });
    for (const replace of works.flatMap((work) => work.replaces)) {
      if (replace.module === module) targets.push({ to: replace.to, line });
    }
  }
  return targets;
}

/**
 * A directory, and where it is a module with commands, those of them that hold packages which
 * `importer` may import.
 */
function withCommands(
  to: string,
  importer: GoModule,
  modules: ReadonlyMap<string, GoModule>,
): string[] {
  const { mod, packages } = modules.get(to) ?? {};
  if (!mod || !packages) return [to];
  const commands = new Set<string>();
  for (const [directory, files] of packages.files) {
    const command = packages.commandOf(directory);
    if (command === undefined || commands.has(command)) continue;
    const path = `${mod.module}/${directory.slice(startOf(to).length)}`;
    const imported = files.some(({ source, test }) => !test && source?.package !== "main");
    if (imported && mayImport(importer.mod.module, path)) commands.add(command);
  }
  return [to, ...commands];
}

/** The commands of a module that holds several, as services of their own. */
function describeCommands(
  module: GoModule,
  modules: ReadonlyMap<string, GoModule>,
  roots: ByPath,
  workInputs: readonly string[],
  locks: readonly string[],
  world: World,
): { services: DiscoveredService[]; edges: DiscoveredEdge[] } {
  const { root, packages } = module;
  if (!packages) return { services: [], edges: [] };
  const resolve = resolver(module, roots);
  const inputs = [literal(inside(root, "go.mod")), ...vendored(root, world), ...workInputs];
  const carried = carriedBy(module, roots).flatMap(({ to, line }) =>
    withCommands(to, module, modules).map((each) => ({ to: each, line })),
  );
  const readsOf = packageReads(packages, resolve);
  const around = { module, packages, readsOf, inputs, locks, carried };
  const described = [...packages.commands].map((command) => describeCommand(command, around));
  return {
    services: described.map(({ service }) => service),
    edges: [
      ...importsOfCommands(module, packages, resolve),
      ...described.flatMap(({ edges }) => edges),
    ],
  };
}

/** A version that no module from elsewhere can ask for, since none was ever published under it. */
const placeholder = /^v0\.0\.0(?:-(?!\d{14}-[\da-f]{12}$).*)?$|-00010101000000-000000000000$/;

/**
 * Directories whose code is built in place of a published module. Modules from elsewhere may
 * require those too, and so bring them into a command that imports none of them itself.
 */
function carriedBy({ root, mod, replaces, works }: GoModule, roots: ByPath): Target[] {
  const targets: Target[] = [];
  const required = new Map(mod.requires.map((require) => [require.module, require]));
  for (const { module, to, line } of replaces) {
    const version = required.get(module)?.version;
    if (version === undefined ? !mod.complete : !placeholder.test(version)) {
      targets.push({ to, line });
    }
  }
  for (const { module, version, line } of mod.requires) {
    if (placeholder.test(version)) continue;
    for (const { uses, replaces: local } of works) {
      for (const to of roots.get(module) ?? []) {
        if (to !== root && uses.has(to)) targets.push({ to, line });
      }
      for (const replace of local)
        if (replace.module === module) targets.push({ to: replace.to, line });
    }
  }
  return targets;
}
