import { byCodeUnit, directoryOf, outwards } from "../workspace/index.ts";
import type { ResolvedImport } from "./graph.ts";
import type { Owners } from "./owners.ts";

const none: readonly string[] = [];

/** Imports from both of their ends, as they are found. */
export class Edges {
  readonly #owners: Owners;
  readonly #from = new Map<string, ResolvedImport[]>();
  readonly #to = new Map<string, ResolvedImport[]>();
  readonly #directories = new Set<string>();
  readonly #more: (path: string) => readonly ResolvedImport[];
  readonly #sorted = new Set<string>();
  readonly #around = new Map<string, readonly string[]>();

  /** `more` tells importers of a path that are not worth keeping one by one. */
  constructor(owners: Owners, more: (path: string) => readonly ResolvedImport[]) {
    this.#owners = owners;
    this.#more = more;
  }

  /** `directory` for one that leads to all files of a directory. */
  add(edge: ResolvedImport, directory: boolean): void {
    push(this.#from, edge.file, edge);
    push(this.#to, edge.to, edge);
    if (directory) this.#directories.add(edge.to);
  }

  importsOf(file: string): readonly ResolvedImport[] {
    return this.#from.get(file) ?? [];
  }

  /** Imports that lead to just this path, sorted by file, then line. */
  direct(path: string): readonly ResolvedImport[] {
    const found = this.#to.get(path) ?? [];
    if (!this.#sorted.has(path)) {
      found.sort((a, b) => byCodeUnit(a.file, b.file) || a.line - b.line);
      this.#sorted.add(path);
    }
    const more = this.#more(path);
    return more.length === 0 ? found : [...found, ...more];
  }

  /**
   * The directories that count for a path where all of a directory is imported: its service's
   * root, and others around it that are no roots. To be asked when all are added.
   */
  around(path: string): readonly string[] {
    if (this.#directories.size === 0) return none;
    const directory = directoryOf(path);
    const known = this.#around.get(directory);
    if (known) return known;
    const owner = this.#owners.of(path);
    const found = [...outwards(directory)].filter((each) => {
      if (!this.#directories.has(each)) return false;
      const service = this.#owners.at(each);
      return service === undefined || service === owner;
    });
    this.#around.set(directory, found);
    return found;
  }

  /** All of them, those of whole directories behind. */
  importersOf(path: string): readonly ResolvedImport[] {
    const wholes = this.around(path).flatMap((directory) => this.direct(directory));
    return wholes.length === 0 ? this.direct(path) : [...this.direct(path), ...wholes];
  }
}

function push(map: Map<string, ResolvedImport[]>, key: string, edge: ResolvedImport): void {
  const known = map.get(key);
  if (known) known.push(edge);
  else map.set(key, [edge]);
}
