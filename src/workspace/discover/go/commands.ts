import { byCodeUnit, inside } from "../../paths.ts";
import { allBelow } from "../../pattern.ts";
import type { DiscoveredEdge, DiscoveredService } from "../../types.ts";
import type { Resolve } from "./imports.ts";
import type { GoModule } from "./modules.ts";
import type { GoPackages } from "./packages.ts";
import { embeddedBy, type PackageReads, type Place, type Reads } from "./reads.ts";

/** What `describeCommand` needs to know of the module around a command. */
export interface Around {
  readonly module: GoModule;
  readonly packages: GoPackages;
  readonly readsOf: (directory: string) => PackageReads;
  /** Patterns and lock files that all commands of the module share. */
  readonly inputs: readonly string[];
  readonly locks: readonly string[];
  /** Where modules of the repository may come in through modules from elsewhere. */
  readonly carried: readonly { readonly to: string; readonly line: number }[];
}

/** A command as a service of its own, and what it depends on. */
export function describeCommand(
  root: string,
  { module, packages, readsOf, inputs, locks, carried }: Around,
): { service: DiscoveredService; edges: DiscoveredEdge[] } {
  const closure = closureOf(root, packages, readsOf);
  const own = [...closure.packages].sort(byCodeUnit);
  const patterns = own.flatMap((directory) => {
    const { files, embedded } = readsOf(directory);
    return directory === root ? embedded : [files, ...embedded];
  });
  if (closure.whole) patterns.push(allBelow(module.root));
  const manifest = inside(root, "main.go");
  const edges: DiscoveredEdge[] = [];
  for (const [to, place] of closure.elsewhere) edges.push({ from: root, to, ...place });
  if (closure.whole) edges.push({ from: root, to: module.root, ...closure.whole });
  if (closure.foreign || closure.whole) {
    const goMod = inside(module.root, "go.mod");
    for (const { to, line } of carried) edges.push({ from: root, to, manifest: goMod, line });
  }
  return {
    service: { root, kind: "service", manifest, inputs: [...inputs, ...patterns], locks },
    edges,
  };
}

/**
 * Follows imports from all packages of a command, those of their tests included. Tests of other
 * packages are no part of it.
 */
function closureOf(root: string, packages: GoPackages, readsOf: Around["readsOf"]): Reads {
  const own = [...packages.files.keys()].filter((each) => packages.commandOf(each) === root);
  const closure = new Set(own);
  const elsewhere = new Map<string, Place>();
  let foreign = false;
  let whole: Place | undefined;
  // A set is walked to its end, whatever is added on the way.
  for (const directory of closure) {
    const { code, tests } = readsOf(directory);
    for (const reads of packages.commandOf(directory) === root ? [code, tests] : [code]) {
      for (const each of reads.packages) closure.add(each);
      for (const [to, place] of reads.elsewhere) {
        if (!elsewhere.has(to)) elsewhere.set(to, place);
      }
      foreign ||= reads.foreign;
      whole ??= reads.whole;
    }
  }
  return { packages: closure, elsewhere, foreign, whole };
}

/** What the packages of a module that belong to no command import from its commands. */
export function importsOfCommands(
  { root }: GoModule,
  { files, commandOf }: GoPackages,
  resolve: Resolve,
): DiscoveredEdge[] {
  const edges = new Map<string, DiscoveredEdge>();
  for (const [directory, own] of files) {
    if (commandOf(directory) !== undefined) continue;
    for (const { path: manifest, source } of own) {
      for (const { path, line } of source?.imports ?? []) {
        const reached = resolve(path);
        if (reached.in !== "module" && reached.in !== "unknown") continue;
        const to = reached.directory && commandOf(reached.directory);
        if (to !== undefined && !edges.has(to)) edges.set(to, { from: root, to, manifest, line });
      }
    }
  }
  return [...edges.values()];
}

/** What the packages of a module that belong to no command embed, its commands' files included. */
export const embeddedByModule = ({ files, commandOf }: GoPackages): string[] =>
  [...files].flatMap(([directory, own]) =>
    commandOf(directory) === undefined ? embeddedBy(directory, own) : [],
  );
