import { type Diagnostic, found } from "../../../diagnostics/index.ts";
import { at } from "../../manifests.ts";
import { inside, startOf } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { DiscoveredEdge } from "../../types.ts";
import type { NodeProject } from "../node/projects.ts";
import { targetsOf } from "../node/targets.ts";
import { lineIn, type Place } from "../shared/json-values.ts";
import { inputPattern, takesAway } from "../shared/task-runner.ts";
import { type TurboJson, type TurboTask, turboFiles } from "./json.ts";

/** The files of one workspace: that of its root, and those of packages by their directory. */
export interface TurboFiles {
  readonly root: readonly TurboJson[];
  readonly packages: ReadonlyMap<string, readonly TurboJson[]>;
}

/** Directories of the packages that are meant; `everyone`: all of the workspace. */
type Packages = readonly string[] | "everyone";

/** Packages that wait for a task of another, or take over its configuration. */
interface Wait {
  readonly packages: Packages;
  /** `//` is the root of the workspace. */
  readonly name: string;
  /** As it is written, and in which field. */
  readonly word: string;
  readonly field: string;
  readonly place: Place;
}

/** A glob of files that tasks of packages read. */
interface Read {
  readonly packages: Packages;
  /** Relative to each package, or `$TURBO_ROOT$/x`. */
  readonly glob: string;
  readonly place: Place;
}

/** Patterns for every package, and more of them by directory of a package. */
export interface TurboInputs {
  readonly shared: ReadonlySet<string>;
  readonly own: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * What the files say of their packages. The name of a package that the workspace does not have
 * becomes a problem: MANIFEST_INVALID. `declared` are the edges of the package manager.
 */
export function turboLinks(
  project: NodeProject,
  files: TurboFiles,
  declared: readonly DiscoveredEdge[],
  tell: (path: string, problem: Diagnostic) => void,
): { edges: DiscoveredEdge[]; inputs: TurboInputs } {
  const top = topOf(project);
  const named = (name: string) => (name === "//" ? [top] : project.byName.get(name));
  const reads: Read[] = [];
  const waits: Wait[] = [];
  const addTask = ({ dependsOn, inputs = [], place }: TurboTask, packages: Packages) => {
    reads.push(...inputs.map((glob) => ({ packages, glob, place })));
    for (const { pack, word } of dependsOn) {
      waits.push({ packages, name: pack, word, field: "dependsOn", place });
    }
  };
  for (const { global, tasks, place } of files.root) {
    reads.push(...global.map((glob) => ({ packages: everyone, glob: fromRoot(glob), place })));
    for (const task of tasks) {
      addTask(task, task.pack === undefined ? everyone : (named(task.pack) ?? []));
    }
  }
  for (const [directory, jsons] of files.packages) {
    for (const { extends: bases = [], tasks, place } of jsons) {
      for (const name of bases.filter((base) => base !== "//")) {
        waits.push({ packages: [directory], name, word: name, field: "extends", place });
      }
      for (const task of tasks) addTask(task, [directory]);
    }
  }

  const rootTasks = files.root.flatMap(({ tasks }) => tasks.filter(({ pack }) => pack === "//"));
  const through = waits.flatMap((wait) => (wait.name === "//" ? throughRoot(wait, rootTasks) : []));
  const all = [...waits, ...through.flatMap((each) => each.waits)];
  const inputs = inputsOf(project, [...reads, ...through.flatMap((each) => each.reads)]);
  if (files.root.length > 0) {
    for (const name of turboFiles) inputs.shared.add(inside(literal(top), name));
    for (const root of rootDependencies(project, declared)) inputs.shared.add(allBelow(root));
  }
  const wide = !rootTasks.every(lists);
  const edges = all.flatMap((wait) => {
    // What a task of the root reads is known where it says so; else it is the root itself.
    if (wait.name === "//" && rootTasks.length > 0 && !wide) return [];
    const to = named(wait.name);
    if (to) return edgesOf(wait, to, project);
    const problem = `"${wait.field}" names ${JSON.stringify(wait.word)}, but no package of the workspace is called ${JSON.stringify(wait.name)}`;
    const line = lineIn(wait.place, wait.word);
    tell(wait.place.path, found("MANIFEST_INVALID", at(wait.place.path, line), { problem }));
    return [];
  });
  return { edges, inputs };
}

const everyone = "everyone" as const;
const rootToken = "$TURBO_ROOT$";

const fromRoot = (glob: string): string =>
  glob.startsWith("$TURBO_") || takesAway(glob) ? glob : `${rootToken}/${glob}`;

const topOf = ({ roots }: NodeProject): string => roots.find((root) => root === ".") ?? roots[0]!;

/** Whether a task says which files it reads, and not just "all, and these". */
const lists = ({ inputs }: TurboTask): boolean =>
  inputs !== undefined && !inputs.includes("$TURBO_DEFAULT$");

/** Whoever waits for a task of the root waits for what that waits for, and reads what it reads. */
function throughRoot({ packages }: Wait, rootTasks: readonly TurboTask[]) {
  return rootTasks.map(({ dependsOn, inputs = [], place }) => ({
    waits: dependsOn
      .filter(({ pack }) => pack !== "//")
      .map(({ pack, word }): Wait => ({ packages, name: pack, word, field: "dependsOn", place })),
    reads: inputs.map((glob): Read => ({ packages, glob: fromRoot(glob), place })),
  }));
}

function edgesOf(wait: Wait, to: readonly string[], project: NodeProject): DiscoveredEdge[] {
  const { packages, word, place } = wait;
  const from = packages === everyone ? project.members.map(({ root }) => root) : packages;
  const line = lineIn(place, word);
  const end = { manifest: place.path, ...(line === undefined ? {} : { line }) };
  return from.flatMap((root) =>
    to.filter((target) => target !== root).map((target) => ({ from: root, to: target, ...end })),
  );
}

function inputsOf(project: NodeProject, reads: readonly Read[]) {
  const shared = new Set<string>();
  const own = new Map<string, Set<string>>();
  const top = topOf(project);
  for (const { packages, glob, place } of reads) {
    // What is taken away is kept: more than needed is safe.
    if (takesAway(glob) || /^\$TURBO_(?:DEFAULT|EXTENDS)\$$/.test(glob)) continue;
    const roots = packages === everyone ? project.members.map(({ root }) => root) : packages;
    if (glob.startsWith(rootToken)) {
      const pattern = inputPattern(top, glob.slice(rootToken.length), place);
      if (pattern === undefined) continue;
      if (packages === everyone) shared.add(pattern);
      else for (const root of roots) add(own, root, pattern);
    } else if (glob.includes("..")) {
      for (const root of roots) {
        const pattern = inputPattern(root, glob, place);
        const inner = pattern?.startsWith(startOf(literal(root)));
        if (pattern !== undefined && !inner) add(own, root, pattern);
      }
    }
  }
  return { shared, own };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

/**
 * Directories of packages that the root itself depends on, directly or through others. They are
 * part of what Turborepo builds every package with.
 */
function rootDependencies(
  project: NodeProject,
  declared: readonly DiscoveredEdge[],
): ReadonlySet<string> {
  const top = topOf(project);
  const root = project.members.find((member) => member.root === top);
  const reached = new Set<string>([top]);
  const open = root ? root.json.dependencies.flatMap((each) => targetsOf(each, top, project)) : [];
  const targets = new Map<string, string[]>();
  for (const { from, to } of declared) targets.set(from, [...(targets.get(from) ?? []), to]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  reached.delete(top);
  return reached;
}
