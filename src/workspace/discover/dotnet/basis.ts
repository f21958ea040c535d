import { directoryOf, inside, outwards, startOf } from "../../paths.ts";
import { allBelow, literal, parsePattern } from "../../pattern.ts";
import type { DiscoveredEdge } from "../../types.ts";
import { Evaluation } from "./evaluate.ts";
import { anything, type DotnetLookup, knownEnd, pathFrom } from "./lookup.ts";
import type { ProjectFile, ProjectText } from "./project.ts";

/** What stands around a project. */
export interface Surroundings {
  readonly lookup: DotnetLookup;
  /** Files that were read, by path; `undefined` for one that cannot be. */
  readonly files: ReadonlyMap<string, ProjectFile | undefined>;
  readonly projects: ReadonlySet<string>;
  /** Projects that only list others, and are no services. */
  readonly bare: ReadonlySet<string>;
  /** Directories of services. */
  readonly roots: ReadonlySet<string>;
  /** Directories of the solutions around a project. */
  solutions(project: string): readonly string[];
}

/** What a project is built from, beside its directory. */
export interface Basis {
  readonly edges: readonly DiscoveredEdge[];
  readonly inputs: readonly string[];
  /** Files that it imports and that were not read yet: with them it may be built from more. */
  readonly unread: readonly string[];
}

/** Files of MSBuild that every project below takes without naming them. */
const implied = ["Directory.Build.props", "Directory.Packages.props", "Directory.Build.targets"];

/** Reads a project with all that it imports, and projects without directory of their own in it. */
export function basisOf(path: string, around: Surroundings): Basis {
  const from = directoryOf(path);
  const edges: DiscoveredEdge[] = [];
  const inputs = new Set<string>();
  const unread = new Set<string>();
  const isOwn = (other: string) => {
    const owner = [...outwards(other)].find((each) => around.roots.has(each));
    return owner === from;
  };
  const addFile = (file: string) => {
    if (!isOwn(file)) inputs.add(literal(file));
  };
  const read = new Set([path]);
  for (const project of read) {
    const evaluation = evaluate(project, around, addFile, inputs, unread);
    if (project !== path) addFile(project);
    for (const [manifest, file] of evaluation.files) {
      for (const { text, line } of file.references) {
        for (const target of targetsOf(text, manifest, evaluation, around)) {
          if (around.bare.has(target)) read.add(target);
          else edges.push({ from, to: placeOf(target, around), manifest, line });
        }
      }
      for (const input of itemsOf(file, manifest, evaluation, around)) {
        if (typeof input === "string") addFile(input);
        else if (input.directory !== from || hasOthers(from, around)) {
          inputs.add(input.pattern);
        }
      }
      for (const { text } of file.paths) {
        for (const reading of evaluation.read(text, manifest)) {
          const place = pathFrom(directoryOf(project), reading);
          const there = place && !place.includes(anything) && around.lookup.file(place);
          if (there) addFile(there);
        }
      }
    }
  }
  return { edges, inputs: [...inputs], unread: [...unread] };
}

/** A project is at its directory, and one that is not there at its own path. */
const placeOf = (target: string, { projects }: Surroundings): string =>
  projects.has(target) ? directoryOf(target) : target;

/** Whether other services lie below a directory. */
const hasOthers = (root: string, { roots }: Surroundings): boolean =>
  [...roots].some((other) => other !== root && other.startsWith(startOf(root)));

/** Takes what MSBuild would take: what lies around the project, itself, and all imports. */
function evaluate(
  project: string,
  around: Surroundings,
  addFile: (path: string) => void,
  inputs: Set<string>,
  unread: Set<string>,
): Evaluation {
  const evaluation = new Evaluation(project, around.solutions(project), around.lookup);
  const take = (first: string): void => {
    // Imports still to come, the next one last: what one sets, the next may use.
    const imports: { readonly text: string; readonly manifest: string }[] = [];
    const open = (path: string) => {
      if (evaluation.files.has(path)) return;
      if (!around.files.has(path)) unread.add(path);
      const file = around.files.get(path);
      if (!file) return;
      evaluation.add(path, file);
      imports.push(...file.imports.map(({ text }) => ({ text, manifest: path })).reverse());
    };
    open(first);
    for (let next = imports.pop(); next; next = imports.pop()) {
      for (const found of importsOf(next.text, next.manifest, evaluation, around)) {
        if (found.isPattern) inputs.add(found.path);
        else addFile(found.path);
        for (const there of [...found.files].reverse()) open(there);
      }
    }
  };
  const directories = [...outwards(directoryOf(project))].reverse();
  const beside = (name: string) =>
    directories
      .map((directory) => inside(directory, name))
      .filter((path) => around.lookup.tree.has(path));
  const [first = "", second = "", last = ""] = implied;
  for (const path of [...beside(first), ...beside(second), project, ...beside(last)]) take(path);
  return evaluation;
}

interface Imported {
  /** A path, or a pattern. */
  readonly path: string;
  readonly isPattern: boolean;
  /** Files that are there. */
  readonly files: readonly string[];
}

function importsOf(
  text: string,
  manifest: string,
  evaluation: Evaluation,
  { lookup }: Surroundings,
): Imported[] {
  return evaluation.read(text, manifest).flatMap((reading): Imported[] => {
    if (reading.trim() === "") return [];
    if (reading.includes(anything)) {
      const end = knownEnd(reading);
      const files = end === "" || isGlob(end) ? [] : lookup.endingWith(end);
      return files.map((path) => ({ path, isPattern: false, files: [path] }));
    }
    if (isGlob(reading)) {
      const glob = globFrom(directoryOf(manifest), reading, lookup);
      if (!glob) return [];
      return [{ path: glob.pattern, isPattern: true, files: matching(glob.pattern, lookup) }];
    }
    const place = pathFrom(directoryOf(manifest), unescaped(reading));
    if (place === undefined) return [];
    const there = lookup.file(place);
    return [{ path: there ?? place, isPattern: false, files: there ? [there] : [] }];
  });
}

const matching = (pattern: string, { tree }: DotnetLookup): string[] => {
  const parsed = parsePattern(pattern);
  return typeof parsed === "string" ? [] : tree.paths.filter((path) => parsed.test(path));
};

/** Project files that a reference leads to; one that is not there is given as it is spelt. */
function targetsOf(
  text: string,
  manifest: string,
  evaluation: Evaluation,
  { lookup, projects }: Surroundings,
): string[] {
  const from = directoryOf(evaluation.project);
  const list = /^@\(([\w-]+)\)$/.exec(text)?.[1];
  const texts = list === undefined ? [{ text, file: manifest }] : evaluation.items(list);
  const readings = texts.flatMap((each) => evaluation.read(each.text, each.file));
  return readings.flatMap((reading) => {
    if (reading.includes(anything)) {
      const end = knownEnd(reading);
      // Nothing is known of it: it may be any of them.
      if (end === "" || isGlob(end)) return [...projects];
      return lookup.endingWith(end).filter((path) => projects.has(path));
    }
    if (isGlob(reading)) {
      const glob = globFrom(from, reading, lookup);
      const pattern = glob && parsePattern(glob.pattern.toLowerCase());
      if (!pattern || typeof pattern === "string") return [];
      return [...projects].filter((path) => pattern.test(path.toLowerCase()));
    }
    const place = pathFrom(from, unescaped(reading));
    return place === undefined || place === from ? [] : [lookup.file(place) ?? place];
  });
}

interface Glob {
  /** Below which it looks. */
  readonly directory: string;
  readonly pattern: string;
}

/** Files, by path, and globs that the items of a file include from anywhere. */
function itemsOf(
  { items }: ProjectFile,
  manifest: string,
  evaluation: Evaluation,
  { lookup }: Surroundings,
): (string | Glob)[] {
  const from = directoryOf(evaluation.project);
  const texts = [...items.values()].flat().filter(mayBePath);
  return texts.flatMap(({ text }) =>
    evaluation.read(text, manifest).flatMap((reading): (string | Glob)[] => {
      if (reading.startsWith(anything)) {
        const end = knownEnd(reading);
        return end === "" || isGlob(end) ? [] : [...lookup.endingWith(end)];
      }
      const wide = reading.replaceAll(anything, "*");
      if (isGlob(wide)) return [globFrom(from, wide, lookup)].filter((glob) => glob !== undefined);
      const place = pathFrom(from, unescaped(wide));
      return place === undefined ? [] : [lookup.file(place) ?? place];
    }),
  );
}

const mayBePath = ({ text }: ProjectText): boolean => /[/\\$*]/.test(text);

const isGlob = (text: string): boolean => /[*?]/.test(text);

/** MSBuild writes characters that mean something to it as `%2A`. */
const unescaped = (text: string): string =>
  text
    .replace(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\\", "/");

/** A text with wildcards of MSBuild's as a pattern: only `*`, `**` and `?` are some. */
function globFrom(from: string, text: string, lookup: DotnetLookup): Glob | undefined {
  const names = text.split("/");
  const wild = names.findIndex(isGlob);
  const start = pathFrom(
    from,
    names.slice(0, wild).join("/") || (text.startsWith("/") ? "/" : "."),
  );
  if (start === undefined) return undefined;
  const directory = lookup.directory(start);
  const rest = names.slice(wild).filter((name) => name !== "" && name !== ".");
  // Back out of what is not known: anything below may be meant.
  if (rest.includes("..")) return { directory, pattern: allBelow(directory) };
  const tail = rest.map((name) => unescaped(name).replace(/[\\[\]{}()!]/g, "\\$&")).join("/");
  return { directory, pattern: directory === "." ? tail : `${literal(directory)}/${tail}` };
}
