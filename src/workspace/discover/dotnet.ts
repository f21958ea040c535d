import { type Diagnostic, found as finding } from "../../diagnostics/index.ts";
import { at, readManifests } from "../manifests.ts";
import { baseName, directoryOf, outwards } from "../paths.ts";
import { literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, World } from "../types.ts";
import { basisOf, type Surroundings } from "./dotnet/basis.ts";
import { DotnetLookup, pathFrom } from "./dotnet/lookup.ts";
import { type ProjectFile, parseProject } from "./dotnet/project.ts";
import { parseSolution, type Solution } from "./dotnet/solution.ts";
import { basesOf } from "./shared/bases.ts";
import { isThere } from "./shared/tree-walk.ts";

const projectFiles = [
  "*.csproj",
  "*.fsproj",
  "*.vbproj",
  "*.proj",
  "*.dcproj",
  "*.esproj",
  "*.ilproj",
  "*.shproj",
  "*.sqlproj",
  "*.vcxproj",
  "*.wapproj",
  "*.wixproj",
];

/** Every directory with a project file is a service, but for those that only list other projects. */
export default {
  name: "dotnet",
  manifests: [...projectFiles, "*.sln", "*.slnx"],
  async discover(found, world) {
    const lookup = new DotnetLookup(world.tree);
    const lists = ["*.sln", "*.slnx"].flatMap((name) => found.get(name)!);
    const solutions = await readManifests(lists.sort(), world, parseSolution);
    const listed = [...solutions].flatMap(([path, solution]) => resolved(path, solution, lookup));
    const paths = projectFiles.flatMap((name) => found.get(name)!).sort();
    const files = new Map<string, ProjectFile | undefined>(
      await readManifests(paths, world, parseProject),
    );
    const projects = [...files.keys()];
    const bare = new Set(projects.filter((path) => isTraversal(files.get(path)!)));
    const built = projects.filter((path) => !bare.has(path));
    const others = listed.flatMap((each) => otherService(each, files, world));
    const around: Surroundings = {
      lookup,
      files,
      projects: new Set(projects),
      bare,
      roots: new Set([...built.map(directoryOf), ...others.map(({ root }) => root)]),
      solutions: solutionsAround(listed, lists),
    };
    const bases = await basesOf(built, files, (path) => basisOf(path, around), world, parseProject);
    const services = [...bases].map(([path, { inputs }]): DiscoveredService => {
      const root = directoryOf(path);
      const kind = kindOf(files.get(path)!);
      const title = baseName(path).replace(/\.[^.]*$/, "");
      return { root, kind, manifest: path, title, inputs: [...inputs, ...settingsAround(root)] };
    });
    return {
      services: [...services, ...others],
      edges: [...[...bases.values()].flatMap(({ edges }) => edges), ...listed.flatMap(waitsOf)],
      diagnostics: listed.flatMap((each) => missing(each, world)),
    };
  },
} satisfies Ecosystem;

/** A project that a solution lists, its paths as the tree spells them. */
interface Listed {
  readonly solution: string;
  readonly line: number;
  /** As the solution spells it. */
  readonly text: string;
  /** Left out where it leads out of the repository. */
  readonly path: string | undefined;
  readonly isWebSite: boolean;
  readonly after: readonly { readonly path: string; readonly line: number }[];
}

function resolved(solution: string, { projects }: Solution, lookup: DotnetLookup): Listed[] {
  const find = (text: string) => {
    const path = pathFrom(directoryOf(solution), text.replaceAll("\\", "/"));
    return path === undefined ? undefined : (lookup.file(path) ?? lookup.directory(path));
  };
  return projects.map(({ path: text, line, isWebSite, after }) => ({
    solution,
    line,
    text,
    path: find(text),
    isWebSite,
    after: after.flatMap((each) => {
      const path = find(each.path);
      return path === undefined ? [] : [{ path, line: each.line }];
    }),
  }));
}

/** A web site without project file, or a project of a kind that is not read. */
function otherService(
  { path, solution, isWebSite }: Listed,
  files: ReadonlyMap<string, unknown>,
  { tree }: World,
): DiscoveredService[] {
  if (path === undefined || files.has(path)) return [];
  if (isWebSite && isThere(tree, path) && !tree.has(path)) {
    return [{ root: path, kind: "service", manifest: solution }];
  }
  if (!tree.has(path)) return [];
  return [{ root: directoryOf(path), kind: "service", manifest: path }];
}

/** Edges that only the solution knows. */
const waitsOf = ({ path, solution, after }: Listed): DiscoveredEdge[] =>
  path === undefined
    ? []
    : after.map(({ path: to, line }) => ({
        from: directoryOf(path),
        to: directoryOf(to),
        manifest: solution,
        line,
      }));

/** Directories of the solutions that list a project; of those around it where none does. */
function solutionsAround(listed: readonly Listed[], solutions: readonly string[]) {
  const byProject = new Map<string, Set<string>>();
  for (const { path, solution } of listed) {
    if (path === undefined) continue;
    const known = byProject.get(path) ?? new Set();
    byProject.set(path, known.add(directoryOf(solution)));
  }
  const all = new Set(solutions.map(directoryOf));
  return (project: string): readonly string[] => {
    const listing = byProject.get(project);
    if (listing) return [...listing];
    return [...outwards(directoryOf(project))].filter((directory) => all.has(directory));
  };
}

/** Nothing is built from a project that is not there, so that it is no more than worth knowing. */
function missing({ path, solution, line, text }: Listed, world: World): Diagnostic[] {
  const there = path !== undefined && isThere(world.tree, path);
  // A web site may be an address.
  if (there || text.includes("://") || world.excluded(solution)) return [];
  return [finding("DOTNET_PROJECT_MISSING", at(solution, line), { project: text })];
}

const isTraversal = ({ sdks }: ProjectFile): boolean => sdks.includes("Microsoft.Build.Traversal");

const running = /^(?:Microsoft\.NET\.Sdk\.(?:Web|Worker|BlazorWebAssembly)|Aspire\.AppHost\.Sdk)$/i;

function kindOf({ sdks, properties, items }: ProjectFile): "service" | "library" {
  const says = (name: string, value: RegExp) =>
    (properties.get(name) ?? []).some((text) => value.test(text));
  const packages = (items.get("packagereference") ?? []).map(({ text }) => text.toLowerCase());
  const tests = says("istestproject", /^true$/i) || packages.includes("microsoft.net.test.sdk");
  const runs =
    says("outputtype", /^(?:win|appcontainer)?exe$/i) || says("azurefunctionsversion", /./);
  return !tests && (runs || sdks.some((sdk) => running.test(sdk))) ? "service" : "library";
}

/** Files that count for every project below them. NuGet's has three usual spellings. */
const settings = [
  "Directory.{Build,Packages,Solution}.props",
  "Directory.{Build,Solution}.targets",
  "Directory.Build.rsp",
  "global.json",
  "[Nn]u[Gg]et.[Cc]onfig",
  ".editorconfig",
  ".globalconfig",
  ".config/dotnet-tools.json",
];

/** Patterns of the settings around a directory, there or not. */
const settingsAround = (root: string): string[] =>
  [...outwards(root)]
    .filter((directory) => directory !== root)
    .flatMap((directory) =>
      settings.map((name) => (directory === "." ? name : `${literal(directory)}/${name}`)),
    );
