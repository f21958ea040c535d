import type { Tree } from "../../detect/index.ts";
import { outwards, resolveFrom } from "../paths.ts";
import { allBelow, literal } from "../pattern.ts";
import type { DiscoveredEdge } from "../types.ts";
import { type GradleBuild, isIn } from "./_gradle-builds.ts";
import { buildScripts, patternIn } from "./_gradle-inputs.ts";
import type { GradleNames } from "./_gradle-names.ts";
import { filledText, type GradleScript, type GradleUse } from "./_gradle-script.ts";
import { computed } from "./_gradle-tokens.ts";
import { isThere } from "./_tree-walk.ts";

/** What stands around a project. */
export interface Surroundings {
  readonly build: GradleBuild;
  readonly names: GradleNames;
  readonly tree: Tree;
  /** Scripts of projects, by directory. */
  readonly scripts: ReadonlyMap<string, readonly string[]>;
  /** Scripts that were read, by path; `undefined` for one that cannot be. */
  readonly read: ReadonlyMap<string, GradleScript | undefined>;
  /** All scripts of the repository, sorted. */
  readonly paths: readonly string[];
  /** Directories of services. */
  readonly roots: ReadonlySet<string>;
  /** Directories of projects that artifacts of this name come from, where builds are together. */
  artifact(name: string): readonly string[];
  /** Names of artifacts that a name of a version catalog stands for. */
  catalog(names: string): readonly string[];
}

/** What a project is built from, beside its directory. */
export interface Basis {
  readonly edges: readonly DiscoveredEdge[];
  readonly inputs: readonly string[];
  /** Scripts that it applies and that were not read yet. */
  readonly unread: readonly string[];
}

/** A script, and in whose place it runs. */
interface Run {
  readonly script: string;
  /** The project that it belongs to, or that applies it. */
  readonly home: string;
  /** All of it concerns the project that is asked about. */
  readonly all: boolean;
}

/** Reads the scripts of a project, those of the projects around it, and all that they apply. */
export function basisOf(path: string, around: Surroundings): Basis {
  const { build, names } = around;
  const from = build.projects.get(path)!;
  const edges: DiscoveredEdge[] = [];
  const inputs = new Set<string>();
  const unread = new Set<string>();
  const runs = runsOf(path, around);
  const seen = new Set<string>();
  const leadTo = (directory: string, manifest: string, line: number) => {
    if (directory === from) return;
    if (around.roots.has(directory)) edges.push({ from, to: directory, manifest, line });
    // A project without sources is no more than its scripts.
    else for (const name of buildScripts) inputs.add(patternIn(directory, name));
  };
  for (const run of runs) {
    const { script, home, all } = run;
    const key = `${all}:${home}:${script}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (!around.read.has(script)) unread.add(script);
    for (const use of around.read.get(script)?.uses ?? []) {
      const counts =
        all || use.below || use.paths.some((each) => names.ofPath(each, home).includes(path));
      for (const applied of scriptsOf(use, home, path, around)) {
        if (!isIn(applied, from)) inputs.add(literal(applied));
        runs.push({ script: applied, home, all: counts });
      }
      if (use.kind === "anyScript" || isUnknownScript(use)) {
        inputs.add(patternIn(build.root, "gradle/**"));
      }
      if (!counts) {
        // What a script around it reads for itself may reach it by any way.
        const isOpen = use.kind === "text" && use.isFile && use.paths.length === 0;
        const places = isOpen ? placesOf(use, [home], around, path) : [];
        for (const place of places) {
          if (around.tree.has(place) && !isIn(place, from)) inputs.add(literal(place));
        }
        continue;
      }
      for (const target of projectsOf(use, run, names)) {
        leadTo(build.projects.get(target)!, script, use.line);
      }
      for (const target of artifactsOf(use, around)) leadTo(target, script, use.line);
      if (use.kind !== "text") continue;
      const homes = use.isFile ? [path, home] : [path];
      for (const place of placesOf(use, homes, around, path)) {
        if (isIn(from, place)) continue;
        const owner = [...outwards(place)].find((each) => around.roots.has(each));
        if (owner === from) continue;
        if (around.tree.has(place)) inputs.add(literal(place));
        else if (owner !== undefined && !isIn(from, owner)) {
          edges.push({ from, to: place, manifest: script, line: use.line });
        } else if (isThere(around.tree, place)) inputs.add(allBelow(place));
      }
    }
  }
  return { edges, inputs: [...inputs], unread: [...unread] };
}

/** Its own scripts, then those of the projects around it. */
function runsOf(path: string, { build, scripts }: Surroundings): Run[] {
  const homes = [path];
  for (let end = path.lastIndexOf(":"); end > 0; end = path.lastIndexOf(":", end - 1)) {
    homes.push(path.slice(0, end));
  }
  if (path !== ":") homes.push(":");
  return homes.flatMap((home) => {
    const directory = build.projects.get(home);
    const own = directory === undefined ? [] : (scripts.get(directory) ?? []);
    return own.map((script) => ({ script, home, all: home === path }));
  });
}

/** Paths of the projects that a use stands for. */
function projectsOf(use: GradleUse, { home, all }: Run, names: GradleNames): readonly string[] {
  switch (use.kind) {
    case "project":
      return names.ofPath(use.path, home);
    case "anyProject":
      return names.all();
    case "accessor":
      return names.ofAccessor(use.names, use.sure);
    case "text": {
      // In a script around many, `if (path == ":a")` is no more than a question.
      if (!all && !use.isTask && use.paths.length === 0) return [];
      const inCode = use.codes.flatMap((code) => [...code.matchAll(/["'](:[^"']*)["']/g)]);
      return [use.text, ...inCode.map((match) => match[1]!)].flatMap((text) => names.ofText(text));
    }
    default:
      return [];
  }
}

/** Directories of projects whose artifacts a use names. */
function artifactsOf(use: GradleUse, around: Surroundings): readonly string[] {
  if (use.kind === "chain") return around.catalog(use.names).flatMap(around.artifact);
  if (use.kind !== "text") return [];
  const name = /^[^\s:/]+:([^\s:@]+)(?:[:@]\S*)?$/.exec(use.text)?.[1];
  return name === undefined ? [] : around.artifact(name);
}

const longest = 300;

/** Paths that a text may mean, as seen from the directories of projects and of the build. */
function placesOf(
  { text, codes, fromTop }: GradleUse & { readonly kind: "text" },
  homes: readonly string[],
  { build }: Surroundings,
  path: string,
): string[] {
  if (text.length > longest || !/[./]/.test(text) || /\s|:\/\//.test(text)) return [];
  const bases = homes.map((home) => build.projects.get(home)!);
  const filled = filledText(text, codes, whole(build.root), whole(build.projects.get(path)!));
  if (filled.includes(computed)) return [];
  if (filled.startsWith("/")) bases.splice(0, bases.length, ".");
  else if (fromTop) bases.push(build.root);
  const places = bases.map((base) => resolveFrom(base, filled.replace(/^\/+/, "")));
  return [...new Set(places.filter((place) => place !== undefined))];
}

const whole = (directory: string): string => (directory === "." ? "/." : `/${directory}`);

/** Scripts that a use applies. */
function scriptsOf(use: GradleUse, home: string, path: string, around: Surroundings): string[] {
  if (use.kind !== "text" || !use.isScript) return [];
  const places = placesOf(use, [path, home], around, path);
  const end = unknownEnd(use);
  const ending = end === "" ? [] : around.paths.filter((each) => `/${each}`.endsWith(`/${end}`));
  return [...places.filter((place) => around.tree.has(place)), ...ending];
}

/** The names at the end of a script's path whose beginning is not known: `""` for none. */
function unknownEnd({ text, codes }: GradleUse & { readonly kind: "text" }): string {
  const filled = filledText(text, codes, "", "");
  const end = filled.slice(filled.lastIndexOf(computed) + 1).replace(/^\/+/, "");
  return filled.includes(computed) && !/(?:^|\/)\.\.?(?:\/|$)/.test(end) ? end : "";
}

const isUnknownScript = (use: GradleUse): boolean =>
  use.kind === "text" &&
  use.isScript &&
  filledText(use.text, use.codes, "", "").includes(computed) &&
  unknownEnd(use) === "";
