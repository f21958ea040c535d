import { readManifests } from "../manifests.ts";
import { directoryOf, inside, outwards, resolveFrom, startOf } from "../paths.ts";
import { allBelow, literal } from "../pattern.ts";
import type { DiscoveredEdge, DiscoveredService, Ecosystem, Found, World } from "../types.ts";
import { type GoMod, type GoReplace, type GoWork, parseGoMod, parseGoWork } from "./_go-mod.ts";

/** Every module is a service: `service` where it builds a command, else `library`. */
export default {
  name: "go",
  manifests: ["go.mod", "go.work", "main.go"],
  async discover(found, world) {
    const { modules, works } = await readGo(found, world);
    const commands = commandDirectories(found.get("main.go")!, modules);
    const byPath = new Map<string, string[]>();
    for (const [root, { module }] of modules) {
      byPath.set(module, [...(byPath.get(module) ?? []), root]);
    }
    const services: DiscoveredService[] = [];
    const edges: DiscoveredEdge[] = [];
    for (const [root, mod] of modules) {
      const around = works.filter(({ uses }) => uses.has(root));
      const manifest = inside(root, "go.mod");
      const kind = commands.has(root) ? "service" : "library";
      const inputs = around.flatMap(({ inputs }) => inputs);
      const locks = [inside(root, "go.sum"), ...around.map(({ sum }) => sum)];
      services.push({ root, kind, manifest, title: titleOf(mod.module), inputs, locks });
      const replaced = around.flatMap(({ replaces }) => replaces);
      for (const { to, line } of targetsOf(root, mod, byPath, replaced)) {
        edges.push({ from: root, to, manifest, line });
      }
    }
    return { services, edges };
  },
} satisfies Ecosystem;

/** A go.work with its directories as the repository sees them. */
interface Work {
  readonly uses: ReadonlySet<string>;
  readonly replaces: readonly { readonly module: string; readonly to: string }[];
  readonly inputs: readonly string[];
  /** Path of its go.work.sum. */
  readonly sum: string;
}

async function readGo(found: Found, world: World) {
  const workFiles = await readManifests(found.get("go.work")!.filter(seen), world, parseGoWork);
  const used = new Set<string>();
  const listed = [...workFiles].map(([path, work]) => {
    const directories = directoriesOf(path, work);
    for (const directory of directories) used.add(directory);
    return { path, work, directories };
  });
  const files = found.get("go.mod")!.filter((path) => used.has(directoryOf(path)) || seen(path));
  const modules = new Map<string, GoMod>();
  for (const [path, mod] of await readManifests(files, world, parseGoMod)) {
    modules.set(directoryOf(path), mod);
  }
  const works = listed.map(({ path, work, directories }): Work => {
    const here = directoryOf(path);
    // A directory in use without a module that git lists, such as a submodule: all of it counts.
    const unknown = directories.filter((directory) => !modules.has(directory));
    return {
      uses: new Set(directories),
      replaces: local(here, work.replaces),
      inputs: [
        literal(inside(here, "go.work")),
        ...unknown.flatMap((to) => [literal(to), allBelow(to)]),
      ],
      sum: inside(here, "go.work.sum"),
    };
  });
  return { modules, works };
}

const directoriesOf = (path: string, work: GoWork): string[] =>
  work.uses
    .map(({ directory }) => resolveFrom(directoryOf(path), directory))
    .filter((directory) => directory !== undefined);

/** The last name of a module path that is no major version. */
const titleOf = (module: string): string => module.replace(/\/v\d+$/, "").replace(/^.*\//, "");

/** The go command looks into no vendor, testdata, `_x` or `.x` directory. */
const seen = (path: string): boolean => !/(?:^|\/)(?:vendor|testdata|[._][^/]*)\//.test(path);

const local = (from: string, replaces: readonly GoReplace[]) =>
  replaces.flatMap(({ module, directory, line }) => {
    const to = resolveFrom(from, directory);
    return to === undefined ? [] : [{ module, to, line }];
  });

/** Modules with a main.go in their directory or in one of cmd/. */
function commandDirectories(
  mains: readonly string[],
  modules: ReadonlyMap<string, GoMod>,
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

/** Directories that a module is built from: replaced ones, and siblings that it requires. */
function targetsOf(
  root: string,
  mod: GoMod,
  byPath: ReadonlyMap<string, readonly string[]>,
  workReplaces: Work["replaces"],
): { to: string; line: number }[] {
  const targets: { to: string; line: number }[] = local(root, mod.replaces);
  for (const { module, line } of mod.requires) {
    for (const to of byPath.get(module) ?? []) targets.push({ to, line });
    for (const replace of workReplaces) {
      if (replace.module === module) targets.push({ to: replace.to, line });
    }
  }
  return targets;
}
