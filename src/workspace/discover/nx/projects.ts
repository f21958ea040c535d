import { isBelow, readManifests } from "../../manifests.ts";
import { baseName, directoryOf, groupBy, inside, outwards } from "../../paths.ts";
import { Problems } from "../../problems.ts";
import type { Found, World } from "../../types.ts";
import { projectsOf } from "../node/ecosystem.ts";
import { type NodeProject, type Package, rootsByName } from "../node/projects.ts";
import { isRecord, isText, type Place, placeAt } from "../shared/json-values.ts";
import { parseObject } from "../shared/task-runner.ts";

/** What one file says of a project, or of all. */
export interface NxSource {
  readonly place: Place;
  readonly config: Record<string, unknown>;
}

export interface NxProject {
  readonly root: string;
  readonly manifest: string;
  /** As a project.json or the `nx` field calls it. */
  readonly name: string | undefined;
  /** What other projects may call it. */
  readonly names: readonly string[];
  readonly tags: readonly string[];
  /** Its project.json, and the `nx` field of its package.json. */
  readonly sources: readonly NxSource[];
  /** The package.json beside it. */
  readonly pack: Package | undefined;
  /** A member of a workspace of packages: its package.json tells on what it depends. */
  readonly declares: boolean;
}

/** A directory with an nx.json, and the projects below it. */
export interface NxWorkspace {
  readonly directory: string;
  /** Its nx.json. */
  readonly source: NxSource | undefined;
  /** Sorted by directory. */
  readonly projects: readonly NxProject[];
  /** Those of them that are packages, as one project of Node's. */
  readonly packages: NodeProject;
}

type Objects = ReadonlyMap<string, Record<string, unknown>>;

/** A package, and the packages that it is installed with. */
interface Installed {
  readonly pack: Package;
  readonly project: NodeProject;
}

/** Reads what Nx reads of its projects. Throws all that is wrong with its files at once. */
export async function readNx(found: Found, world: World): Promise<NxWorkspace[]> {
  const problems = new Problems();
  const texts = new Map<string, string>();
  const read = (name: string) => {
    const paths = found.get(name)!.filter((path) => !isBelow(path, "vendor"));
    const parse = (text: string, path: string) => {
      texts.set(path, text);
      return parseObject(text, path);
    };
    return problems.keep<Objects>(() => readManifests(paths, world, parse), new Map());
  };
  // The fault of one file is told beside that of another; then nothing is made of them.
  const [nxFiles, projectFiles, nodeProjects] = await Promise.all([
    read("nx.json"),
    read("project.json"),
    problems.keep(() => projectsOf(found, world), []),
  ]);
  problems.stop();

  const installed = new Map<string, Installed>();
  for (const project of nodeProjects) {
    for (const pack of project.members) installed.set(pack.root, { pack, project });
  }
  const workspaces = new Set([...nxFiles.keys()].map(directoryOf));
  const workspaceOf = (root: string) => {
    for (const directory of outwards(root)) if (workspaces.has(directory)) return directory;
    return undefined;
  };
  const roots = new Set([...projectFiles.keys()].map(directoryOf));
  for (const [root, { pack, project }] of installed) {
    const known = !project.lone || hasTargets(pack.json.nx);
    if (known && workspaceOf(root) !== undefined) roots.add(root);
  }
  const listed = ({ pack }: Installed) =>
    projectFiles.has(inside(pack.root, "project.json")) || hasTargets(pack.json.nx);
  const sourceOf = (path: string, config = nxFiles.get(path) ?? projectFiles.get(path)) =>
    config && { place: { path, text: texts.get(path)! }, config };
  return [...groupBy([...roots].sort(), (root) => workspaceOf(root) ?? ".")].map(
    ([directory, members]) => {
      const packs = members.flatMap((root) => installed.get(root) ?? []);
      const bare = new Set(packs.filter((each) => each.pack.bare && !listed(each)));
      return {
        directory,
        source: sourceOf(inside(directory, "nx.json")),
        projects: members
          .filter((root) => !bare.has(installed.get(root)!))
          .map((root) =>
            projectAt(root, sourceOf(inside(root, "project.json")), installed.get(root)),
          ),
        packages: packagesOf(directory, packs, bare, installed.get(directory)),
      };
    },
  );
}

/** `"nx": {"includedScripts": []}` says that there is nothing to run. */
function hasTargets(nx: unknown): boolean {
  if (!isRecord(nx)) return false;
  const { includedScripts, targets } = nx;
  const noScripts = Array.isArray(includedScripts) && includedScripts.length === 0;
  return !noScripts || isRecord(targets);
}

function projectAt(
  root: string,
  own: NxSource | undefined,
  installed: Installed | undefined,
): NxProject {
  const { pack } = installed ?? {};
  const sources: NxSource[] = own ? [own] : [];
  if (pack && isRecord(pack.json.nx)) {
    const place = placeAt({ path: pack.manifest, text: pack.json.text }, "nx");
    sources.push({ place, config: pack.json.nx });
  }
  const given = sources.map(({ config }) => config.name).filter(isName);
  const names = [...given, pack?.json.name].filter(isName);
  // Nx writes the name of a directory in small letters.
  const directory = baseName(root);
  return {
    root,
    manifest: own?.place.path ?? pack!.manifest,
    name: given[0],
    names: names.length > 0 ? names : [directory, directory.toLowerCase()],
    tags: [...new Set(sources.flatMap(({ config }) => [config.tags].flat().filter(isText)))],
    sources,
    pack,
    declares: installed?.project.lone === false,
  };
}

const isName = (value: unknown): value is string => isText(value) && value !== "";

function packagesOf(
  directory: string,
  packs: readonly Installed[],
  bare: ReadonlySet<Installed>,
  top: Installed | undefined,
): NodeProject {
  const members = packs.map((each) => ({ ...each.pack, bare: bare.has(each) }));
  const workspaces = packs.map(({ project }) => project).filter(({ lone }) => !lone);
  const around = [...new Set(top ? [top.project, ...workspaces] : workspaces)];
  return {
    roots: [...new Set([directory, ...workspaces.flatMap(({ roots }) => roots)])].sort(),
    members,
    byName: rootsByName(members),
    directories: new Set(members.map(({ root }) => root)),
    lone: false,
    packageManager: undefined,
    settings: around.flatMap(({ settings }) => settings),
  };
}
