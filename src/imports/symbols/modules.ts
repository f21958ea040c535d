import { directoryOf } from "../../workspace/index.ts";
import { joinPath } from "../paths.ts";
import { importedBy, undeclared } from "./difference.ts";
import { wholeModule } from "./outline.ts";
import type { Sources } from "./sources.ts";
import { type Binding, everyName, type Imports, type Load, type Summary } from "./types.ts";

/** In place of a declaration: one in a file that is not known. */
const unknown = "";

const endings = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "d.ts"];

/** Which version of the files is meant. */
export type When = "now" | "before";

interface Place {
  readonly file: string;
  readonly when: When;
}

/** What is asked of modules beside how they use what they import. */
export class Modules {
  readonly #graph: Imports;
  readonly #sources: Sources;
  readonly #circles = new Map<string, boolean>();
  readonly #silent = new Map<string, boolean>();

  constructor(graph: Imports, sources: Sources) {
    this.#graph = graph;
    this.#sources = sources;
  }

  /** The files that an import leads to; `undefined` where that is not known. */
  targets(file: string, specifier: string): readonly string[] | undefined {
    const found = this.#graph.importsOf(file).filter((each) => each.specifier === specifier);
    if (found.length === 0) return this.#beside(file, specifier);
    const known = found.every(({ whole }) => whole === undefined);
    // A file may import from another in several places.
    return known ? [...new Set(found.map(({ to }) => to))] : undefined;
  }

  /** An import that only the version before the changes has: all files that it may have meant. */
  #beside(file: string, specifier: string): readonly string[] | undefined {
    const path = /^\.\.?\//.test(specifier) && joinPath(directoryOf(file), specifier);
    if (!path || this.#sources.has(`${path}/package.json`)) return undefined;
    const bare = path.replace(/\.[cm]?jsx?$/, "");
    const names = [path, bare, `${path}/index`].flatMap((name) => [
      name,
      ...endings.map((ending) => `${name}.${ending}`),
    ]);
    const found = names.filter((name) => this.#sources.has(name));
    return found.length > 0 ? [...new Set(found)] : undefined;
  }

  /**
   * Whether a file imports itself, through others, in one of its versions: then it may be run
   * before what it imports.
   */
  async inCircle(file: string): Promise<boolean> {
    const known = this.#circles.get(file);
    if (known !== undefined) return known;
    const loads = (await this.#sources.eachVersion(file)).flatMap(({ loads }) => loads);
    const first = loads.flatMap(({ specifier }) => this.targets(file, specifier) ?? []);
    const around = this.#closure([file, ...first], file);
    const unclear = [file, ...around].some((each) =>
      this.#graph.importsOf(each).some(({ whole }) => whole !== undefined),
    );
    const found = unclear || first.includes(file) || around.has(file);
    this.#circles.set(file, found);
    return found;
  }

  /**
   * Whether it cannot be noticed when, and whether, an import is loaded: it and all that it loads
   * only declare, in both versions, and none is `file` itself.
   */
  async silent(file: string, specifier: string): Promise<boolean> {
    const found = new Set(this.targets(file, specifier));
    for (const each of found) {
      if (each === file || !(await this.#isSilent(each))) return false;
      for (const { loads } of await this.#sources.eachVersion(each))
        for (const load of loads)
          for (const to of this.targets(each, load.specifier) ?? []) found.add(to);
    }
    return found.size > 0;
  }

  async #isSilent(file: string): Promise<boolean> {
    const known = this.#silent.get(file);
    if (known !== undefined) return known;
    const versions = await this.#sources.eachVersion(file);
    const exact = this.#graph.importsOf(file).every(({ whole }) => whole === undefined);
    let silent = exact && versions.length > 0;
    for (const version of versions) silent &&= await this.#onlyDeclares(file, version);
    this.#silent.set(file, silent);
    return silent;
  }

  /** Whether loading a file runs nothing, and cannot fail. */
  async #onlyDeclares(file: string, version: Summary): Promise<boolean> {
    const { opaque, effects, names, bindings, loads } = version;
    const reads = [...names.values()].some(({ eager }) =>
      [...eager].some((name) => bindings.has(name) || name.includes(".")),
    );
    const inside = loads.every(({ specifier }) => this.targets(file, specifier) !== undefined);
    if (opaque || effects.length > 0 || reads || !inside) return false;
    if (undeclared(version).length > 0) return false;
    for (const each of importedBy(version)) {
      for (const when of ["before", "now"] as const)
        if (!(await this.gives(file, each, when))) return false;
    }
    return true;
  }

  /** All that these files import, also through others; up to `last`, where that is met. */
  #closure(files: readonly string[], last?: string): Set<string> {
    const found = new Set<string>();
    const queue = [...files];
    for (const file of queue) {
      for (const { to } of this.#graph.importsOf(file)) {
        if (found.has(to)) continue;
        found.add(to);
        if (to === last) return found;
        queue.push(to);
      }
    }
    return found;
  }

  /**
   * The names that `export * from` gives a file, in both versions; `everyName` stands for those
   * that are not known.
   */
  async starNames(file: string, specifier: string): Promise<Set<string>> {
    const names = new Set<string>();
    const seen = new Set<string>();
    const queue = [...(this.targets(file, specifier) ?? [])];
    if (queue.length === 0) names.add(everyName);
    for (const path of queue) {
      if (seen.has(path)) continue;
      seen.add(path);
      const versions = await this.#sources.eachVersion(path);
      for (const summary of versions) {
        if (summary.opaque) names.add(everyName);
        for (const name of summary.exports.keys()) if (name !== "default") names.add(name);
        for (const star of summary.stars) {
          const targets = this.targets(path, star);
          if (targets) queue.push(...targets);
          else names.add(everyName);
        }
      }
    }
    return names;
  }

  /** Whether a module has, or had, just one export of a name; true where that is not known. */
  async gives(file: string, given: Binding, when: When): Promise<boolean> {
    if (given.name === wholeModule) return true;
    const found = await this.#declarations({ file, when }, given);
    return found.size === 1 || found.has(unknown);
  }

  /** The sort of thing that a name of a file is, or was; `undefined` where that is not known. */
  async shapeOf(file: string, name: string, when: When): Promise<string | undefined> {
    const version = await this.#version(file, when);
    const declared = version?.names.get(name);
    const binding = version?.bindings.get(name);
    return declared || !binding ? declared?.shape : this.#exportShape({ file, when }, binding);
  }

  /** Whether one of these exports of a module is a value for sure, so that it is loaded. */
  async givesValue(file: string, { specifier, names }: Load): Promise<boolean> {
    for (const name of names) {
      const shape = await this.#exportShape({ file, when: "now" }, { specifier, name });
      if (shape !== undefined && shape !== "type" && !/alias|namespace/.test(shape)) return true;
    }
    return false;
  }

  async #exportShape(from: Place, given: Binding): Promise<string | undefined> {
    const found = [...(await this.#declarations(from, given)).values()];
    return found.length === 1 ? found[0] : undefined;
  }

  /** The declarations that an import of a name may mean, through re-exports, with their shapes. */
  async #declarations(from: Place, given: Binding): Promise<Map<string, string | undefined>> {
    const found = new Map<string, string | undefined>();
    const seen = new Set<string>();
    const visit = async ({ file, when }: Place, { specifier, name }: Binding): Promise<void> => {
      const targets = this.targets(file, specifier);
      // Of several files it depends on the tool which one is meant.
      if (targets?.length !== 1) found.set(unknown, undefined);
      for (const to of targets ?? []) {
        const key = JSON.stringify([to, name]);
        if (seen.has(key)) continue;
        seen.add(key);
        const version = await this.#version(to, when);
        const here = { file: to, when };
        const exported = version?.exports.get(name);
        const local = exported && "local" in exported ? exported.local : undefined;
        const passed = local === undefined ? exported : version?.bindings.get(local);
        if (!version || version.opaque) found.set(unknown, undefined);
        else if (passed && "specifier" in passed && passed.name !== wholeModule)
          await visit(here, passed);
        else if (exported) found.set(key, local && version.names.get(local)?.shape);
        else if (name !== "default")
          for (const star of version.stars) await visit(here, { specifier: star, name });
      }
    };
    await visit(from, given);
    return found;
  }

  async #version(file: string, when: When): Promise<Summary | undefined> {
    const versions = await this.#sources.eachVersion(file);
    return when === "now" ? versions.at(-1) : versions[0];
  }
}
