import type { Tree } from "../../../detect/index.ts";
import { directoryOf, outwards, resolveFrom } from "../../paths.ts";
import { literal } from "../../pattern.ts";
import type { DiscoveredEdge } from "../../types.ts";
import { isThere } from "../shared/tree-walk.ts";
import { isUncertain, type MavenModel, parentFile, slashes } from "./model.ts";
import { type PomReference, pluginGroup } from "./pom.ts";

/** What stands around a project. */
export interface Surroundings {
  readonly model: MavenModel;
  /** Files of projects that are no services. */
  readonly bare: ReadonlySet<string>;
  /** Directories of services. */
  readonly roots: ReadonlySet<string>;
  readonly tree: Tree;
}

/**
 * What a project is built from: its own references, and all that it inherits. Where one leads to
 * a bare project, that project's file is an input, and its references count as well.
 */
export function basisOf(path: string, around: Surroundings) {
  const { model, bare } = around;
  const from = directoryOf(path);
  const edges: DiscoveredEdge[] = [];
  const inputs = new Set<string>();
  const reach = (target: string, manifest: string, line: number) => {
    if (bare.has(target)) inputs.add(literal(target));
    else edges.push({ from, to: directoryOf(target), manifest, line });
  };
  // Files that count, each with the project in whose place it is read.
  const read = new Map([[path, path]]);
  const add = (target: string, heir: string) => {
    if (!read.has(target)) read.set(target, heir);
  };
  for (const [manifest, heir] of read) {
    const { parent, references, paths } = model.poms.get(manifest)!;
    for (const target of model.parents(manifest)) {
      reach(target, manifest, parent!.line);
      add(target, heir);
    }
    const beside = parent && parentFile(manifest, parent.relativePath);
    // It counts when it is gone, too.
    if (beside !== undefined && !model.poms.has(beside)) inputs.add(literal(beside));
    for (const reference of references.filter(isUsed(heir, model))) {
      for (const target of model.targets(reference, heir)) {
        reach(target, manifest, reference.line);
        if (bare.has(target)) add(target, target);
      }
    }
    for (const { text, line } of paths) {
      for (const to of placesOf(text, heir, model)) {
        if (isIn(from, to) || isIn(to, from)) continue;
        const owner = [...outwards(to)].find((each) => around.roots.has(each));
        if (owner !== undefined && !isIn(from, owner)) edges.push({ from, to, manifest, line });
        else if (isThere(around.tree, to)) inputs.add(literal(to));
      }
    }
  }
  return { edges, inputs: [...inputs] };
}

/** Whether a path is this directory or lies in it. */
const isIn = (path: string, directory: string): boolean =>
  directory === "." || path === directory || path.startsWith(`${directory}/`);

/** Whether a project has use for a reference: those of managed plugins wait for the plugin. */
function isUsed(project: string, model: MavenModel): (reference: PomReference) => boolean {
  const used = new Set(
    model
      .chain(project)
      .flatMap((each) => model.poms.get(each)!.references)
      .filter(({ isPlugin }) => isPlugin)
      .map(({ artifactId }) => artifactId),
  );
  // Those of Maven itself are in use without being named.
  return ({ managedBy }) =>
    !managedBy || managedBy.groupId === pluginGroup || used.has(managedBy.artifactId);
}

/** Paths of the repository that a text of a project may mean. */
function placesOf(text: string, project: string, model: MavenModel): string[] {
  return model
    .read(text, project)
    .filter((reading) => !isUncertain(reading) && !reading.includes("://"))
    .map((reading) => {
      const place = slashes(reading);
      if (!place.startsWith("/")) return resolveFrom(directoryOf(project), place);
      return resolveFrom(".", place.replace(/^\/+/, ""));
    })
    .filter((place) => place !== undefined);
}
