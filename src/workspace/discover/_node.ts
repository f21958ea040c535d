import { inside, resolveFrom } from "../paths.ts";
import type { Discovered, Ecosystem, Found, World } from "../types.ts";
import { type NodeProject, type Package, readProjects } from "./_node-projects.ts";
import { type Dependency, lineOfDependency } from "./_package-json.ts";

/**
 * The package managers of Node, told apart by the files beside a root. Whichever is named in
 * `services.discover`, every package.json is read: what no named one claims goes to the first.
 */
const managers = [
  { name: "pnpm", files: ["pnpm-workspace.yaml", "pnpm-lock.yaml"] },
  { name: "yarn", files: ["yarn.lock", ".yarnrc.yml"] },
  { name: "npm", files: ["package-lock.json", "npm-shrinkwrap.json"] },
];
const preferred = ["npm", "pnpm", "yarn"];

/** Files beside a root that pin what is installed for every member. */
const locks = ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"];

/** Files beside a workspace root that every member is built from. */
const shared = [
  "package.json",
  "pnpm-workspace.yaml",
  ".npmrc",
  ".pnpmfile.cjs",
  ".yarnrc",
  ".yarnrc.yml",
];

/** The ecosystem of one package manager: the projects that it claims of all those that there are. */
export const nodeEcosystem = (name: string): Ecosystem => ({
  name,
  manifests: ["package.json", "pnpm-workspace.yaml"],
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

function projectsOf(found: Found, world: World): Promise<NodeProject[]> {
  const known = read.get(world) ?? readProjects(found, world);
  read.set(world, known);
  return known;
}

function claimant(project: NodeProject, world: World): string | undefined {
  const natural =
    managers.find(({ files }) =>
      project.roots.some((root) => files.some((file) => world.tree.has(inside(root, file)))),
    )?.name ?? project.packageManager;
  if (natural !== undefined && world.named.has(natural)) return natural;
  return preferred.find((name) => world.named.has(name));
}

function describe(project: NodeProject): Discovered {
  const { members } = project;
  const edges = members.flatMap((member) =>
    member.json.dependencies.flatMap((dependency) =>
      targetsOf(dependency, member, project).map((to) => ({
        from: member.root,
        to,
        manifest: member.manifest,
        line: lineOfDependency(member.json.text, dependency),
        importable: true as const,
      })),
    ),
  );
  const neededBySome = new Set(edges.map(({ to }) => to));
  const inputs = project.roots.flatMap((root) => shared.map((file) => inside(root, file)));
  const lockFiles = project.roots.flatMap((root) => locks.map((file) => inside(root, file)));
  const services = members
    .filter((member) => !member.bare || neededBySome.has(member.root))
    .map(({ root, manifest, json }) => {
      const library = !json.hasStart && (json.hasEntry || neededBySome.has(root));
      const kind = library ? ("library" as const) : ("service" as const);
      return {
        root,
        kind,
        manifest,
        title: json.name,
        inputs: project.lone ? [] : inputs,
        locks: lockFiles,
      };
    });
  return { services, edges };
}

const none: readonly string[] = [];

/** Directories (or files) of this repository that a dependency stands for. */
function targetsOf(dependency: Dependency, member: Package, project: NodeProject) {
  const { name, spec } = dependency;
  const named = project.byName.get(name) ?? none;
  // `^1.2.3`, `*`, `workspace:^`: nearly all of them, and nothing but a name.
  if (/^(?:workspace:)?[\^~*<>=\d]/.test(spec)) return named;
  const path = /^(?:(?:file|link|portal):|(?=\.\.?\/))(.+)$/s.exec(spec)?.[1];
  if (path !== undefined) {
    const target = resolveFrom(member.root, path);
    return target === undefined ? none : [target];
  }
  const [, protocol, rest = ""] = /^(workspace|npm):(.*)$/s.exec(spec) ?? [];
  const alias = /^(@?[^@]+)@/.exec(rest)?.[1];
  const roots = new Set([...named, ...(alias ? (project.byName.get(alias) ?? none) : none)]);
  if (protocol === "workspace") {
    for (const base of [member.root, ...project.roots]) {
      const target = resolveFrom(base, rest);
      if (target !== undefined && project.directories.has(target)) roots.add(target);
    }
  }
  return [...roots];
}
