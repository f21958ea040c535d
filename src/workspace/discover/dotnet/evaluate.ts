import { baseName, directoryOf, inside, outwards } from "../../paths.ts";
import { anything, type DotnetLookup, pathFrom } from "./lookup.ts";
import type { ProjectFile } from "./project.ts";

/** More readings of one text than any project has; beyond, it is as good as unknown. */
const mostReadings = 32;
const longest = 2000;
const deepest = 100;

/** What a project is read with: its files in the order in which MSBuild takes them. */
export class Evaluation {
  readonly project: string;
  readonly files = new Map<string, ProjectFile>();
  readonly #lookup: DotnetLookup;
  readonly #solutions: readonly string[];
  readonly #definitions = new Map<string, { readonly text: string; readonly file: string }[]>();
  readonly #values = new Map<string, readonly string[]>();
  #depth = 0;

  /** `solutions` are the directories of those that list the project. */
  constructor(project: string, solutions: readonly string[], lookup: DotnetLookup) {
    this.project = project;
    this.#solutions = solutions;
    this.#lookup = lookup;
  }

  add(path: string, file: ProjectFile): void {
    this.files.set(path, file);
    for (const [name, texts] of file.properties) {
      const known = this.#definitions.get(name) ?? [];
      this.#definitions.set(name, [...known, ...texts.map((text) => ({ text, file: path }))]);
    }
    this.#values.clear();
  }

  /** What the items of a name include, `@(name)`. */
  items(name: string): { readonly text: string; readonly file: string }[] {
    return [...this.files].flatMap(([file, { items }]) =>
      (items.get(name.toLowerCase()) ?? []).map(({ text }) => ({ text, file })),
    );
  }

  /**
   * All that a text of a file may say, slashes as the tree has them. A directory that MSBuild
   * knows begins with `/`, which is the repository. Conditions are not looked at: every value
   * that a property is given anywhere is one that it may have.
   */
  read(text: string, file: string): readonly string[] {
    if (text.length > longest || this.#depth > deepest) return [anything];
    let readings: readonly string[] = [""];
    for (const part of partsOf(text.replaceAll("\\", "/"))) {
      const values = part.expression ? this.#valuesOf(part, file) : [part.text];
      readings = readings.flatMap((start) => values.map((value) => start + value));
      if (readings.length > mostReadings) return [anything];
    }
    return readings.map((reading) => (reading.length > longest ? anything : reading));
  }

  #valuesOf({ text }: Part, file: string): readonly string[] {
    const call = /^\[(?:MSBuild|System\.IO\.Path)\]::(\w+)\((.*)\)$/is.exec(text);
    if (call) return this.#callOf(call[1]!.toLowerCase(), call[2]!, file);
    const name = /^\s*([\w-]+)(?:\.(?:ToString|Trim|TrimEnd|TrimStart)\([^()]*\))?\s*$/.exec(text);
    return name ? this.#property(name[1]!.toLowerCase(), file) : [anything];
  }

  #property(name: string, file: string): readonly string[] {
    const fixed = this.#reserved(name, file);
    if (fixed) return fixed;
    const known = this.#values.get(name);
    if (known) return known;
    const given = this.#definitions.get(name) ?? this.#usual(name);
    // While it is looked up: a property that leads back to itself is not known.
    this.#values.set(name, [anything]);
    this.#depth++;
    const itself = new RegExp(`\\$\\(${name}\\b`, "i");
    const readAll = (isMeant: (text: string) => boolean) =>
      given
        .filter(({ text }) => isMeant(text))
        .flatMap((definition) => this.read(definition.text, definition.file));
    const first = readAll((text) => !itself.test(text));
    // One that adds to itself adds to what it was given elsewhere.
    this.#values.set(name, first.length === 0 ? [""] : first);
    const all = [...new Set([...first, ...readAll((text) => itself.test(text))])];
    this.#depth--;
    const values = all.length === 0 || all.length > mostReadings ? [anything] : all;
    this.#values.set(name, values);
    return values;
  }

  /** learn.microsoft.com/visualstudio/msbuild/msbuild-reserved-and-well-known-properties */
  #reserved(name: string, file: string): readonly string[] | undefined {
    const { project } = this;
    switch (name) {
      case "msbuildthisfiledirectory":
        return [`${absolute(directoryOf(file))}/`];
      case "msbuildthisfilefullpath":
        return [absolute(file)];
      case "msbuildthisfile":
        return [baseName(file)];
      case "msbuildthisfilename":
        return [stem(file)];
      case "msbuildprojectdirectory":
        return [absolute(directoryOf(project))];
      case "projectdir":
        return [`${absolute(directoryOf(project))}/`];
      case "msbuildprojectfullpath":
      case "projectpath":
        return [absolute(project)];
      case "msbuildprojectfile":
        return [baseName(project)];
      case "msbuildprojectname":
        return [stem(project)];
      default:
        return undefined;
    }
  }

  /** What a property is by custom, where no file of the repository gives it a value. */
  #usual(name: string): { readonly text: string; readonly file: string }[] {
    const texts =
      name === "solutiondir"
        ? this.#solutions.map((directory) => `${absolute(directory)}/`)
        : /^(?:enlistment|repo|repository)(?:dir|root|rootdir|rootpath)?$/.test(name)
          ? ["/"]
          : [];
    return texts.map((text) => ({ text, file: this.project }));
  }

  #callOf(name: string, text: string, file: string): readonly string[] {
    this.#depth++;
    const args = argumentsOf(text).map((argument) => this.read(argument, file));
    this.#depth--;
    let calls: (readonly string[])[] = [[]];
    for (const values of args) {
      calls = calls.flatMap((before) => values.map((value) => [...before, value]));
      if (calls.length > mostReadings) return [anything];
    }
    return calls.flatMap((values) => this.#call(name, values, file));
  }

  #call(name: string, values: readonly string[], file: string): readonly string[] {
    const here = directoryOf(this.project);
    const [first = "", second] = values;
    switch (name) {
      case "ensuretrailingslash":
        return [first.endsWith("/") ? first : `${first}/`];
      case "valueordefault":
        return values;
      case "combine":
        return [joined(values)];
      case "getfullpath":
      case "normalizepath":
        return [whole(here, joined(values))];
      case "normalizedirectory":
        return [`${whole(here, joined(values))}/`];
      case "getpathoffileabove":
        return [this.#above(pathFrom(here, second ?? absolute(directoryOf(file))), first, false)];
      case "getdirectorynameoffileabove":
        return [this.#above(pathFrom(here, first), second ?? "", true)];
      default:
        return [anything];
    }
  }

  /** Looks for a file in a directory and around it; `""` when there is none. */
  #above(start: string | undefined, name: string, directoryOnly: boolean): string {
    if (start === undefined || name === "") return "";
    if (start.includes(anything) || name.includes(anything)) return anything;
    for (const directory of outwards(start)) {
      const file = pathFrom(".", inside(directory, name));
      const there = file && this.#lookup.file(file);
      if (there) return directoryOnly ? absolute(directory) : absolute(there);
    }
    return "";
  }
}

const absolute = (path: string): string => (path === "." ? "/." : `/${path}`);

const stem = (path: string): string => baseName(path).replace(/\.[^.]*$/, "");

/** One that begins at the root begins anew. */
const joined = (parts: readonly string[]): string =>
  parts.reduce(
    (path, part) => (part.startsWith("/") || path === "" ? part : `${path}/${part}`),
    "",
  );

const whole = (directory: string, path: string): string =>
  path.startsWith("/") || path.startsWith(anything) ? path : `${absolute(directory)}/${path}`;

interface Part {
  readonly text: string;
  /** What stands between `$(` and `)`. */
  readonly expression: boolean;
}

/** Cuts a text at its `$(...)`; what `%(...)` and `@(...)` say is not known. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let rest = 0;
  for (const { index, 0: sign } of text.matchAll(/[$%@]\(/g)) {
    if (index < rest) continue;
    const end = closing(text, index + 1);
    if (end < 0) break;
    parts.push({ text: text.slice(rest, index), expression: false });
    if (sign === "$(") parts.push({ text: text.slice(index + 2, end), expression: true });
    else parts.push({ text: anything, expression: false });
    rest = end + 1;
  }
  parts.push({ text: text.slice(rest), expression: false });
  return parts.filter((part) => part.text !== "");
}

/** Where the parenthesis at this place closes, or -1. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  return -1;
}

/** `'a', $(b), "c"` without the quotes; commas in parentheses separate nothing. */
function argumentsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")") depth--;
    else if (at === text.length || (text[at] === "," && depth === 0)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts.map((part) => part.replace(/^(['"`])(.*)\1$/s, "$2"));
}
