import type { Tree } from "../../../detect/index.ts";
import { outwards, resolveFrom } from "../../paths.ts";
import { allBelow, literal } from "../../pattern.ts";
import type { DiscoveredEdge } from "../../types.ts";
import { isThere } from "../shared/tree-walk.ts";
import { type GradleBuild, isIn } from "./builds.ts";
import { buildScripts, pathsAround, patternIn } from "./inputs.ts";
import type { GradleNames } from "./names.ts";
import { filledText, type GradleScript, type GradleUse } from "./script.ts";
import { computed } from "./tokens.ts";

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
  /** Directories with services below them. */
  readonly holders: ReadonlySet<string>;
  /** Where texts lead, by the directory that they are read from: found once. */
  readonly places: Map<GradleUse, Map<string, readonly Place[]>>;
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
        for (const { place, isFile } of isOpen ? placesOf(use, home, from, around) : []) {
          if (isFile && !isIn(place, from)) inputs.add(literal(place));
        }
        continue;
      }
      for (const target of projectsOf(use, run, names)) {
        leadTo(build.projects.get(target)!, script, use.line);
      }
      for (const target of artifactsOf(use, around)) leadTo(target, script, use.line);
      if (use.kind !== "text") continue;
      for (const base of new Set(use.isFile ? [path, home] : [path])) {
        for (const { place, isFile, owner } of placesOf(use, base, from, around)) {
          if (isIn(from, place) || owner === from) continue;
          if (isFile) inputs.add(literal(place));
          else if (owner !== undefined && !isIn(from, owner)) {
            edges.push({ from, to: place, manifest: script, line: use.line });
          } else if (isThere(around.tree, place)) inputs.add(allBelow(place));
        }
      }
    }
  }
  return { edges, inputs: [...inputs], unread: [...unread] };
}

/** Its own scripts, then those of the projects around it. */
function runsOf(path: string, { build, scripts }: Surroundings): Run[] {
  const homes = [path, ...pathsAround(path)];
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

/** A path that a text may mean. */
interface Place {
  readonly place: string;
  readonly isFile: boolean;
  /** Directory of the service that has it. */
  readonly owner: string | undefined;
}

const nowhere: readonly Place[] = [];
const longest = 300;
type Text = GradleUse & { readonly kind: "text" };

/** Where a text leads from the directory of the project `home`, `own` being that of the reader. */
function placesOf(use: Text, home: string, own: string, around: Surroundings): readonly Place[] {
  const { text, codes, fromTop } = use;
  if (text.length > longest || !/[./]/.test(text) || /\s|:\/\//.test(text)) return nowhere;
  const base = around.build.projects.get(home)!;
  // Nearly all: a file of its own.
  const isDown = codes.length === 0 && !fromTop && text[0] !== "/" && !text.includes("..");
  if (isDown && base === own && !around.holders.has(own)) return nowhere;
  const known = around.places.get(use) ?? new Map<string, readonly Place[]>();
  around.places.set(use, known);
  const key = codes.length === 0 ? base : `${base}:${own}`;
  const places = known.get(key) ?? findPlaces(use, base, own, around);
  known.set(key, places);
  return places;
}

function findPlaces(
  { text, codes, fromTop }: Text,
  base: string,
  own: string,
  around: Surroundings,
) {
  const { build, tree, roots } = around;
  const filled = filledText(text, codes, whole(build.root), whole(own));
  if (filled.includes(computed)) return nowhere;
  const bases = filled.startsWith("/") ? ["."] : fromTop ? [base, build.root] : [base];
  const found = bases.map((directory) => resolveFrom(directory, filled.replace(/^\/+/, "")));
  return [...new Set(found.filter((place) => place !== undefined))].map((place): Place => {
    const owner = [...outwards(place)].find((each) => roots.has(each));
    return { place, isFile: tree.has(place), owner };
  });
}

const whole = (directory: string): string => (directory === "." ? "/." : `/${directory}`);

/** Scripts that a use applies. */
function scriptsOf(use: GradleUse, home: string, path: string, around: Surroundings): string[] {
  if (use.kind !== "text" || !use.isScript) return [];
  const own = around.build.projects.get(path)!;
  const bases = [...new Set([own, around.build.projects.get(home)!])];
  const places = bases.flatMap((base) => findPlaces(use, base, own, around));
  const end = unknownEnd(use);
  const ending = end === "" ? [] : around.paths.filter((each) => `/${each}`.endsWith(`/${end}`));
  return [...places.filter(({ isFile }) => isFile).map(({ place }) => place), ...ending];
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
