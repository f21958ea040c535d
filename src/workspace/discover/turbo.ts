import { type Diagnostic, UserError } from "../../diagnostics/index.ts";
import { readManifests } from "../manifests.ts";
import { inside } from "../paths.ts";
import { Problems } from "../problems.ts";
import type { Discovered, Ecosystem, World } from "../types.ts";
import { claimant, describe, projectsOf } from "./node/ecosystem.ts";
import { type NodeProject, nodeManifests } from "./node/projects.ts";
import { parseTurboJson, type TurboJson, turboFiles } from "./turbo/json.ts";
import { type TurboFiles, turboLinks } from "./turbo/links.ts";

/**
 * The packages of package managers, with what turbo.json says of them. They are wholly its own
 * where no package manager is named beside it.
 */
export default {
  name: "turbo",
  manifests: [...turboFiles, ...nodeManifests],
  async discover(files, world) {
    const problems = new Problems();
    const projects = await problems.keep(() => projectsOf(files, world), []);
    // Elsewhere, and beside a lone package, turbo.json says nothing of any other directory.
    const directories = projects.flatMap((each) => (each.lone ? [] : [...each.directories]));
    const paths = directories.flatMap((directory) =>
      turboFiles.map((name) => inside(directory, name)).filter((path) => world.tree.has(path)),
    );
    const read = () => readManifests(paths.sort(), world, parseTurboJson);
    const jsons = await problems.keep(read, new Map<string, TurboJson>());
    problems.stop();
    const told: Diagnostic[] = [];
    const parts = projects.map((project) => discovered(project, jsons, world, told));
    if (told.length > 0) throw new UserError(told);
    return {
      services: parts.flatMap(({ services }) => services),
      edges: parts.flatMap(({ edges }) => edges),
    };
  },
} satisfies Ecosystem;

function discovered(
  project: NodeProject,
  jsons: ReadonlyMap<string, TurboJson>,
  world: World,
  told: Diagnostic[],
): Discovered {
  const files = filesOf(project, jsons);
  const claimed = claimant(project, world) === "turbo";
  if (files.root.length === 0 && files.packages.size === 0) {
    return claimed ? describe(project) : { services: [], edges: [] };
  }
  const { services, edges } = describe(project);
  const links = turboLinks(project, files, edges, (path, finding) => {
    if (!world.excluded(path)) told.push(finding);
  });
  const inputs = [...(services[0]?.inputs ?? []), ...links.inputs.shared];
  return {
    services: services.map((service) => {
      const own = links.inputs.own.get(service.root);
      const tags = files.packages.get(service.root)?.flatMap((json) => json.tags) ?? [];
      return { ...service, tags, inputs: own ? [...inputs, ...own] : inputs };
    }),
    edges: claimed ? [...edges, ...links.edges] : links.edges,
  };
}

/** A turbo.json that extends another is that of a package, even beside a nested root. */
function filesOf(project: NodeProject, jsons: ReadonlyMap<string, TurboJson>): TurboFiles {
  const root: TurboJson[] = [];
  const packages = new Map<string, TurboJson[]>();
  for (const directory of project.directories) {
    const here = turboFiles.flatMap((name) => jsons.get(inside(directory, name)) ?? []);
    const isRoot = (json: TurboJson) =>
      project.roots.includes(directory) && json.extends === undefined;
    root.push(...here.filter(isRoot));
    const others = here.filter((json) => !isRoot(json));
    if (others.length > 0) packages.set(directory, others);
  }
  return { root, packages };
}
