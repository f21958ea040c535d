import { baseName, directoryOf, groupBy, inside, outwards, resolveFrom } from "../../paths.ts";
import type { Pom, PomReference } from "./pom.ts";

/** Stands for what a text may hold where a property is not known. No manifest can spell it. */
const anything = "\0";
/** More readings of one text than any project has; beyond, it is as good as unknown. */
const mostReadings = 32;
const longest = 1000;
const deepest = 100;

/** Project files by their paths, with what only all of them together tell. */
export class MavenModel {
  readonly poms: ReadonlyMap<string, Pom>;
  readonly #byArtifact: ReadonlyMap<string, readonly string[]>;
  readonly #parents = new Map<string, readonly string[]>();
  readonly #chains = new Map<string, readonly string[]>();
  readonly #names = new Map<string, { groups: readonly string[]; artifacts: readonly string[] }>();
  readonly #values = new Map<string, Map<string, readonly string[]>>();
  #byName: ReadonlyMap<string, readonly string[]> | undefined;
  #depth = 0;

  constructor(poms: ReadonlyMap<string, Pom>) {
    this.poms = poms;
    this.#byArtifact = groupBy(poms.keys(), (path) => poms.get(path)!.artifactId);
  }

  /**
   * The files of its parents: the one that `relativePath` leads to if that has the name, else all
   * of that name, whatever their version: in one build Maven takes those before a repository's.
   */
  parents(path: string): readonly string[] {
    const known = this.#parents.get(path) ?? this.#findParents(path);
    this.#parents.set(path, known);
    return known;
  }

  #findParents(path: string): readonly string[] {
    const { parent } = this.poms.get(path)!;
    if (!parent) return [];
    const { groupId, artifactId } = parent;
    const isMeant = (other: string) => {
      const pom = this.poms.get(other);
      if (!pom) return false;
      return (
        (artifactId === undefined ||
          artifactId === pom.artifactId ||
          hasProperty(pom.artifactId)) &&
        isSame(groupId, pom.groupId ?? pom.parent?.groupId)
      );
    };
    const beside = [parentFile(path, parent.relativePath)].filter((file) => file !== undefined);
    if (beside.some(isMeant)) return beside;
    return artifactId === undefined ? [] : (this.#byArtifact.get(artifactId) ?? []).filter(isMeant);
  }

  /** The project itself, then all that it inherits from. */
  chain(path: string): readonly string[] {
    const known = this.#chains.get(path);
    if (known) return known;
    const chain = new Set([path]);
    for (const each of chain) for (const parent of this.parents(each)) chain.add(parent);
    const made = [...chain];
    this.#chains.set(path, made);
    return made;
  }

  /** The projects that a reference stands for, as the project at `context` inherits or has it. */
  targets(reference: PomReference, context: string): readonly string[] {
    const groups =
      reference.groupId === undefined ? [anything] : this.read(reference.groupId, context);
    const found = this.read(reference.artifactId, context).flatMap((artifact) =>
      this.#called(artifact).filter((path) => {
        const own = this.#namesOf(path).groups;
        return groups.some((group) => own.some((name) => fits(group, name) || fits(name, group)));
      }),
    );
    return found.filter((path) => path !== context);
  }

  /** Projects whose artifactId this may be. */
  #called(artifact: string): readonly string[] {
    this.#byName ??= groupBy(this.poms.keys(), (path) => {
      const [name = anything, ...others] = this.#namesOf(path).artifacts;
      return others.length > 0 || isUncertain(name) ? anything : name;
    });
    // Most are spelt out, and found by their name.
    const paths = isUncertain(artifact)
      ? [...this.poms.keys()]
      : [...(this.#byName.get(artifact) ?? []), ...(this.#byName.get(anything) ?? [])];
    return paths.filter((path) =>
      this.#namesOf(path).artifacts.some((name) => fits(artifact, name) || fits(name, artifact)),
    );
  }

  #namesOf(path: string) {
    const known = this.#names.get(path);
    if (known) return known;
    const { groupId, artifactId, parent } = this.poms.get(path)!;
    const group = groupId ?? parent?.groupId;
    const names = {
      groups: group === undefined ? [anything] : this.read(group, path),
      artifacts: this.read(artifactId, path),
    };
    this.#names.set(path, names);
    return names;
  }

  /** All that a text may say once its properties are put in, as seen by the project at `context`. */
  read(text: string, context: string): readonly string[] {
    if (!hasProperty(text)) return [text];
    if (this.#depth > deepest) return [anything];
    let readings = [""];
    // Every second part is the name of a property.
    for (const [index, part] of text.split(/\$\{([^{}]*)\}/).entries()) {
      const values = index % 2 === 0 ? [part] : this.#valuesOf(part, context);
      readings = readings.flatMap((start) => values.map((value) => start + value));
      if (readings.length > mostReadings) return [anything];
    }
    return readings.map((reading) => (reading.length > longest ? anything : reading));
  }

  #valuesOf(name: string, context: string): readonly string[] {
    const values = this.#values.get(context) ?? new Map<string, readonly string[]>();
    this.#values.set(context, values);
    const known = values.get(name);
    if (known) return known;
    // While it is looked up: a property that leads back to itself is not known.
    values.set(name, [anything]);
    const texts = this.#builtIn(name.replace(/^(?:project|pom)\./, ""), context) ?? [
      ...new Set(
        this.chain(context).flatMap((each) => this.poms.get(each)!.properties.get(name) ?? []),
      ),
    ];
    this.#depth++;
    const made = texts.flatMap((text) => this.read(text, context));
    this.#depth--;
    const found = made.length === 0 || made.length > mostReadings ? [anything] : made;
    values.set(name, found);
    return found;
  }

  /** What Maven itself knows. A directory begins with `/`, which is that of the repository. */
  #builtIn(name: string, context: string): readonly string[] | undefined {
    const { artifactId, groupId, parent } = this.poms.get(context)!;
    const group = groupId ?? parent?.groupId;
    if (name === "groupId" && group !== undefined) return [group];
    if (name === "artifactId") return [artifactId];
    if (name === "parent.groupId" && parent?.groupId) return [parent.groupId];
    if (name === "parent.artifactId" && parent?.artifactId) return [parent.artifactId];
    const here = directoryOf(context);
    if (name === "basedir") return [absolute(here)];
    if (!tops.has(name)) return undefined;
    // Whichever directory the build begins in: one with a project, or the repository.
    return [...outwards(here)]
      .filter((directory) => directory === "." || this.poms.has(inside(directory, "pom.xml")))
      .map(absolute);
  }
}

const tops = new Set([
  "maven.multiModuleProjectDirectory",
  "rootDirectory",
  "session.executionRootDirectory",
  "session.rootDirectory",
  "session.topDirectory",
]);

const absolute = (directory: string): string => (directory === "." ? "/." : `/${directory}`);

const hasProperty = (text: string): boolean => text.includes("${");

/** Groups before properties are put in: one that has some may be any. */
const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b || hasProperty(a) || hasProperty(b);

/** The file that a `relativePath` leads to, there or not; `undefined` when it leads nowhere. */
export function parentFile(path: string, relativePath: string): string | undefined {
  if (relativePath === "") return undefined;
  const file = resolveFrom(directoryOf(path), slashes(relativePath));
  if (file === undefined || /\.(?:xml|pom)$/.test(baseName(file))) return file;
  return inside(file, "pom.xml");
}

/** Maven takes both slashes, on every system. */
export const slashes = (path: string): string => path.replaceAll("\\", "/");

/** Whether a name can be what a text says in which some parts may be anything. */
function fits(text: string, name: string): boolean {
  if (!text.includes(anything)) return text === name;
  const [first = "", ...rest] = text.split(anything);
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const next = name.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** Whether a text still holds something that is not known. */
export const isUncertain = (text: string): boolean => text.includes(anything);
