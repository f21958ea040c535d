import { UserError } from "../../../diagnostics/index.ts";
import { inside } from "../../paths.ts";
import type { Discovered, Ecosystem, Found, ServiceKind, World } from "../../types.ts";
import { lockFiles, sharedInputs } from "./inputs.ts";
import { lineOfDependency, type PackageJson } from "./package-json.ts";
import { type NodeProject, nodeManifests, readProjects } from "./projects.ts";
import { overrideEdges, targetsOf } from "./targets.ts";

/**
 * The package managers of Node, told apart by the files beside a root. Whichever is named in
 * `services.discover`, every package.json is read: what no named one claims goes to the first.
 */
const managers = [
  { name: "pnpm", files: ["pnpm-workspace.yaml", "pnpm-lock.yaml"] },
  // Before yarn, whose lock file bun can write for others to read.
  { name: "bun", files: ["bun.lock", "bun.lockb"] },
  { name: "yarn", files: ["yarn.lock", ".yarnrc.yml"] },
  { name: "npm", files: ["package-lock.json", "npm-shrinkwrap.json"] },
];
/** Turborepo has packages without having a package manager: they are its own where none is named. */
const preferred = ["npm", "pnpm", "yarn", "bun", "turbo"];

/** The ecosystem of one package manager: the projects that it claims of all those that there are. */
export const nodeEcosystem = (name: string): Ecosystem => ({
  name,
  manifests: nodeManifests,
  async discover(found, world) {
    const projects = await projectsOf(found, world);
    const own = projects.filter((project) => claimant(project, world) === name).map(describe);
    return {
      services: own.flatMap(({ services }) => services),
      edges: own.flatMap(({ edges }) => edges),
    };
  },
});

/** Several package managers may be named; the files are read once for all of them. */
const read = new WeakMap<World, Promise<NodeProject[]>>();

/** Every project of the repository, whoever claims it. What is wrong is told to whoever asks first. */
export function projectsOf(found: Found, world: World): Promise<readonly NodeProject[]> {
  const known = read.get(world);
  if (known) return known.catch(toldAlready);
  const projects = readProjects(found, world);
  read.set(world, projects);
  return projects;
}

function toldAlready(error: unknown): readonly NodeProject[] {
  if (error instanceof UserError) return [];
  throw error;
}

/** The ecosystem whose services the members of a project are. */
export function claimant(project: NodeProject, world: World): string | undefined {
  const natural =
    managers.find(({ files }) =>
      project.roots.some((root) => files.some((file) => world.tree.has(inside(root, file)))),
    )?.name ?? project.packageManager;
  if (natural !== undefined && world.named.has(natural)) return natural;
  return preferred.find((name) => world.named.has(name));
}

/** The services of a project, and the edges between them. */
export function describe(project: NodeProject): Required<Omit<Discovered, "diagnostics">> {
  const { members } = project;
  const declared = members.flatMap((member) =>
    member.json.dependencies.flatMap((dependency) =>
      targetsOf(dependency, member.root, project).map((to) => ({
        from: member.root,
        to,
        manifest: member.manifest,
        line: lineOfDependency(member.json.text, dependency),
        importable: true as const,
      })),
    ),
  );
  const edges = [...declared, ...overrideEdges(project)];
  const neededBySome = new Set(edges.map(({ to }) => to));
  const inputs = sharedInputs(project);
  const locks = lockFiles(project);
  const services = members
    .filter((member) => !member.bare || neededBySome.has(member.root))
    .map(({ root, manifest, json }) => {
      const kind = kindOf(json, neededBySome.has(root));
      return { root, kind, manifest, title: json.name, inputs, locks };
    });
  return { services, edges };
}

/** A library has something to import and nothing to start. */
export const kindOf = (json: PackageJson, needed: boolean): ServiceKind =>
  !json.hasStart && (json.hasEntry || needed) ? "library" : "service";
