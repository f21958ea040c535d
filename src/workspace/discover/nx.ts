import { type Diagnostic, found, UserError } from "../../diagnostics/index.ts";
import { inside } from "../paths.ts";
import { literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, ServiceKind, World } from "../types.ts";
import { describe } from "./node/ecosystem.ts";
import { lockFiles, sharedInputs } from "./node/inputs.ts";
import { nodeManifests } from "./node/projects.ts";
import { edgesOf, filesOf, inputsOf } from "./nx/links.ts";
import { nxNames } from "./nx/names.ts";
import { type NxProject, type NxSource, type NxWorkspace, readNx } from "./nx/projects.ts";

/**
 * Every project.json is a service, and below an nx.json every member of a workspace of packages,
 * and every package with a field `nx`.
 */
export default {
  name: "nx",
  manifests: ["nx.json", "project.json", ...nodeManifests],
  async discover(files, world) {
    const workspaces = await readNx(files, world);
    const problems: Diagnostic[] = [];
    const parts = workspaces.map((workspace) => discovered(workspace, world, problems));
    if (problems.length > 0) throw new UserError(problems);
    return {
      services: parts.flatMap(({ services }) => services),
      edges: parts.flatMap(({ edges }) => edges),
      diagnostics: unread(workspaces, world),
    };
  },
} satisfies Ecosystem;

function discovered(workspace: NxWorkspace, world: World, problems: Diagnostic[]) {
  const { directory, source, projects, packages } = workspace;
  const names = nxNames(projects);
  const { services, edges } = describe(packages);
  const links: DiscoveredEdge[] = [];
  const shared = new Set([...sharedInputs(packages), ...besideNx(directory, world)]);
  const own = new Map<string, Set<string>>();
  const add = ({ root }: NxProject, pattern: string) =>
    own.set(root, (own.get(root) ?? new Set()).add(pattern));

  if (source) {
    reading(source, world, problems, (told) => {
      links.push(...edgesOf(source, projects, names, told));
      for (const pattern of inputsOf(source, directory)) shared.add(pattern);
      for (const { pattern, projects } of filesOf(source, directory, names)) {
        for (const project of projects) add(project, pattern);
      }
    });
  }
  for (const project of projects) {
    for (const each of project.sources) {
      reading(each, world, problems, (told) => {
        links.push(...edgesOf(each, [project], names, told));
        for (const pattern of inputsOf(each, directory)) add(project, pattern);
      });
    }
  }

  const common = { inputs: [...shared], locks: lockFiles(packages) };
  const needed = new Map(services.map((service) => [service.root, service]));
  const known = new Set(projects.map(({ root }) => root));
  return {
    services: [
      ...projects.map((project) => serviceOf(project, needed.get(project.root), common, own)),
      // A workspace root that is no project, but that one depends on.
      ...services.filter(({ root }) => !known.has(root)).map((each) => ({ ...each, ...common })),
    ],
    edges: [...edges, ...links],
  };
}

/** Files of Nx that concern every project: of the two tsconfigs Nx reads the first that is there. */
function besideNx(directory: string, { tree }: World): string[] {
  const base = tree.has(inside(directory, "tsconfig.base.json"));
  const names = ["nx.json", "tsconfig.base.json", ...(base ? [] : ["tsconfig.json"])];
  return names.map((name) => inside(literal(directory), name));
}

function serviceOf(
  project: NxProject,
  pack: DiscoveredService | undefined,
  common: Pick<DiscoveredService, "inputs" | "locks">,
  own: ReadonlyMap<string, ReadonlySet<string>>,
): DiscoveredService {
  const { root, manifest, name, tags, sources } = project;
  const types = sources.map(({ config }) => kinds.get(config.projectType));
  const kind = types.find((type) => type !== undefined) ?? pack?.kind ?? "service";
  const { inputs = [], locks } = common;
  const more = own.get(root);
  return {
    ...{
      root,
      kind,
      manifest,
      tags,
      locks,
      inputs: more ? [...new Set([...inputs, ...more])] : inputs,
    },
    ...(name === undefined ? {} : { name }),
    ...(pack?.title === undefined ? {} : { title: pack.title }),
  };
}

const kinds = new Map<unknown, ServiceKind>([
  ["application", "service"],
  ["library", "library"],
]);

/** Gathers what is wrong with one file, unless `services.exclude` covers it. */
function reading(
  { place }: NxSource,
  world: World,
  problems: Diagnostic[],
  step: (told: Diagnostic[]) => void,
): void {
  const told: Diagnostic[] = [];
  try {
    step(told);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    told.push(...error.diagnostics);
  }
  if (!world.excluded(place.path)) problems.push(...told);
}

/** Projects outside a workspace of packages tell on what they depend by their imports alone. */
function unread(workspaces: readonly NxWorkspace[], world: World): Diagnostic[] {
  if (world.importsRead) return [];
  const projects = workspaces.flatMap(({ projects }) => (projects.length > 1 ? projects : []));
  const mute = projects.filter(({ declares, manifest }) => !declares && !world.excluded(manifest));
  const [first] = mute;
  if (!first) return [];
  return [found("NX_IMPORTS_UNREAD", [], { count: mute.length, example: first.root })];
}
